/* Products and their features. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'products', page: () => import('./products').then((module) => module.ProductsPart) }],
  settings: [
    { group: 'customers', order: 20, path: 'products', right: 'view', name: { en: 'Products and features', ja: 'プロダクトと機能' } },
  ],
  facts: () => import('./facts').then((module) => module.facts),
  attributes: () => import('./attributes').then((module) => module.attributes),
  problems: () => import('./problems').then((module) => module.problems),
};
