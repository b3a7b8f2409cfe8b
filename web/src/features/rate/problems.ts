/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  same_currency: {
    en: () => 'Choose two different currencies.',
    ja: () => '異なる2つの通貨を選んでください。',
  },
  not_home_currency: {
    en: (home) => `One of the two must be ${home}, the workspace’s currency.`,
    ja: (home) => `どちらか一方をワークスペースの通貨(${home})にしてください。`,
  },
  other_pair: {
    en: () => 'The currencies of a rate cannot change. Add another rate.',
    ja: () => 'レートの通貨は変更できません。別のレートを追加してください。',
  },
  no_rate: {
    en: (rate) => `“${rate}” is not a rate. Use a decimal above 0 with a point, as 149.25.`,
    ja: (rate) => `「${rate}」はレートとして読めません。0より大きい小数で入力してください(例: 149.25)。`,
  },
  no_year: {
    en: (year) => `“${year}” is not a fiscal year. Use the year in which it begins, as 2026.`,
    ja: (year) => `「${year}」は会計年度として読めません。始まる年で指定してください(例: 2026)。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    fiscal_year: { en: 'Fiscal year', ja: '会計年度' },
    from: { en: 'Currency', ja: '通貨' },
    to: { en: 'In currency', ja: '換算先の通貨' },
    rate: { en: 'Rate', ja: 'レート' },
  },
};
