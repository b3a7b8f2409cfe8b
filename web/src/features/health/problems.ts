/* How the boxes of this feature are called where one is refused. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  same_bounds: { en: () => 'The two bounds must differ.', ja: () => '2つの値を同じにはできません。' },
  ascending: { en: () => 'Enter a value above the one before it.', ja: () => '前の値より大きい値を入力してください。' },
  flat: { en: () => 'All rows earn the same.', ja: () => 'すべての行が同じ割合です。' },
  turns: { en: () => 'The points may turn only once.', ja: () => '点数の向きを変えられるのは1回だけです。' },
  too_few: { en: (least) => `At least ${least} are needed.`, ja: (least) => `${least}つ以上必要です。` },
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
    scale: { en: 'Scale', ja: '点数の付け方' },
    pieces: { en: 'Pieces', ja: '折れ線' },
    at: { en: 'Value', ja: '値' },
    share: { en: 'Share', ja: '割合' },
    on_day: { en: 'Day', ja: '日付' },
  },
};
