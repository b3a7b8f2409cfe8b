/* What happens here, as the audit says it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'duplicate.changed': { name: { en: 'Possible duplicates updated', ja: '重複の候補を更新' } },
  'duplicate.dismissed': { name: { en: 'Duplicate dismissed', ja: '重複ではないと記録' } },
  'duplicate.reopened': { name: { en: 'Duplicate proposed again', ja: '重複の候補に戻した' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
