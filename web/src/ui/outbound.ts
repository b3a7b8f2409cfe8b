/* How a request to a server that somebody named ended, in words: deliveries of webhooks, files that are fetched, e-mails. */
import type { WebhookDelivery } from '../api/types';
import type { Language } from '../lib/language';

export const OUTCOMES: Record<Language, Record<WebhookDelivery['outcome'], string>> = {
  en: {
    answered: 'Answered',
    refused_address: 'Address not allowed',
    unknown_host: 'Unknown host',
    unreachable: 'Not reachable',
    timeout: 'No answer in time',
    tls: 'Certificate not trusted',
    host_key: 'Another host key than the fingerprint says',
    broken: 'Connection broken',
    stopped: 'Interrupted',
    none: 'Not sent yet',
    no_secret: 'No signing secret',
  },
  ja: {
    answered: '応答あり',
    refused_address: '許可されていないアドレス',
    unknown_host: 'ホストが見つかりません',
    unreachable: '接続できません',
    timeout: '時間内に応答なし',
    tls: '証明書を検証できません',
    host_key: 'ホスト鍵がフィンガープリントと一致しません',
    broken: '接続が切れました',
    stopped: '中断',
    none: '未送信',
    no_secret: '署名シークレットなし',
  },
};

/** Why there was no file: one of the above, or the status of an answer ("status 404"). */
export function outcomeSaid(why: string, language: Language): string {
  const known: Record<string, string> = OUTCOMES[language];
  return known[why] ?? (language === 'ja' ? why.replace('status', 'ステータス') : why);
}

/* What only mail servers and mailboxes can do, or do otherwise. */
const OF_MAIL: Record<Language, Record<string, string>> = {
  en: {
    answered: 'The server refused it',
    tls: 'No trusted encryption',
    maybe: 'The server didn’t answer. The e-mail may have arrived.',
    no_mailbox: 'This mailbox doesn’t send',
    no_secret: 'The mailbox password can’t be read. Enter it again.',
  },
  ja: {
    answered: 'サーバーに拒否されました',
    tls: '信頼できる暗号化ができません',
    maybe: 'サーバーの応答がありません。届いている可能性があります。',
    no_mailbox: 'このメールボックスからは送信できません',
    no_secret: 'メールボックスのパスワードを読み取れません。もう一度入力してください。',
  },
};

/** Why an e-mail was not sent, or perhaps was. */
export function mailOutcomeSaid(why: string, language: Language): string {
  return OF_MAIL[language][why] ?? outcomeSaid(why, language);
}
