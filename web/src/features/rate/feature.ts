/* Currency rates. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'rates', page: () => import('./rates').then((module) => module.RatesPart) }],
  settings: [
    { group: 'workspace', order: 15, path: 'rates', right: 'view', circle: 'revenue', name: { en: 'Currency rates', ja: '為替レート' } },
  ],
  facts: () => import('./facts').then((module) => module.facts),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
