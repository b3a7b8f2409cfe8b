/* What happens here, as the audit says it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'fetch.created': { name: { en: 'Scheduled import added', ja: '定期取り込みを追加' } },
  'fetch.changed': { name: { en: 'Scheduled import changed', ja: '定期取り込みを変更' } },
  'fetch.deleted': { name: { en: 'Scheduled import deleted', ja: '定期取り込みを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
