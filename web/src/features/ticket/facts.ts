/* What happens to tickets, as the timeline and the audit say it. */
import type { TicketMoveTold } from '../../api/types';
import { untilTold } from '../../ui/changes';
import { type FactParts, factWords, type Told } from '../../ui/feature';

/** "#1042": what people say aloud. */
const numbered = ({ body }: { body: { number: number } }): Told => ({ beside: `#${body.number}` });

/** "#1004 → #1001": what went where. */
const moved = ({ body }: { body: TicketMoveTold }): Told => ({ beside: `#${body.from_number} → #${body.into_number}` });
const FACTS = factWords({
  'ticket.opened': { name: { en: 'Ticket opened', ja: '問い合わせを受付' }, tell: numbered },
  'ticket.changed': { name: { en: 'Ticket changed', ja: '問い合わせを変更' }, tell: untilTold },
  'ticket.solved': { name: { en: 'Ticket solved', ja: '問い合わせを解決' }, tell: numbered },
  'ticket.reopened': { name: { en: 'Ticket reopened', ja: '問い合わせを再開' }, tell: numbered },
  'ticket.snoozed': { name: { en: 'Ticket snoozed', ja: '問い合わせをスヌーズ' }, tell: numbered },
  'ticket.deleted': { name: { en: 'Ticket deleted', ja: '問い合わせを削除' }, tell: numbered },
  'ticket.merged': { name: { en: 'Ticket merged', ja: '問い合わせを統合' }, tell: moved },
  'ticket.unmerged': { name: { en: 'Merge of tickets undone', ja: '問い合わせの統合を取り消し' }, tell: moved },
  'ticket.split': { name: { en: 'Ticket split', ja: '問い合わせを分割' }, tell: moved },
  'ticket.unsplit': { name: { en: 'Split of a ticket undone', ja: '問い合わせの分割を取り消し' }, tell: moved },
  'ticket.linked': { name: { en: 'Tickets linked', ja: '問い合わせをリンク' }, tell: numbered },
  'ticket.unlinked': { name: { en: 'Link between tickets removed', ja: '問い合わせのリンクを解除' }, tell: numbered },
  'message.received': { name: { en: 'Message from the customer', ja: '顧客からのメッセージ' }, tell: numbered },
  'message.sent': { name: { en: 'Reply', ja: '返信' }, tell: numbered },
  'message.noted': { name: { en: 'Internal note on a ticket', ja: '問い合わせの社内メモ' }, tell: numbered },
  'ticket_status.created': { name: { en: 'Ticket status added', ja: '問い合わせのステータスを追加' } },
  'ticket_status.changed': { name: { en: 'Ticket status changed', ja: '問い合わせのステータスを変更' }, tell: untilTold },
  'ticket_status.deleted': { name: { en: 'Ticket status deleted', ja: '問い合わせのステータスを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: { ticket: { order: 15, name: { en: 'Tickets', ja: '問い合わせ' } } },
  signs: {
    ticket: 'M2.5 4.5h11v2.2a1.3 1.3 0 0 0 0 2.6v2.2h-11V9.3a1.3 1.3 0 0 0 0-2.6zM9.5 5v6',
    message: 'M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2zM5 6h6M5 8h4',
    ticket_status: 'M3 8h10M3 4.5h10M3 11.5h6',
  },
};
