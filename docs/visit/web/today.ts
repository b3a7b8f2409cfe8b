/* Why Today lists an account that nobody has visited for long. */
import type { TodayParts } from '../../ui/feature';

export const today: TodayParts = {
  reasons: {
    'visit.long_ago': { en: ([days]) => `Not visited for ${days} days`, ja: ([days]) => `${days}日間訪問していません` },
  },
};
