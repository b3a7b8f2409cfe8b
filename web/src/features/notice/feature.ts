/* What a member of staff is told because it is about them. */
import type { Feature } from '../../ui/feature';
import { Unread } from './unread';

export const feature: Feature = {
  routes: [{ at: 'inside', path: '/notices', page: () => import('./page').then((module) => module.NoticesPage), shows: ['told'] }],
  places: [
    {
      order: 12,
      to: '/notices',
      key: 'n',
      right: 'view',
      icon: 'bell',
      name: { en: 'Notices', ja: 'お知らせ' },
      Count: Unread,
    },
  ],
  told: () => import('./told').then((module) => module.told),
};
