/* What went wrong, where no feature knows better: the shell's own sentences. */
import type { Circle } from '../api/types';
import { dayText } from '../lib/dates';
import { type Both, dictionary, type Language } from '../lib/language';
import { reasonWords } from './feature';

/** Areas of access, by the API's word for them. */
export const CIRCLES: Record<Circle, Both> = {
  support: { en: 'Support', ja: 'サポート' },
  success: { en: 'Success', ja: 'カスタマーサクセス' },
  revenue: { en: 'Revenue', ja: '売上・契約' },
};

function circleName(word: string, language: Language): string {
  return word in CIRCLES ? CIRCLES[word as Circle][language] : word;
}

export const REASONS = reasonWords({
  circle: {
    en: (area) => `You do not have access to the area “${circleName(area, 'en')}”. An administrator can give it.`,
    ja: (area) => `閲覧範囲に「${circleName(area, 'ja')}」が含まれていません。管理者に依頼してください。`,
  },
  circle_others: {
    en: (area) => `Only somebody with access to the area “${circleName(area, 'en')}” can do this.`,
    ja: (area) => `「${circleName(area, 'ja')}」を閲覧できる人だけが実行できます。`,
  },
  day_range: {
    en: (first, last) => `Choose a day from ${dayText(first, 'en')} to ${dayText(last, 'en')}.`,
    ja: (first, last) => `${dayText(first, 'ja')}から${dayText(last, 'ja')}までの日を選んでください。`,
  },
  not_positive: { en: () => 'Enter a number above 0.', ja: () => '0より大きい数値を入力してください。' },
  twice: { en: (value) => `“${value}” is used twice.`, ja: (value) => `「${value}」が重複しています。` },
  too_many: { en: (most) => `At most ${most} are allowed.`, ja: (most) => `${most}件までです。` },
  many_at_once: {
    en: (count, most) => `This would change ${count}. At most ${most} can change at once; narrow the list first.`,
    ja: (count, most) => `対象が${count}件あります。一度に変更できるのは${most}件までです。一覧を絞り込んでください。`,
  },
  staff_outside: {
    en: (area) => `Choose somebody who may work in the area “${circleName(area, 'en')}”.`,
    ja: (area) => `「${circleName(area, 'ja')}」で作業できるメンバーを選んでください。`,
  },
  no_contact: {
    en: (value) => `No contact has the id “${value}”.`,
    ja: (value) => `ID「${value}」の連絡先はありません。`,
  },
  missing: {
    en: () => 'A value is missing.',
    ja: () => '値がありません。',
  },
  no_date: {
    en: (value) => `“${value}” is not a date.`,
    ja: (value) => `「${value}」は日付として読めません。`,
  },
  no_time: {
    en: (value) => `“${value}” is not a date and time.`,
    ja: (value) => `「${value}」は日時として読めません。`,
  },
  no_number: {
    en: (value) => `“${value}” is not a number.`,
    ja: (value) => `「${value}」は数値ではありません。`,
  },
  no_whole_number: {
    en: (value) => `“${value}” is not a whole number.`,
    ja: (value) => `「${value}」は整数ではありません。`,
  },
  no_flag: {
    en: (value) => `“${value}” is neither yes nor no.`,
    ja: (value) => `「${value}」は「はい」か「いいえ」として読めません。`,
  },
  not_among: {
    en: (value, known) => `“${value}” is not one of: ${known}.`,
    ja: (value, known) => `「${value}」は使えません。使える値: ${known}`,
  },
  out_of_range: {
    en: (low, high) => `Enter a number from ${low} to ${high}.`,
    ja: (low, high) => `${low}〜${high}の数値を入力してください。`,
  },
  negative: {
    en: () => 'Enter a number of 0 or more.',
    ja: () => '0以上の数値を入力してください。',
  },
  too_long: {
    en: (most) => `Too long: at most ${most} characters.`,
    ja: (most) => `長すぎます(${most}文字まで)。`,
  },
  too_short: {
    en: (least) => `Use at least ${least} characters.`,
    ja: (least) => `${least}文字以上にしてください。`,
  },
  no_email: {
    en: () => 'This is not an e-mail address.',
    ja: () => 'メールアドレスの形式が正しくありません。',
  },
  taken: {
    en: (value) => `“${value}” is taken already.`,
    ja: (value) => `「${value}」はすでに使われています。`,
  },
});

export const FIELDS = {
  name: { en: 'Name', ja: '名前' },
  reading: { en: 'Pronunciation (kana)', ja: '読み' },
  email: { en: 'E-mail', ja: 'メールアドレス' },
  external_id: { en: 'External id', ja: '外部ID' },
  owner_id: { en: 'Owner', ja: '担当CSM' },
  q: { en: 'Words', ja: '検索語' },
  title: { en: 'Title', ja: '件名' },
  text: { en: 'Text', ja: '本文' },
  until: { en: 'Until', ja: '期日' },
  reason: { en: 'Reason', ja: '理由' },
  from_on: { en: 'From', ja: '開始日' },
  until_on: { en: 'Until', ja: '終了日' },
  at: { en: 'Time', ja: '日時' },
  language: { en: 'Language', ja: '言語' },
  as_of: { en: 'As of', ja: '基準日' },
  key: { en: 'Key', ja: 'キー' },
  circles: { en: 'Areas', ja: '閲覧範囲' },
  filter: { en: 'Filter', ja: '絞り込み' },
  sort: { en: 'Order', ja: '並び順' },
  columns: { en: 'Columns', ja: '列' },
  kind: { en: 'Kind', ja: '種類' },
};

export const useShellWords = dictionary(
  {
    input: 'Something in this entry does not fit.',
    inputField: (field: string) => `Please check “${field}”.`,
    fieldReason: (field: string, reason: string) => `“${field}”: ${reason}`,
    auth: 'Incorrect e-mail or password.',
    forbidden: 'Your role does not allow this. An administrator can change it.',
    missing: 'Not found. It may have been deleted.',
    conflict: 'Somebody else changed this in the meantime. Load it again and repeat your change.',
    conflictField: (field: string) => `“${field}” is taken already.`,
    too_large: 'This is too large to be taken.',
    limit: 'Too many attempts. Wait a minute and try again.',
    full: 'The server’s disk is full. Reading goes on; writing needs space there first.',
    busy: 'The server is busy. Please try again in a moment.',
    internal: 'Something went wrong on the server. It has been logged.',
    offline: 'The server cannot be reached. Check the connection; nothing you wrote is lost.',
    request: (id: string) => `Request ${id}`,
  },
  {
    input: '入力内容に誤りがあります。',
    inputField: (field) => `「${field}」を確認してください。`,
    fieldReason: (field, reason) => `「${field}」: ${reason}`,
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
  },
);
