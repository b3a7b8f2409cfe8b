/* How the boxes of this feature are called where one is refused, and why that is. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_placeholder: {
    en: (said, known) => `${said} is no placeholder. There are ${known}.`,
    ja: (said, known) => `${said} という差し込み項目はありません。使えるのは ${known} です。`,
  },
  placeholder_open: {
    en: (said) => `${said} is not closed, or closes nothing.`,
    ja: (said) => `${said} が閉じられていないか、対応する始まりがありません。`,
  },
  macro_empty: {
    en: () => 'A macro needs a text, or something that it sets.',
    ja: () => '本文か、問い合わせに設定する項目を入力してください。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    text_ja: { en: 'Text in Japanese', ja: '日本語の本文' },
  },
};
