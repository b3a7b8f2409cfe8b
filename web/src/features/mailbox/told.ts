/* What admins are told of mail. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'incoming.held': {
    name: { en: 'E-mails of a sender are held', ja: '大量のメールが保留されたとき' },
    says: {
      en: () => 'A sender writes so often that its e-mails are held',
      ja: () => '同じ送信元から大量に届いたため、メールを保留しました',
    },
  },
  'mailbox.failing': {
    name: { en: 'E-mails of a mailbox cannot be fetched', ja: 'メールを受信できないとき' },
    says: { en: () => 'E-mails of a mailbox cannot be fetched', ja: () => 'メールボックスのメールを受信できません' },
  },
};
