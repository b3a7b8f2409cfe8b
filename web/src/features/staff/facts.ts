/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'staff.invited': { name: { en: 'Member invited', ja: 'メンバーを招待' } },
  'staff.created': { name: { en: 'Member added', ja: 'メンバーを追加' } },
  'staff.joined': { name: { en: 'Member joined', ja: 'メンバーが参加' } },
  'staff.changed': { name: { en: 'Member changed', ja: 'メンバーを変更' } },
  'staff.password_changed': { name: { en: 'Password changed', ja: 'パスワードを変更' } },
  'session.opened': { name: { en: 'Signed in', ja: 'サインイン' } },
  'session.closed': { name: { en: 'Signed out', ja: 'サインアウト' } },
  'session.failed': { name: { en: 'Sign-in refused', ja: 'サインイン失敗' } },
  'key.created': { name: { en: 'Key made', ja: 'キーを作成' } },
  'key.revoked': { name: { en: 'Key revoked', ja: 'キーを失効' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
