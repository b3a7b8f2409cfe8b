/* Holidays in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  holidays: {
    order: 60,
    name: { en: 'Holidays', ja: '休日' },
    file: { order: 30, is: /holidays?\b|syukujitsu|祝日|休日|休業/i },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
