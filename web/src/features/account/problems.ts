/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_country: {
    en: (country) => `“${country}” is not a country. Use its name or two-letter code, as JP or GB.`,
    ja: (country) => `「${country}」という国はありません。国名か、JP・GB などの2文字のコードを使ってください。`,
  },
  of_another: {
    en: (id) => `“${id}” belongs to another account.`,
    ja: (id) => `「${id}」は別の顧客企業のものです。`,
  },
  own_parent: {
    en: () => 'A company cannot stand below itself.',
    ja: () => '自社やその傘下の企業を親会社にはできません。',
  },
  no_account: {
    en: (id) => `There is no account with the external id “${id}”.`,
    ja: (id) => `外部ID「${id}」の顧客企業がありません。`,
  },
  needs_key: {
    en: () => 'Give an external id, or an account and an e-mail address.',
    ja: () => '外部ID、または顧客企業とメールアドレスの両方が必要です。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    domain: { en: 'Domain', ja: 'ドメイン' },
    country: { en: 'Country', ja: '国' },
    touch: { en: 'Touch model', ja: 'タッチモデル' },
    stage: { en: 'Stage', ja: 'ステージ' },
    parent_id: { en: 'Parent', ja: '親会社' },
  },
};
