/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'field.created': { name: { en: 'Custom field added', ja: 'カスタム項目を追加' } },
  'field.changed': { name: { en: 'Custom field changed', ja: 'カスタム項目を変更' } },
  'field.deleted': { name: { en: 'Custom field deleted', ja: 'カスタム項目を削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
