/* What happens to shared views, as the audit says it; one's own are nobody else's. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'view.shared': { name: { en: 'View shared', ja: 'ビューを共有' } },
  'view.changed': { name: { en: 'Shared view changed', ja: '共有ビューを変更' } },
  'view.unshared': { name: { en: 'View no longer shared', ja: 'ビューの共有を解除' } },
  'view.taken': { name: { en: 'Shared view taken over', ja: '共有ビューを引き継ぎ' } },
  'view.deleted': { name: { en: 'Shared view deleted', ja: '共有ビューを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
