/* Imports that come by themselves: what is fetched from where and when, and how it went. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'settings',
      path: 'import-schedules',
      page: () => import('./page').then((module) => module.SchedulesPart),
      shows: ['imports', 'problems'],
    },
  ],
  settings: [
    { group: 'data', order: 41, path: 'import-schedules', right: 'manage', name: { en: 'Scheduled imports', ja: '定期取り込み' } },
  ],
  palette: {
    hits: {
      fetch: {
        order: 90,
        isOnlyTold: true,
        icon: 'import',
        name: { en: 'Scheduled import', ja: '定期取り込み' },
        to: () => ({ to: '/settings/import-schedules' }),
      },
    },
  },
  told: () => import('./told').then((module) => module.told),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
