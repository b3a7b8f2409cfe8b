/* Events in a file. */
import { importWords } from '../../ui/feature';

export const imports = importWords({
  events: {
    order: 40,
    name: { en: 'Events', ja: 'イベント' },
    file: { order: 40, is: /event|usage|log|イベント|利用/i },
  },
});

declare module '../../ui/feature' {
  interface ImportsTold extends Record<keyof typeof imports, true> {}
}
