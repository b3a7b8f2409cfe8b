/* How the boxes of this feature are called where one is refused. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  files_sent: {
    en: () => 'This reply was sent. Its files stay as they are.',
    ja: () => '送信した返信のファイルは変更できません。',
  },
  reply_left: {
    en: () => 'Too late: the reply has left.',
    ja: () => '返信はすでに送信されました。',
  },
  draft_begun: {
    en: () => 'You’ve begun to write something else on this ticket. Add or discard it first, then undo.',
    ja: () => 'この問い合わせに別の下書きがあります。先に追加するか破棄してから、元に戻してください。',
  },
  ticket_merged: {
    en: (number) => `This ticket was merged into ${number}. Open that one.`,
    ja: (number) => `この問い合わせは ${number} に統合されました。${number} を開いてください。`,
  },
  own_ticket: { en: () => 'Choose another ticket.', ja: () => 'ほかの問い合わせを選んでください。' },
  merge_accounts: {
    en: () => 'The tickets belong to different accounts. Confirm the merge.',
    ja: () => '企業が異なる問い合わせです。確認のうえ統合してください。',
  },
  merge_requesters: {
    en: () => 'The tickets have different requesters. Confirm the merge.',
    ja: () => '依頼者が異なる問い合わせです。確認のうえ統合してください。',
  },
  ticket_loop: {
    en: () => 'That would put a ticket below itself.',
    ja: () => '親子の関係が循環してしまいます。',
  },
  merged_on: {
    en: (number) => `${number} was itself merged since. Undo that merge first.`,
    ja: (number) => `${number} はその後さらに統合されています。先にその統合を取り消してください。`,
  },
  moved_since: {
    en: () => 'This reply was moved by a merge or a split since. Undo that first.',
    ja: () => 'この返信はその後の統合または分割で移動しています。先にそれを取り消してください。',
  },
  split_written: {
    en: (number, from) => `${number} has more than what came from ${from} by now. Merge the two instead.`,
    ja: (number, from) => `${number} には ${from} から移した以外の内容があります。2件を統合してください。`,
  },
  split_all: {
    en: () => 'Leave at least one message in the ticket.',
    ja: () => '元の問い合わせに少なくとも1件のメッセージを残してください。',
  },
  linked: { en: () => 'The tickets are linked already.', ja: () => 'すでにリンクされています。' },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    requester_id: { en: 'Requester', ja: '依頼者' },
    requester_address: { en: 'Address', ja: 'アドレス' },
    assignee_id: { en: 'Assignee', ja: '担当メンバー' },
    status_id: { en: 'Status', ja: 'ステータス' },
    priority: { en: 'Priority', ja: '優先度' },
    tags: { en: 'Tags', ja: 'タグ' },
    recipients: { en: 'Recipients', ja: '宛先' },
    until: { en: 'Until', ja: '再表示日時' },
    ticket_id: { en: 'Ticket', ja: '問い合わせ' },
    confirmed: { en: 'Confirmation', ja: '確認' },
    message_ids: { en: 'Messages', ja: 'メッセージ' },
  },
};
