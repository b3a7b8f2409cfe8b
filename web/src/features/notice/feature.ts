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
      icon: 'M8 2.5a4 4 0 0 0-4 4v3l-1.2 2h10.4L12 9.5v-3a4 4 0 0 0-4-4zM6.5 13.5h3',
      name: { en: 'Notices', ja: 'お知らせ' },
      Count: Unread,
    },
  ],
  told: () => import('./told').then((module) => module.told),
};
