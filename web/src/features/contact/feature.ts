/* The people at the companies. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/people',
      search: ['q', 'filter', 'sort', 'columns', 'view'],
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
      icon: 'people',
      name: { en: 'People', ja: '先方担当者' },
    },
  ],
  palette: {
    hits: {
      contact: {
        order: 20,
        name: { en: 'Contact', ja: '先方担当者' },
        icon: 'person',
        to: ({ account_id: id }) => (id === null ? { to: '/today' } : { to: '/accounts/$id', params: { id: String(id) } }),
      },
    },
  },
  account: () => import('./account').then((module) => module.account),
  facts: () => import('./facts').then((module) => module.facts),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
