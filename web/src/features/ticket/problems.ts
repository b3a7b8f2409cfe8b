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
  },
};
