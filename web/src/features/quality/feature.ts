/* Data quality: what is wrong with the data itself, who looks after it, and the pairs of conditions that should agree. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'quality', page: () => import('./page').then((module) => module.QualityPart) }],
  settings: [{ group: 'data', order: 45, path: 'quality', right: 'view', name: { en: 'Data quality', ja: 'データ品質' } }],
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
