/* What went wrong, as a sentence: by the kind of the error and the field that it names. */
import { dayText } from '../lib/dates';
import { dictionary } from '../lib/language';
import type { Problem } from './client';
import type { ImportError } from './types';

/* Why an entry was refused: the server's words. One that has no sentence here does not compile. */
export type Reason = Exclude<ImportError['reason'], 'other'>;
type Told = (first: string, second: string) => string;
const REASONS: Record<Reason, Told> = {
  missing: () => 'A value is missing.',
  no_date: (value) => `“${value}” is not a date.`,
  no_time: (value) => `“${value}” is not a date and time.`,
  no_number: (value) => `“${value}” is not a number.`,
  no_whole_number: (value) => `“${value}” is not a whole number.`,
  no_flag: (value) => `“${value}” is neither yes nor no.`,
  not_among: (value, known) => `“${value}” is not one of: ${known}.`,
  out_of_range: (low, high) => `Enter a number from ${low} to ${high}.`,
  negative: () => 'Enter a number of 0 or more.',
  too_long: (most) => `Too long: at most ${most} bytes.`,
  too_short: (least) => `Use at least ${least} characters.`,
  common_password: () => 'This is one of the first passwords that anybody tries. Choose another.',
  no_email: () => 'This is not an e-mail address.',
  no_account: (id) => `There is no account with the external id “${id}”.`,
  no_staff: (email) => `No member of staff has the address “${email}”.`,
  no_time_zone: (zone) => `“${zone}” is not a time zone.`,
  no_country: (country) => `“${country}” is not a country. Use its name or two-letter code, as JP or GB.`,
  no_currency: (currency) => `“${currency}” is not a currency code, as JPY or EUR.`,
  no_product: (id) => `There is no product ${id}.`,
  ends_before_start: () => 'The end lies before the start.',
  overlaps: (day) => `Another line of this product and plan is in force from ${dayText(day, 'en')}.`,
  of_another: (id) => `“${id}” belongs to another account.`,
  taken: (value) => `“${value}” is taken already.`,
  needs_key: () => 'Give an external id, or an account and an e-mail address.',
  needs_subject: () => 'Give an account or a user.',
  other_event: (id, differs) => `The id “${id}” was taken before by an event with another ${differs}.`,
  other_line: (differs) => `This line of this file was taken before, with another ${differs}.`,
  time_far: () => 'The time lies in the future, or before 1970.',
  own_parent: () => 'A company cannot stand below itself.',
  cell_large: () => 'A cell is larger than 1 MiB.',
  many_columns: () => 'The row has more than 500 columns.',
  bad_quote: (line) => `A quotation mark in line ${line} is out of place or not closed.`,
  bad_encoding: (encoding) => `The file is not in ${encoding.toUpperCase()}, or not all of it.`,
  no_text: () => 'This is not a text file.',
};
/* In what an event differs from the one that has its id. */
const DIFFERS_JA: Record<string, string> = { time: '日時', event: 'イベント名', user: '利用者', account: '顧客企業', value: '値' };
const REASONS_JA: Record<Reason, Told> = {
  missing: () => '値がありません。',
  no_date: (value) => `「${value}」は日付として読めません。`,
  no_time: (value) => `「${value}」は日時として読めません。`,
  no_number: (value) => `「${value}」は数値ではありません。`,
  no_whole_number: (value) => `「${value}」は整数ではありません。`,
  no_flag: (value) => `「${value}」は「はい」か「いいえ」として読めません。`,
  not_among: (value, known) => `「${value}」は使えません。使える値: ${known}`,
  out_of_range: (low, high) => `${low}〜${high}の数値を入力してください。`,
  negative: () => '0以上の数値を入力してください。',
  too_long: (most) => `長すぎます(${most}バイトまで)。`,
  too_short: (least) => `${least}文字以上にしてください。`,
  common_password: () => '推測されやすいパスワードです。別のものにしてください。',
  no_email: () => 'メールアドレスの形式ではありません。',
  no_account: (id) => `外部ID「${id}」の顧客企業がありません。`,
  no_staff: (email) => `メールアドレスが「${email}」のメンバーがいません。`,
  no_time_zone: (zone) => `「${zone}」というタイムゾーンはありません。`,
  no_country: (country) => `「${country}」という国はありません。国名か、JP・GB などの2文字のコードを使ってください。`,
  no_currency: (currency) => `「${currency}」は通貨コードではありません(例: JPY、EUR)。`,
  no_product: (id) => `プロダクト ${id} がありません。`,
  ends_before_start: () => '終了日が開始日より前です。',
  overlaps: (day) => `同じプロダクト・プランの明細が${dayText(day, 'ja')}から有効です。`,
  of_another: (id) => `「${id}」は別の顧客企業のものです。`,
  taken: (value) => `「${value}」はすでに使われています。`,
  needs_key: () => '外部ID、または顧客企業とメールアドレスの両方が必要です。',
  needs_subject: () => '顧客企業か利用者のどちらかが必要です。',
  other_event: (id, differs) => `ID「${id}」は、${DIFFERS_JA[differs] ?? '内容'}の異なるイベントとして取り込み済みです。`,
  other_line: (differs) => `このファイルのこの行は、${DIFFERS_JA[differs] ?? '内容'}の異なるイベントとして取り込み済みです。`,
  time_far: () => '日時が未来、または1970年より前です。',
  own_parent: () => '自社やその傘下の企業を親会社にはできません。',
  cell_large: () => '1 MiB を超えるセルがあります。',
  many_columns: () => '列が500を超えています。',
  bad_quote: (line) => `${line}行目の引用符の位置が正しくないか、閉じられていません。`,
  bad_encoding: (encoding) => `ファイルの文字コードが${encoding.toUpperCase()}ではないか、一部が異なります。`,
  no_text: () => 'テキストファイルではありません。',
};

const useProblemWords = dictionary(
  {
    input: 'Something in this entry does not fit.',
    inputField: (field: string) => `Please check “${field}”.`,
    fieldReason: (field: string, reason: string) => `“${field}”: ${reason}`,
    reasons: REASONS,
    auth: 'E-mail address or password is not right.',
    forbidden: 'Your role does not allow this. An administrator can change it.',
    missing: 'This no longer exists, or never did.',
    conflict: 'Somebody else changed this in the meantime. Load it again and repeat your change.',
    conflictField: (field: string) => `“${field}” is taken already.`,
    too_large: 'This is too large to be taken.',
    limit: 'Too many attempts. Wait a minute and try again.',
    full: 'The server’s disk is full. Reading goes on; writing needs space there first.',
    busy: 'The server is busy. Please try again in a moment.',
    internal: 'Something went wrong on the server. It has been logged.',
    offline: 'The server cannot be reached. Check the connection; nothing you wrote is lost.',
    request: (id: string) => `Request ${id}`,
    fields: {
      name: 'Name',
      reading: 'Reading',
      email: 'E-mail',
      password: 'Password',
      current: 'Current password',
      domain: 'Domain',
      country: 'Country',
      external_id: 'External id',
      owner_id: 'Owner',
      touch: 'Touch',
      stage: 'Stage',
      title: 'Title',
      text: 'Text',
      due_on: 'Due',
      until: 'Until',
      reason: 'Reason',
      seats: 'Seats',
      price: 'Price',
      from_on: 'From',
      until_on: 'Until',
      starts_on: 'Start',
      ends_on: 'End',
      renews_on: 'Renewal',
      notice_days: 'Notice period',
      discount: 'Discount',
      term_months: 'Term',
      product_id: 'Product',
      plan: 'Plan',
      on_day: 'Day',
      band: 'Band',
      minutes: 'Minutes',
      at: 'Time',
      phone: 'Phone',
      roles: 'Roles',
      token: 'Link',
      time_zone: 'Time zone',
      language: 'Language',
      currency: 'Currency',
      workspace_name: 'Workspace',
      parent_id: 'Parent',
      as_of: 'As of',
      key: 'Key',
      kind: 'Kind',
      choices: 'Choices',
      rules: 'Rules',
      role: 'Role',
      weight: 'Weight',
      low: 'Low',
      high: 'High',
      mapping: 'Mapping',
      file_name: 'File',
      rights: 'Rights',
      origins: 'Origins',
      notice_on: 'Notice day',
    },
  },
  {
    input: '入力内容に誤りがあります。',
    inputField: (field) => `「${field}」を確認してください。`,
    fieldReason: (field, reason) => `「${field}」: ${reason}`,
    reasons: REASONS_JA,
    auth: 'メールアドレスまたはパスワードが違います。',
    forbidden: 'この操作の権限がありません。管理者に変更を依頼してください。',
    missing: '見つかりません。削除された可能性があります。',
    conflict: 'ほかの人が先に変更しました。読み直してから、もう一度変更してください。',
    conflictField: (field) => `「${field}」はすでに使われています。`,
    too_large: 'サイズが大きすぎるため受け付けられません。',
    limit: '試行回数が多すぎます。1分ほど待ってからお試しください。',
    full: 'サーバーのディスクに空きがありません。閲覧はできますが、書き込みには空き容量が必要です。',
    busy: 'サーバーが混み合っています。少し待ってからお試しください。',
    internal: 'サーバーで問題が起きました。記録済みです。',
    offline: 'サーバーに接続できません。通信環境を確認してください。入力した内容は失われません。',
    request: (id) => `リクエスト ${id}`,
    fields: {
      name: '名前',
      reading: '読み',
      email: 'メールアドレス',
      password: 'パスワード',
      current: '現在のパスワード',
      domain: 'ドメイン',
      country: '国',
      external_id: '外部ID',
      owner_id: '担当',
      touch: 'タッチモデル',
      stage: 'ステージ',
      title: '件名',
      text: '本文',
      due_on: '期限',
      until: '期日',
      reason: '理由',
      seats: '席数',
      price: '価格',
      from_on: '開始日',
      until_on: '終了日',
      starts_on: '開始日',
      ends_on: '終了日',
      renews_on: '更新日',
      notice_days: '通知期間',
      discount: '値引き',
      term_months: '契約期間',
      product_id: 'プロダクト',
      plan: 'プラン',
      on_day: '日付',
      band: '判断',
      minutes: '分数',
      at: '日時',
      phone: '電話',
      roles: '役割',
      token: 'リンク',
      time_zone: 'タイムゾーン',
      language: '言語',
      currency: '通貨',
      workspace_name: 'ワークスペース名',
      parent_id: '親会社',
      as_of: '基準日',
      key: 'キー',
      kind: '種類',
      choices: '選択肢',
      rules: 'ルール',
      role: 'ロール',
      weight: '配点',
      low: '下限',
      high: '上限',
      mapping: '対応づけ',
      file_name: 'ファイル',
      rights: '権限',
      origins: 'オリジン',
      notice_on: '通知期限',
    },
  },
);

type ProblemWords = ReturnType<typeof useProblemWords>;

function fieldName(words: ProblemWords, field: string): string {
  const last = field.replace(/.*[./]/, '').replace(/\[\d+\]$/, '');
  return (words.fields as Record<string, string>)[last] ?? field;
}

/** Why, in the reader's language; null when the server has no word for it. */
export function reasonSentence(words: ProblemWords, reason: string | undefined, args: readonly (string | number)[] = []): string | null {
  const told = (words.reasons as Record<string, Told | undefined>)[reason ?? ''];
  return told ? told(String(args[0] ?? ''), String(args[1] ?? '')) : null;
}

export function problemSentence(words: ProblemWords, problem: Problem): string {
  const field = problem.field ?? problem.fields?.[0]?.field;
  const reason = reasonSentence(words, problem.reason, problem.args);
  if (reason) return field ? words.fieldReason(fieldName(words, field), reason) : reason;
  if (problem.code === 'input' && field) return words.inputField(fieldName(words, field));
  if (problem.code === 'conflict' && field && field !== 'If-Match') return words.conflictField(fieldName(words, field));
  const known = (words as unknown as Record<string, unknown>)[problem.code];
  return typeof known === 'string' ? known : words.internal;
}

/** Which boxes of a form the problem marks. */
export function problemFields(words: ProblemWords, problem: Problem): Record<string, string> {
  const named = problem.fields?.map((entry) => entry.field) ?? (problem.field ? [problem.field] : []);
  const reason = reasonSentence(words, problem.reason, problem.args);
  return Object.fromEntries(named.map((field) => [field, reason ?? problemSentence(words, { ...problem, field, fields: undefined })]));
}

export { useProblemWords };
