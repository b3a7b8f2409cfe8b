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
  absent_already: {
    en: (from, last) => `Another absence is from ${from} to ${last}.`,
    ja: (from, last) => `${from}から${last}まで、別の不在予定があります。`,
  },
  own_stand_in: {
    en: () => 'Nobody can stand in for themselves.',
    ja: () => '本人を代理にはできません。',
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
    from_on: { en: 'First day', ja: '開始日' },
    stand_in_id: { en: 'Stand-in', ja: '代理' },
    code: { en: 'Code', ja: '認証コード' },
    password: { en: 'Password', ja: 'パスワード' },
    roles: { en: 'Roles', ja: '役割' },
    role: { en: 'Role', ja: 'ロール' },
    token: { en: 'Link', ja: 'リンク' },
    rights: { en: 'Rights', ja: '権限' },
    origins: { en: 'Origins', ja: 'オリジン' },
  },
};
