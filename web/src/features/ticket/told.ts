/* What somebody is told of tickets. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'ticket.assigned': {
    name: { en: 'A ticket is assigned to me', ja: '問い合わせの担当になったとき' },
    says: { en: (who) => `${who} assigned you a ticket`, ja: (who) => `${who}さんから問い合わせを任されました` },
  },
  'ticket.answered': {
    name: { en: 'A customer answers on my ticket', ja: '担当・フォロー中の問い合わせに顧客が返信したとき' },
    says: { en: () => 'The customer answered', ja: () => '顧客から返信がありました' },
  },
  'ticket.children_solved': {
    name: { en: 'The last child of my ticket is solved', ja: '担当の問い合わせの子がすべて解決したとき' },
    says: { en: () => 'All child tickets are solved', ja: () => '子の問い合わせがすべて解決しました' },
  },
  'message.failed': {
    name: { en: 'My reply can’t be sent', ja: '自分の返信を送信できなかったとき' },
    says: { en: () => 'Your reply wasn’t delivered', ja: () => '返信を送信できませんでした' },
  },
};
