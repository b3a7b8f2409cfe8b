/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';
import { outcomeSaid } from '../../ui/outbound';

/* What stands on a company or a person, as the server names it. */
const HELD: { [what: string]: { en: string; ja: string } } = {
  accounts: { en: 'companies below it', ja: '傘下の企業' },
  contacts: { en: 'contacts', ja: '先方担当者' },
  contracts: { en: 'contracts', ja: '契約' },
  events: { en: 'events', ja: 'イベント' },
  tasks: { en: 'tasks', ja: 'タスク' },
  notes: { en: 'notes', ja: 'メモ' },
  calls: { en: 'calls', ja: '電話の記録' },
  activities: { en: 'meetings and e-mails', ja: '打ち合わせ・メールの記録' },
  judgements: { en: 'assessments', ja: '評価' },
  snoozes: { en: 'snoozes', ja: 'スヌーズ' },
};

const REASONS = reasonWords({
  gone_since: {
    en: () => 'It was deleted since.',
    ja: () => 'その後に削除されています。',
  },
  changed_since: {
    en: () => 'It was changed since.',
    ja: () => 'その後に変更されています。',
  },
  holds: {
    en: (what) => `It has ${HELD[what]?.en ?? what} by now.`,
    ja: (what) => `${HELD[what]?.ja ?? what}がすでにあります。`,
  },
  became_one: {
    en: () => 'Two of them became one, which cannot be undone.',
    ja: () => '2件が1件に統合されたため、元に戻せません。',
  },
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
  ends_differ: {
    en: (one, other) => `The ends of the row do not agree: ${one} and ${other}.`,
    ja: (one, other) => `行の終了日が一致しません: ${one} と ${other}`,
  },
  needs_months: {
    en: () => 'The price is for a term whose months are not known: the days of the row are not whole months apart.',
    ja: () => '期間の価格ですが、開始日と終了日が月単位でないため月数が分かりません。月数の列を加えてください。',
  },
  no_https: {
    en: () => 'The URL must begin with https://.',
    ja: () => 'URL は https:// で始まる必要があります。',
  },
  rows_fewer: {
    en: (now, before) => `The file has ${now} rows; the one before had ${before}.`,
    ja: (now, before) => `行数が${before}行から${now}行に減っています。`,
  },
  many_refused: {
    en: (now, before) => `${now} rows have errors; in the file before there were ${before}.`,
    ja: (now, before) => `エラーのある行が${before}行から${now}行に増えています。`,
  },
  column_gone: {
    en: (column) => `The file no longer has the column “${column}”.`,
    ja: (column) => `ファイルに「${column}」の列がなくなりました。`,
  },
  no_folder: {
    en: () => 'This server reads no folder. Its operator allows one with the setting import-folder.',
    ja: () => 'サーバーにフォルダーが設定されていません。運用者が import-folder で設定します。',
  },
  no_file: {
    en: (name) => `There is no file “${name}” in the folder.`,
    ja: (name) => `フォルダーに「${name}」がありません。`,
  },
  fetch_failed: {
    en: (why) => `The file could not be fetched: ${outcomeSaid(why, 'en')}.`,
    ja: (why) => `ファイルを取得できませんでした: ${outcomeSaid(why, 'ja')}`,
  },
  no_secret: {
    en: () => 'The password or key can no longer be read. Enter it again.',
    ja: () => 'パスワードまたは鍵を読み取れません。入力し直してください。',
  },
  file_erased: {
    en: () => 'The file was deleted because a person was erased. Upload it again.',
    ja: () => '個人情報の消去に伴い、ファイルを削除しました。もう一度アップロードしてください。',
  },
  bad_workbook: {
    en: () => 'The Excel workbook cannot be read: it is damaged or has a password. Save it again as .xlsx, or as CSV.',
    ja: () => 'Excelファイルを読み取れません。壊れているか、パスワードが設定されています。.xlsx または CSV で保存し直してください。',
  },
  large_workbook: {
    en: () => 'The Excel workbook unpacks to more than can be read. Save the sheet as CSV.',
    ja: () => 'Excelファイルの展開後のサイズが大きすぎます。シートをCSVで保存してください。',
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
    sheet: { en: 'Sheet', ja: 'シート' },
    delimiter: { en: 'Separator', ja: '区切り' },
    heading: { en: 'Line of the headings', ja: '見出しの行' },
    date_order: { en: 'Order of dates', ja: '日付の順序' },
    decimal_mark: { en: 'Decimal mark', ja: '小数点' },
  },
};
