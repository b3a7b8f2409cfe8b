import { dictionary } from '../../lib/language';

/** The boxes of a mail server, and how reaching it went. */
export const useServerWords = dictionary(
  {
    host: { in: 'Server (IMAP)', out: 'Server (SMTP)' },
    hostHint: {
      in: 'e.g. imap.example.com. Leave it empty if e-mails come over the API.',
      out: 'e.g. smtp.example.com. Without one, replies are recorded and not sent.',
    },
    port: 'Port',
    portHint: 'Empty = the usual one',
    security: 'Encryption',
    securities: { tls: 'TLS', starttls: 'STARTTLS', plain: 'None (own network only)' },
    user: 'User',
    password: 'Password',
    passwordSet: 'Saved. Enter a new one to replace it.',
  },
  {
    host: { in: 'サーバー(IMAP)', out: 'サーバー(SMTP)' },
    hostHint: {
      in: '例: imap.example.com。APIで渡す場合は空欄にします。',
      out: '例: smtp.example.com。空欄の場合、返信は記録だけで送信しません。',
    },
    port: 'ポート',
    portHint: '空欄なら標準のポート',
    security: '暗号化',
    securities: { tls: 'TLS', starttls: 'STARTTLS', plain: 'なし(自社ネットワークのみ)' },
    user: 'ユーザー名',
    password: 'パスワード',
    passwordSet: '保存済みです。変更する場合だけ入力してください。',
  },
);
