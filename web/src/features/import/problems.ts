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
  ragged: {
    en: (columns) => `The row has more cells than the headings, which are ${columns}. Is a separator inside a cell without quotes?`,
    ja: (columns) => `見出し(${columns}列)よりセルが多い行です。引用符のないセルに区切り文字が含まれていませんか。`,
  },
  ask_encoding: {
    en: (encoding) => `Choose the encoding. The file reads best as ${encoding}.`,
    ja: (encoding) => `文字コードを選んでください。${encoding} が最も近いと思われます。`,
  },
  ask_order: {
    en: (column) => `Choose the order of the dates in “${column}”: nothing in it tells days from months.`,
    ja: (column) => `「${column}」の日付の順序を選んでください。列の内容からは日と月を区別できません。`,
  },
  ask_decimal: {
    en: (column) => `Choose the decimal mark of the numbers in “${column}”.`,
    ja: (column) => `「${column}」の小数点の記号を選んでください。`,
  },
  many_decimals: {
    en: (text, currency) => `“${text}” has more decimals than ${currency} has.`,
    ja: (text, currency) => `「${text}」は${currency}の小数の桁数を超えています。`,
  },
  other_currency: {
    en: (text, currency) => `“${text}” is not in ${currency}. Give the currency in a column of its own, or choose it for the import.`,
    ja: (text, currency) => `「${text}」は${currency}の金額ではありません。通貨の列を加えるか、取り込みの通貨を選んでください。`,
  },
  prices_differ: {
    en: (one, other) => `The prices of the row do not agree: ${one} and ${other}.`,
    ja: (one, other) => `行の金額が一致しません: ${one} と ${other}`,
  },
  needs_months: {
    en: () => 'The price is for a term whose months are not known: the days of the row are not whole months apart.',
    ja: () => '期間の価格ですが、開始日と終了日が月単位でないため月数が分かりません。月数の列を加えてください。',
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
    encoding: { en: 'Encoding', ja: '文字コード' },
    delimiter: { en: 'Separator', ja: '区切り' },
    heading: { en: 'Line of the headings', ja: '見出しの行' },
    date_order: { en: 'Order of dates', ja: '日付の順序' },
    decimal_mark: { en: 'Decimal mark', ja: '小数点' },
  },
};
