/* What happens here, as the timeline and the audit say it. */
import type { Circle } from '../../api/types';
import { dictionary } from '../../lib/language';
import { type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
import { CIRCLES } from '../../ui/problem-words';

const useFactWords = dictionary(
  { given: (areas: string) => `access to ${areas} given`, taken: (areas: string) => `access to ${areas} taken away` },
  { given: (areas) => `閲覧範囲に追加: ${areas}`, taken: (areas) => `閲覧範囲から除外: ${areas}` },
);

/** Which areas were given and taken. */
function areas({ body }: { body: { circles_given?: Circle[] | null; circles_taken?: Circle[] | null } }, { language }: Telling): Told {
  const words = useFactWords.now();
  const names = (circles: Circle[]) => circles.map((circle) => CIRCLES[circle][language]).join(language === 'ja' ? '・' : ', ');
  const given = body.circles_given?.length ? words.given(names(body.circles_given)) : null;
  const taken = body.circles_taken?.length ? words.taken(names(body.circles_taken)) : null;
  return { text: [given, taken].filter(Boolean).join(' · ') || null };
}

const FACTS = factWords({
  'staff.invited': { name: { en: 'Member invited', ja: 'メンバーを招待' } },
  'staff.created': { name: { en: 'Member added', ja: 'メンバーを追加' } },
  'staff.joined': { name: { en: 'Member joined', ja: 'メンバーが参加' } },
  'staff.changed': { name: { en: 'Member changed', ja: 'メンバーを変更' }, tell: areas },
  'staff.password_changed': { name: { en: 'Password changed', ja: 'パスワードを変更' } },
  'staff.two_step_on': { name: { en: 'Two-step sign-in turned on', ja: '2段階認証を設定' } },
  'staff.two_step_off': { name: { en: 'Two-step sign-in turned off', ja: '2段階認証を解除' } },
  'staff.recovery_code_used': { name: { en: 'Recovery code used', ja: 'リカバリーコードを使用' } },
  'staff.recovery_codes_created': { name: { en: 'Recovery codes created', ja: 'リカバリーコードを再発行' } },
  'session.opened': { name: { en: 'Signed in', ja: 'サインイン' } },
  'session.closed': { name: { en: 'Signed out', ja: 'サインアウト' } },
  'session.failed': { name: { en: 'Sign-in refused', ja: 'サインイン失敗' } },
  'key.created': { name: { en: 'Key created', ja: 'キーを作成' } },
  'key.changed': { name: { en: 'Key changed', ja: 'キーを変更' }, tell: areas },
  'absence.created': { name: { en: 'Absence added', ja: '不在予定を追加' } },
  'absence.changed': { name: { en: 'Absence changed', ja: '不在予定を変更' } },
  'absence.deleted': { name: { en: 'Absence deleted', ja: '不在予定を削除' } },
  'key.revoked': { name: { en: 'Key revoked', ja: 'キーを失効' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
