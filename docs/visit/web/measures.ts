/* How often an account was visited, in words. */
import { measureWords } from '../../ui/feature';

const visits = (text: string) => (text === '1' ? '1 visit' : `${text} visits`);

export const measures = measureWords({
  visits: {
    as: 'count',
    unit: { en: visits, ja: (text) => `${text}回` },
    words: {
      en: {
        label: 'Visits',
        name: (_what, days) => `Visits, ${days} days`,
        says: (_what, text, days) => `${text === '0' ? 'no visit' : visits(text)} in ${days} days`,
        reach: (_what, text, days, atMost) => `${atMost ? 'at most' : 'at least'} ${visits(text)} in ${days} days`,
        means: 'Visits to the account in the window.',
      },
      ja: {
        label: '訪問回数',
        name: (_what, days) => `訪問回数(${days}日間)`,
        says: (_what, text, days) => (text === '0' ? `${days}日間訪問なし` : `${days}日間で訪問${text}回`),
        reach: (_what, text, days, atMost) => `${days}日間の訪問を${text}回${atMost ? '以下' : '以上'}に`,
        means: '期間中の訪問の回数。',
      },
    },
  },
});

declare module '../../ui/feature' {
  interface MeasuresTold extends Record<keyof typeof measures, true> {}
}
