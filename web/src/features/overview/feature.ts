/* Overview: the whole portfolio on one page, for who looks once a week. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/overview',
      search: ['as_of', 'by', 'sort'],
      page: () => import('./page').then((module) => module.OverviewPage),
      shows: ['attributes'],
    },
  ],
  places: [
    {
      order: 35,
      to: '/overview',
      key: 'o',
      right: 'view',
      icon: 'M2 14h12M3.5 14V9M6.5 14V5M9.5 14V7.5M12.5 14V2.5',
      name: { en: 'Overview', ja: '全体状況' },
    },
  ],
};
