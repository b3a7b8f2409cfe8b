/* A custom field as a measure: it is called as the workspace calls it. */
import { measureWords } from '../../ui/feature';

export const measures = measureWords({
  field: {
    as: 'count',
    dayless: true,
    words: {
      en: {
        label: 'Custom field',
        name: (what) => what,
        says: (what, text) => `${what}: ${text}`,
        reach: (what, text, _days, atMost) => `${what} of ${atMost ? 'at most' : 'at least'} ${text}`,
        means: 'A field of the account.',
      },
      ja: {
        label: 'カスタム項目',
        name: (what) => what,
        says: (what, text) => `${what}: ${text}`,
        reach: (what, text, _days, atMost) => `${what}を${text}${atMost ? '以下' : '以上'}に`,
        means: '顧客企業の項目。',
      },
    },
  },
});

declare module '../../ui/feature' {
  interface MeasuresTold extends Record<keyof typeof measures, true> {}
}
