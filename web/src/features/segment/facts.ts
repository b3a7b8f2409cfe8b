/* What happens to segments, as the audit says it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'segment.created': { name: { en: 'Segment created', ja: 'セグメントを作成' } },
  'segment.changed': { name: { en: 'Segment changed', ja: 'セグメントを変更' } },
  'segment.deleted': { name: { en: 'Segment deleted', ja: 'セグメントを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
