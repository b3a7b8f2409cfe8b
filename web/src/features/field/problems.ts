/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  fields: {
    choices: { en: 'Choices', ja: '選択肢' },
  },
};
