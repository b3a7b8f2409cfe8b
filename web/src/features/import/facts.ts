/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'import.checked': { name: { en: 'Import checked', ja: '取り込みを確認' } },
  'import.done': { name: { en: 'Import done', ja: '取り込み完了' } },
  'import.failed': { name: { en: 'Import failed', ja: '取り込み失敗' } },
  'import.undone': { name: { en: 'Import undone', ja: '取り込みを取り消し' } },
  'import.deleted': { name: { en: 'Import deleted', ja: '取り込みを削除' } },
  'import.cancelled': { name: { en: 'Import cancelled', ja: '取り込みを中止' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
