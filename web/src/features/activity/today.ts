/* What was done, as a row of Today says it. */
import type { TodayParts } from '../../ui/feature';

export const today: TodayParts = {
  done: {
    'meeting.logged': { en: 'Met', ja: '打ち合わせ済み' },
    'mail.logged': { en: 'E-mailed', ja: 'メール済み' },
  },
};
