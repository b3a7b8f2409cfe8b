/* Health: scorecards, why an account stands where it stands, and the rows of Today that come of it. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/health',
      search: ['make'],
      page: () => import('./list-page').then((module) => module.ScorecardListPage),
      shows: ['attributes', 'measures'],
    },
    {
      at: 'inside',
      path: '/health/$id',
      page: () => import('./editor-page').then((module) => module.ScorecardPage),
      shows: ['attributes', 'measures'],
    },
  ],
  places: [{ order: 30, to: '/health', key: 'h', right: 'view', icon: 'health', name: { en: 'Health', ja: 'ヘルス' } }],
  palette: {
    commands: [
      { right: 'manage', icon: 'plus', to: '/health', search: { make: 'new' }, name: { en: 'New scorecard', ja: 'スコアカードを作る' } },
    ],
  },
  account: () => import('./account').then((module) => module.account),
  today: () => import('./today').then((module) => module.today),
  facts: () => import('./facts').then((module) => module.facts),
  attributes: () => import('./attributes').then((module) => module.attributes),
  problems: () => import('./problems').then((module) => module.problems),
};
