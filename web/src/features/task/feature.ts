/* Tasks, notes and calls. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  palette: {
    hits: {
      task: {
        name: { en: 'Task', ja: 'タスク' },
        to: ({ account_id: id }) => (id === null ? { to: '/today' } : { to: '/accounts/$id', params: { id: String(id) } }),
      },
    },
  },
  account: () => import('./account').then((module) => module.account),
  today: () => import('./today').then((module) => module.today),
  works: () => import('./works').then((module) => module.works),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
