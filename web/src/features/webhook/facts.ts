/* What happens to webhooks, as the audit says it. */
import { type FactOf, type FactParts, factWords, type Told } from '../../ui/feature';
import { useWebhookWords } from './words';

function paused({ body }: FactOf<'webhook.paused'>): Told {
  return { beside: useWebhookWords.now().because[body.because] };
}

const FACTS = factWords({
  'webhook.created': { name: { en: 'Webhook added', ja: 'Webhookを追加' } },
  'webhook.changed': { name: { en: 'Webhook changed', ja: 'Webhookを変更' } },
  'webhook.rotated': { name: { en: 'Webhook secret replaced', ja: 'Webhookのシークレットを更新' } },
  'webhook.paused': { name: { en: 'Webhook paused', ja: 'Webhookを停止' }, tell: paused },
  'webhook.resumed': { name: { en: 'Webhook resumed', ja: 'Webhookを再開' } },
  'webhook.replayed': { name: { en: 'Webhook events sent again', ja: 'Webhookのイベントを再送' } },
  'webhook.deleted': { name: { en: 'Webhook deleted', ja: 'Webhookを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
