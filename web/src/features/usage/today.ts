/* The first step to health: events. */
import type { UsageSummary } from '../../api/types';
import type { TodayParts } from '../../ui/feature';
import { firstStep } from '../../ui/first-step';

export const today: TodayParts = {
  steps: [
    firstStep<UsageSummary>({
      key: 'events',
      order: 20,
      name: { en: 'Send usage events', ja: '利用イベントを送る' },
      text: {
        en: 'Over the tracking API, which speaks Segment’s protocol, or by CSV: who used what, and when.',
        ja: 'Segment互換のトラッキングAPIで送るか、CSVで取り込みます。だれが何を使ったかが分かります。',
      },
      reading: { path: '/usage/summary', topics: ['usage', 'events'] },
      isDone: (usage) => usage.events_total > 0 || usage.recounting,
    }),
  ],
};
