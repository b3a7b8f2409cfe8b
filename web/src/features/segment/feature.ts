/* Segments: saved conditions on accounts, which lists, views, scorecards and each other ask for by name. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'settings',
      path: 'segments',
      search: ['make'],
      page: () => import('./list').then((module) => module.SegmentsPart),
      shows: ['attributes', 'measures'],
    },
    {
      at: 'settings',
      path: 'segments/$id',
      page: () => import('./segment').then((module) => module.SegmentPart),
      shows: ['attributes', 'measures'],
    },
  ],
  settings: [{ group: 'customers', order: 12, path: 'segments', right: 'view', name: { en: 'Segments', ja: 'セグメント' } }],
  palette: {
    commands: [
      {
        right: 'manage',
        icon: 'plus',
        to: '/settings/segments',
        search: { make: 'new' },
        name: { en: 'New segment', ja: 'セグメントを作成' },
      },
    ],
  },
  attributes: () => import('./attributes').then((module) => module.attributes),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
