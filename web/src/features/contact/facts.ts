/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'contact.created': { name: { en: 'Contact added', ja: '先方担当者を追加' }, heap: (fact) => fact.title },
  'contact.changed': { name: { en: 'Contact changed', ja: '先方担当者を変更' }, heap: (fact) => fact.title },
  'contact.merged': { name: { en: 'Two contacts joined', ja: '先方担当者を統合' }, heap: (fact) => fact.title },
  'contact.withdrawn': { name: { en: 'Contact withdrawn with its import', ja: '先方担当者を取り込みごと取り消し' } },
  'exclusion.created': { name: { en: 'Exclusion rule added', ja: '除外ルールを追加' } },
  'exclusion.deleted': { name: { en: 'Exclusion rule deleted', ja: '除外ルールを削除' } },
  'contact.forgotten': { name: { en: 'A person was forgotten', ja: '個人情報を消去' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
