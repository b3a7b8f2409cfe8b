/* Business hours: when the staff work. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'hours', page: () => import('./hours').then((module) => module.HoursPart) }],
  settings: [{ group: 'workspace', order: 14, path: 'hours', right: 'view', name: { en: 'Business hours', ja: '営業時間' } }],
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
