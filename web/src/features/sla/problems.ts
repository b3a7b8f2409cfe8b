/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  fields: {
    targets: { en: 'Targets', ja: '目標時間' },
    hours_id: { en: 'Business hours', ja: '営業時間' },
    warn_minutes: { en: 'Warning', ja: '警告' },
    warn_percent: { en: 'Warning', ja: '警告' },
  },
};
