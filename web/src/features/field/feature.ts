/* Custom fields. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'fields', page: () => import('./fields').then((module) => module.FieldsPart) }],
  settings: [{ group: 'customers', order: 30, path: 'fields', right: 'view', name: { en: 'Custom fields', ja: 'カスタム項目' } }],
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  problems: () => import('./problems').then((module) => module.problems),
};
