/* The first step to a list of accounts that need help: having accounts. */
import type { TodayParts } from '../../ui/feature';
import { firstStep } from '../../ui/first-step';

export const today: TodayParts = {
  steps: [
    firstStep<{ items: unknown[] }>({
      key: 'accounts',
      order: 10,
      name: { en: 'Bring in your companies and contracts', ja: '顧客企業と契約を取り込む' },
      text: {
        en: 'By CSV or over the API. With contracts, the list ranks by MRR and renewal.',
        ja: 'CSVファイルを取り込むか、APIで登録します。契約があると、MRRと更新日で順位がつきます。',
      },
      reading: { path: '/accounts', query: { limit: 1 }, topics: ['accounts'] },
      isDone: ({ items }) => items.length > 0,
    }),
  ],
};
