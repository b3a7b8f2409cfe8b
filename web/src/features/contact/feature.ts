/* The people at the companies. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/people',
      search: ['q', 'filter', 'sort'],
      page: () => import('./people-page').then((module) => module.PeoplePage),
      shows: ['attributes', 'measures'],
    },
  ],
  places: [
    {
      order: 25,
      to: '/people',
      key: 'p',
      right: 'view',
      icon: 'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8a2.4 2.4 0 0 1 0 4.5M12 9.8c1.6.5 2.5 1.8 2.5 3.7',
      name: { en: 'People', ja: '先方担当者' },
    },
  ],
  palette: {
    hits: {
      contact: {
        order: 20,
        name: { en: 'Contact', ja: '担当者' },
        to: ({ account_id: id }) => (id === null ? { to: '/today' } : { to: '/accounts/$id', params: { id: String(id) } }),
      },
    },
  },
  account: () => import('./account').then((module) => module.account),
  facts: () => import('./facts').then((module) => module.facts),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
