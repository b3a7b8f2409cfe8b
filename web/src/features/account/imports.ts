/* Accounts in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  accounts: {
    order: 10,
    name: { en: 'Accounts', ja: '顧客企業' },
    file: { order: 50, is: /account|compan|customer|企業|顧客/i },
    out: { path: '/accounts' },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
