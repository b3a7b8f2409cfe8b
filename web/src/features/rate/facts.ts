/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'rate.created': { name: { en: 'Currency rate added', ja: '為替レートを追加' } },
  'rate.changed': { name: { en: 'Currency rate changed', ja: '為替レートを変更' } },
  'rate.deleted': { name: { en: 'Currency rate deleted', ja: '為替レートを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
