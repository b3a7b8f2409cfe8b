/* The people at the companies. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  palette: {
    hits: {
      contact: {
        order: 20,
        name: { en: 'Contact', ja: '担当者' },
        to: ({ account_id: id }) => (id === null ? { to: '/today' } : { to: '/accounts/$id', params: { id: String(id) } }),
      },
    },
  },
  account: () => import('./account').then((module) => module.account),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
