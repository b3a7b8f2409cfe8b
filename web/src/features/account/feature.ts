/* Accounts: the companies, their list and their page. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/accounts',
      search: ['q', 'filter', 'sort', 'as_of', 'show', 'make', 'columns', 'view', 'bulk'],
      page: () => import('./list-page').then((module) => module.AccountListPage),
      shows: ['attributes', 'measures'],
    },
    {
      at: 'inside',
      path: '/accounts/$id',
      search: ['as_of', 'kinds'],
      page: () => import('./page').then((module) => module.AccountPage),
      shows: ['account', 'works', 'facts', 'measures', 'attributes'],
    },
    {
      at: 'inside',
      path: '/accounts/$id/merge',
      search: ['with'],
      page: () => import('./merge').then((module) => module.MergePage),
    },
  ],
  places: [
    {
      order: 20,
      to: '/accounts',
      key: 'a',
      right: 'view',
      icon: 'building',
      name: { en: 'Accounts', ja: '顧客企業' },
    },
  ],
  palette: {
    commands: [{ right: 'manage', icon: 'plus', to: '/accounts', search: { make: 'new' }, name: { en: 'New account', ja: '企業を追加' } }],
    hits: {
      account: {
        order: 10,
        name: { en: 'Account', ja: '顧客企業' },
        icon: 'building',
        to: ({ id }) => ({ to: '/accounts/$id', params: { id: String(id) } }),
      },
    },
  },
  account: () => import('./account').then((module) => module.account),
  today: () => import('./today').then((module) => module.today),
  facts: () => import('./facts').then((module) => module.facts),
  attributes: () => import('./attributes').then((module) => module.attributes),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
