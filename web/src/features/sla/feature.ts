/* Promises (SLA): policies and figures among the settings, the clocks on a ticket's page, and the words of what happens to them. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'settings',
      path: 'promises',
      page: () => import('./promises').then((module) => module.PromisesPart),
      shows: ['attributes', 'measures'],
    },
  ],
  settings: [{ group: 'support', order: 33, path: 'promises', right: 'view', circle: 'support', name: { en: 'SLA', ja: 'SLA' } }],
  ticket: () => import('./ticket').then((module) => module.ticket),
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  problems: () => import('./problems').then((module) => module.problems),
  today: () => import('./today').then((module) => module.today),
  told: () => import('./told').then((module) => module.told),
};
