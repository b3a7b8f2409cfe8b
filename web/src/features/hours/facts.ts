/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'hours.created': { name: { en: 'Business hours added', ja: '営業時間を追加' } },
  'hours.changed': { name: { en: 'Business hours changed', ja: '営業時間を変更' } },
  'hours.deleted': { name: { en: 'Business hours deleted', ja: '営業時間を削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
