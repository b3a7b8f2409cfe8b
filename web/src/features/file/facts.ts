/* What happens to files, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'file.attached': { name: { en: 'File attached', ja: 'ファイルを添付' }, heap: ({ title }) => title },
  'file.removed': { name: { en: 'File removed', ja: 'ファイルを削除' } },
  'file.restored': { name: { en: 'File put back', ja: 'ファイルを元に戻す' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: { file: { order: 35, name: { en: 'Files', ja: 'ファイル' } } },
  signs: { file: 'M13 7.5 8 12.5a3.2 3.2 0 0 1-4.5-4.5l5.2-5.2a2.1 2.1 0 0 1 3 3L6.6 11a1 1 0 0 1-1.5-1.4l4.6-4.6' },
};
