/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  fields: {
    contact_ids: { en: 'Customer participants', ja: '先方の参加者' },
    staff_ids: { en: 'Our participants', ja: '当社の参加者' },
    next_step: { en: 'Next step', ja: '次のステップ' },
  },
};
