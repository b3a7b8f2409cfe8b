/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  cell_large: {
    en: () => 'A cell is larger than 1 MiB.',
    ja: () => '1 MiB を超えるセルがあります。',
  },
  many_columns: {
    en: () => 'The row has more than 500 columns.',
    ja: () => '列が500を超えています。',
  },
  bad_quote: {
    en: (line) => `A quotation mark in line ${line} is out of place or not closed.`,
    ja: (line) => `${line}行目の引用符の位置が正しくないか、閉じられていません。`,
  },
  bad_encoding: {
    en: (encoding) => `The file is not in ${encoding.toUpperCase()}, or not all of it.`,
    ja: (encoding) => `ファイルの文字コードが${encoding.toUpperCase()}ではないか、一部が異なります。`,
  },
  file_erased: {
    en: () => 'The file was deleted because a person was erased. Upload it again.',
    ja: () => '個人情報の消去に伴い、ファイルを削除しました。もう一度アップロードしてください。',
  },
  no_text: {
    en: () => 'This is not a text file.',
    ja: () => 'テキストファイルではありません。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    mapping: { en: 'Mapping', ja: '対応づけ' },
    file_name: { en: 'File', ja: 'ファイル' },
  },
};
