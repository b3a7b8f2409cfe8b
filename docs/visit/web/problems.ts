/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = { fields: { on_day: { en: 'Day of the visit', ja: '訪問日' } } };
