/* What happens to shared macros, as the audit says it. */
import { untilTold } from '../../ui/changes';
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'macro.shared': { name: { en: 'Macro shared', ja: 'マクロを共有' } },
  'macro.changed': { name: { en: 'Macro changed', ja: 'マクロを変更' }, tell: untilTold },
  'macro.unshared': { name: { en: 'Macro no longer shared', ja: 'マクロの共有を解除' } },
  'macro.taken': { name: { en: 'Macro taken over', ja: 'マクロを引き継ぎ' } },
  'macro.deleted': { name: { en: 'Macro deleted', ja: 'マクロを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
