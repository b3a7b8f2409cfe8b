/* Contacts in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  contacts: {
    order: 20,
    name: { en: 'Contacts', ja: '先方担当者' },
    file: { order: 30, is: /contact|user|person|people|担当/i },
    out: { path: '/contacts' },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
