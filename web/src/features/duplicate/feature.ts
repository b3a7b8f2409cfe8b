/* Duplicates: accounts that look the same, why, and what becomes of them. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'duplicates', search: ['state'], page: () => import('./page').then((module) => module.DuplicatesPart) }],
  settings: [{ group: 'data', order: 46, path: 'duplicates', right: 'view', name: { en: 'Duplicates', ja: '重複' } }],
  palette: {
    commands: [
      { right: 'manage', icon: 'building', to: '/settings/duplicates', name: { en: 'Find duplicate accounts', ja: '重複した企業を探す' } },
    ],
  },
  facts: () => import('./facts').then((module) => module.facts),
};
