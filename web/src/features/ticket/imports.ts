/* Tickets in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  tickets: {
    order: 55,
    circle: 'support',
    name: { en: 'Tickets', ja: '問い合わせ' },
    file: { order: 5, is: /ticket|support|チケット|問い合わせ|問合せ/i },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
