/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  fields: {
    muted_because: { en: 'Reason', ja: '理由' },
    one: { en: 'First condition', ja: '条件1' },
    other: { en: 'Second condition', ja: '条件2' },
    one_name: { en: 'Name of the first', ja: '条件1の名前' },
    other_name: { en: 'Name of the second', ja: '条件2の名前' },
  },
};
