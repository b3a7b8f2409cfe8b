/* What happens to mailboxes and held mails, as the audit says it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'mailbox.created': { name: { en: 'Mailbox added', ja: 'メールボックスを追加' } },
  'mailbox.changed': { name: { en: 'Mailbox changed', ja: 'メールボックスを変更' } },
  'mailbox.deleted': { name: { en: 'Mailbox deleted', ja: 'メールボックスを削除' } },
  'incoming.held': { name: { en: 'E-mails of a sender held', ja: '送信元のメールを保留' } },
  'incoming.released': { name: { en: 'Held e-mail let in', ja: '保留メールを取り込み' } },
  'incoming.discarded': { name: { en: 'Held e-mail discarded', ja: '保留メールを破棄' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
