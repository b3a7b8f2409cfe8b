/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'ops.rebuild': { name: { en: 'Recalculated', ja: '再計算' } },
  'backup.made': { name: { en: 'Backup made', ja: 'バックアップを作成' } },
  'fact.withheld': { name: { en: 'Something private', ja: '非公開の操作' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
