/* Teams: members of staff who look after accounts and tasks together. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'teams', search: ['make'], page: () => import('./teams').then((module) => module.TeamsPart) }],
  settings: [{ group: 'members', order: 62, path: 'teams', right: 'view', name: { en: 'Teams', ja: 'チーム' } }],
  palette: {
    commands: [
      { right: 'manage', icon: 'plus', to: '/settings/teams', search: { make: 'new' }, name: { en: 'New team', ja: 'チームを作成' } },
    ],
  },
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
