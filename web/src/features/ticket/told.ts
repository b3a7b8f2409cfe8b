/* What somebody is told of tickets. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'ticket.assigned': {
    name: { en: 'A ticket is assigned to me', ja: 'チケットの担当になったとき' },
    says: { en: (who) => `${who} assigned you a ticket`, ja: (who) => `${who}さんからチケットを任されました` },
  },
  'ticket.answered': {
    name: { en: 'A customer answers on my ticket', ja: '担当・フォロー中のチケットに顧客が返信したとき' },
    says: { en: () => 'The customer answered', ja: () => '顧客から返信がありました' },
  },
};
