/* Currency rates in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  rates: {
    order: 50,
    circle: 'revenue',
    name: { en: 'Currency rates', ja: '為替レート' },
    file: { order: 20, is: /rates?\b|exchange|為替|レート/i },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
