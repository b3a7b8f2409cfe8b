import { dictionary } from '../../lib/language';

export const useOutgoingWords = dictionary(
  {
    act: 'Outgoing e-mail',
    title: (name: string) => `Outgoing e-mail: ${name}`,
    sender: 'Sender name (English)',
    senderJa: 'Sender name (Japanese)',
    signature: 'Signature (English)',
    signatureJa: 'Signature (Japanese)',
    saved: 'Saved.',
    test: 'Send test e-mail',
    testTo: 'Test e-mail to',
    testHint: 'Uses the saved settings.',
    talk: 'What the server said',
    states: { sending: 'Sending…', sent: 'Sent', failed: 'Failed' },
  },
  {
    act: '送信メール',
    title: (name) => `送信メール: ${name}`,
    sender: '差出人名(英語)',
    senderJa: '差出人名(日本語)',
    signature: '署名(英語)',
    signatureJa: '署名(日本語)',
    saved: '保存しました。',
    test: 'テストメールを送信',
    testTo: 'テストメールの宛先',
    testHint: '保存済みの設定で送信します。',
    talk: 'サーバーとのやりとり',
    states: { sending: '送信中…', sent: '送信済み', failed: '失敗' },
  },
);
