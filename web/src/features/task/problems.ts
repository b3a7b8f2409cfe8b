/* How the boxes of this feature are called where one is refused. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  not_author: {
    en: () => 'Only the author can change who sees this.',
    ja: () => '公開範囲を変更できるのは作成者だけです。',
  },
  no_author: {
    en: () => 'An API key has no author: choose everyone or an area.',
    ja: () => 'APIキーには作成者がいません。全員または閲覧範囲を指定してください。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    visible_to: { en: 'Visible to', ja: '公開範囲' },
    due_on: { en: 'Due', ja: '期限' },
    minutes: { en: 'Minutes', ja: '分数' },
  },
};
