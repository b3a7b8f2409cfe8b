/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { dayText } from '../../lib/dates';
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_currency: {
    en: (currency) => `“${currency}” is not a currency code, as JPY or EUR.`,
    ja: (currency) => `「${currency}」は通貨コードではありません(例: JPY、EUR)。`,
  },
  ends_before_start: {
    en: () => 'The end is before the start.',
    ja: () => '終了日が開始日より前です。',
  },
  overlaps: {
    en: (day) =>
      `Another line of this product and plan runs from ${dayText(day, 'en')}. If both run, tell them apart by plan or contract ID.`,
    ja: (day) =>
      `同じプロダクト・プランの明細が${dayText(day, 'ja')}から有効です。並行する契約であれば、プランか契約IDで区別してください。`,
  },
  open_plan: {
    en: (day) =>
      `The line from ${dayText(day, 'en')} has another plan and no end. Give it an end date, or give each line its own contract ID.`,
    ja: (day) => `${dayText(day, 'ja')}からの別プランの明細に終了日がありません。終了日を入れるか、明細ごとに契約IDを付けてください。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    seats: { en: 'Seats', ja: 'ライセンス数' },
    price: { en: 'Price', ja: '価格' },
    renews_on: { en: 'Renewal', ja: '更新日' },
    notice_days: { en: 'Notice period', ja: '通知期間' },
    notice_on: { en: 'Notice day', ja: '通知期限' },
    discount: { en: 'Discount', ja: '値引き' },
    term_months: { en: 'Term', ja: '契約期間' },
    plan: { en: 'Plan', ja: 'プラン' },
    starts_on: { en: 'Start', ja: '開始日' },
    ends_on: { en: 'End', ja: '終了日' },
  },
};
