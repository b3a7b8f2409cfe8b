/* What happens here, as the audit says it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'quality.changed': { name: { en: 'Data quality check changed', ja: 'データ品質チェックを変更' } },
  'quality.counted': { name: { en: 'Data quality checked', ja: 'データ品質を確認' } },
  'agreement.created': { name: { en: 'Pair of conditions added', ja: '条件の組を追加' } },
  'agreement.deleted': { name: { en: 'Pair of conditions deleted', ja: '条件の組を削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
