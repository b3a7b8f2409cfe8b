/* What is counted of broken promises, in words. */
import { measureWords } from '../../ui/feature';

const breaches = (text: string) => (text === '1' ? '1 SLA breach' : `${text} SLA breaches`);

export const measures = measureWords({
  sla_breaches: {
    as: 'count',
    unit: { en: breaches, ja: (text: string) => `${text}件` },
    lessIsBetter: true,
    words: {
      en: {
        label: 'SLA breaches',
        name: (_what, days) => `SLA breaches, ${days} days`,
        says: (_what, text, days) => `${text === '0' ? 'no SLA breach' : breaches(text)} in ${days} days`,
        reach: (_what, text, days, atMost) => `${atMost ? 'at most' : 'at least'} ${breaches(text)} in ${days} days`,
        means: 'Response and resolution times of the account’s tickets that were missed in the window.',
      },
      ja: {
        label: 'SLA違反',
        name: (_what, days) => `SLA違反数(${days}日間)`,
        says: (_what, text, days) => (text === '0' ? `${days}日間SLA違反なし` : `${days}日間でSLA違反${text}件`),
        reach: (_what, text, days, atMost) => `${days}日間のSLA違反を${text}件${atMost ? '以下' : '以上'}に`,
        means: '期間中に期限を過ぎた、応答または解決の目標の数。',
      },
    },
  },
});

declare module '../../ui/feature' {
  interface MeasuresTold extends Record<keyof typeof measures, true> {}
}
