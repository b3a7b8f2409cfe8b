/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_time_zone: {
    en: (zone) => `“${zone}” is not a time zone.`,
    ja: (zone) => `「${zone}」というタイムゾーンはありません。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    time_zone: { en: 'Time zone', ja: 'タイムゾーン' },
    currency: { en: 'Currency', ja: '通貨' },
    fiscal_month: { en: 'Fiscal year', ja: '会計年度' },
    workspace_name: { en: 'Workspace', ja: 'ワークスペース名' },
  },
};
