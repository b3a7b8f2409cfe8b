/* Why a mailbox is refused, and how its boxes are called. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  same_folder: {
    en: () => 'Choose another folder than the one that is read.',
    ja: () => '受信するフォルダーとは別のフォルダーを指定してください。',
  },
  password_again: {
    en: () => 'Enter the password again: the server has changed.',
    ja: () => 'サーバーを変更したため、パスワードをもう一度入力してください。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    aliases: { en: 'Other addresses', ja: '別名アドレス' },
    in_host: { en: 'Server', ja: 'サーバー' },
    in_user: { en: 'User', ja: 'ユーザー名' },
    in_password: { en: 'Password', ja: 'パスワード' },
    in_folder: { en: 'Folder', ja: 'フォルダー' },
    in_after_folder: { en: 'Move to', ja: '移動先' },
    out_host: { en: 'Server', ja: 'サーバー' },
    out_user: { en: 'User', ja: 'ユーザー名' },
    out_password: { en: 'Password', ja: 'パスワード' },
  },
};
