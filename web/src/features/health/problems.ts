/* How the boxes of this feature are called where one is refused. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  same_bounds: { en: () => 'The two bounds must differ.', ja: () => '2つの値を同じにはできません。' },
  needs_rule: { en: () => 'Add a rule or a measure with points.', ja: () => 'ルールか、点数の付く指標を1つ以上追加してください。' },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    band: { en: 'Band', ja: '評価' },
    rules: { en: 'Rules', ja: 'ルール' },
    weight: { en: 'Weight', ja: '配点' },
    low: { en: 'Low', ja: '下限' },
    high: { en: 'High', ja: '上限' },
    on_day: { en: 'Day', ja: '日付' },
  },
};
