/* Where Today is empty, the way to the page that says what is missing. */
import type { TodayParts } from '../../ui/feature';

const ACT = { right: 'view', name: { en: 'All steps', ja: 'すべてのステップ' }, to: '/settings/start' } as const;

export const today: TodayParts = {
  stepActs: [{ ...ACT, step: 'events', order: 90 }],
};
