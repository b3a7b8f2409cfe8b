/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  common_password: {
    en: () => 'This is one of the first passwords that anybody tries. Choose another.',
    ja: () => '推測されやすいパスワードです。別のものにしてください。',
  },
  code_needed: {
    en: () => 'Enter the code that your authenticator app shows.',
    ja: () => '認証アプリに表示されているコードを入力してください。',
  },
  code_wrong: {
    en: () => 'This code is wrong, too old, or was used before. Wait for the next one.',
    ja: () => 'コードが違うか、期限切れか、使用済みです。次のコードをお試しください。',
  },
  no_staff: {
    en: (email) => `No member of staff has the address “${email}”.`,
    ja: (email) => `メールアドレスが「${email}」のメンバーがいません。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    current: { en: 'Current password', ja: '現在のパスワード' },
    code: { en: 'Code', ja: '認証コード' },
    password: { en: 'Password', ja: 'パスワード' },
    roles: { en: 'Roles', ja: '役割' },
    role: { en: 'Role', ja: 'ロール' },
    token: { en: 'Link', ja: 'リンク' },
    rights: { en: 'Rights', ja: '権限' },
    origins: { en: 'Origins', ja: 'オリジン' },
  },
};
