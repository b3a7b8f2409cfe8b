/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'product.created': { name: { en: 'Product added', ja: 'プロダクトを追加' } },
  'product.changed': { name: { en: 'Product changed', ja: 'プロダクトを変更' } },
  'product.deleted': { name: { en: 'Product deleted', ja: 'プロダクトを削除' } },
  'feature.created': { name: { en: 'Feature added', ja: '機能を追加' } },
  'feature.changed': { name: { en: 'Feature changed', ja: '機能を変更' } },
  'feature.deleted': { name: { en: 'Feature deleted', ja: '機能を削除' } },
  'gauge.created': { name: { en: 'Gauge added', ja: '数値指標を追加' } },
  'gauge.changed': { name: { en: 'Gauge changed', ja: '数値指標を変更' } },
  'gauge.deleted': { name: { en: 'Gauge deleted', ja: '数値指標を削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
