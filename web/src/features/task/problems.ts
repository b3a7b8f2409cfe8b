/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  fields: {
    due_on: { en: 'Due', ja: '期限' },
    minutes: { en: 'Minutes', ja: '分数' },
  },
};
