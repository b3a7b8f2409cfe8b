/* How the boxes of this feature are called where one is refused. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  fields: {
    requester_id: { en: 'Requester', ja: '依頼者' },
    requester_address: { en: 'Address', ja: 'アドレス' },
    assignee_id: { en: 'Assignee', ja: '担当メンバー' },
    status_id: { en: 'Status', ja: 'ステータス' },
    priority: { en: 'Priority', ja: '優先度' },
    tags: { en: 'Tags', ja: 'タグ' },
    recipients: { en: 'Recipients', ja: '宛先' },
    until: { en: 'Until', ja: '再表示日時' },
  },
};
