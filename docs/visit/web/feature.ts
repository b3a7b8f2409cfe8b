/* Visits: the example of CONTRIBUTING.md. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  palette: {
    hits: {
      visit: {
        order: 70,
        name: { en: 'Visit', ja: '訪問' },
        to: ({ account_id: id }) => ({ to: '/accounts/$id', params: { id: String(id) }, search: { kinds: 'visit' } }),
      },
    },
  },
  today: () => import('./today').then((module) => module.today),
  works: () => import('./works').then((module) => module.works),
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
