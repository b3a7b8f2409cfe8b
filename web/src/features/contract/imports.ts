/* Contracts in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  contracts: {
    order: 30,
    circle: 'revenue',
    name: { en: 'Contracts', ja: '契約' },
    file: { order: 10, is: /contract|subscription|契約/i },
    ends: true,
    out: { path: '/contracts', of: 'account' },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
