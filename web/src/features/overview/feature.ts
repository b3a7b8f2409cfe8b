/* Overview: the whole portfolio on one page, for those who look once a week. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/overview',
      search: ['as_of', 'by', 'sort', 'weeks', 'moved', 'did'],
      page: () => import('./page').then((module) => module.OverviewPage),
      shows: ['attributes', 'facts'],
    },
  ],
  places: [
    {
      order: 35,
      to: '/overview',
      key: 'o',
      right: 'view',
      icon: 'chart',
      name: { en: 'Overview', ja: '概況' },
    },
  ],
};
