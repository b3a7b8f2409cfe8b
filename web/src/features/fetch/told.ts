/* What the owner of a scheduled import is told. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'import.schedule': {
    name: { en: 'A scheduled import failed, waits for me, or refused rows', ja: '定期取り込みの失敗・確認待ち・エラー行があるとき' },
    says: { en: () => 'A scheduled import needs you', ja: () => '定期取り込みに確認が必要です' },
  },
};
