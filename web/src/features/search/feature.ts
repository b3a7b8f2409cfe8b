/* All hits of a search; the palette shows the best of them. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    { at: 'inside', path: '/search', search: ['q', 'kind', 'order'], page: () => import('./page').then((module) => module.SearchPage) },
  ],
};
