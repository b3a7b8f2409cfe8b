/* Visits in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  visits: { order: 60, name: { en: 'Visits', ja: '訪問' }, file: { order: 25, is: /visit|訪問/i } },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
