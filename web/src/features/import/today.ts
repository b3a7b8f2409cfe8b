/* Steps of others that begin here. */
import type { TodayParts } from '../../ui/feature';

export const today: TodayParts = {
  stepActs: [
    { step: 'accounts', order: 10, right: 'manage', name: { en: 'Import CSV', ja: 'CSVを取り込む' }, to: '/settings/imports' },
    { step: 'events', order: 20, right: 'manage', name: { en: 'Import CSV', ja: 'CSVで取り込む' }, to: '/settings/imports' },
  ],
};
