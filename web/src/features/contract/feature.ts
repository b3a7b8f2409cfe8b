/* Contracts: what is agreed, and what is at stake. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  palette: {
    hits: {
      contract: {
        order: 30,
        icon: 'contract',
        name: { en: 'Contract', ja: '契約' },
        circle: 'revenue',
        to: ({ account_id: id }) => ({ to: '/accounts/$id', params: { id: String(id) } }),
      },
    },
  },
  account: () => import('./account').then((module) => module.account),
  today: () => import('./today').then((module) => module.today),
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  attributes: () => import('./attributes').then((module) => module.attributes),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
