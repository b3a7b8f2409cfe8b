/* Tasks, notes and calls. */
import type { Found } from '../../api/types';
import type { Feature, Hits } from '../../ui/feature';

/** Where it stands: on the account's page, whose timeline shows that kind; a task without an account among all tasks. */
function onPage({ account_id: id }: Found, kinds?: string): ReturnType<Hits['to']> {
  if (id === null) return { to: '/tasks', search: { whose: 'all', show: 'all', sort: '-created_at' } };
  return { to: '/accounts/$id', params: { id: String(id) }, ...(kinds ? { search: { kinds } } : {}) };
}

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/tasks',
      search: ['q', 'filter', 'sort', 'columns', 'view', 'whose', 'show', 'change'],
      page: () => import('./tasks-page').then((module) => module.TasksPage),
      shows: ['attributes', 'measures'],
    },
  ],
  places: [{ order: 15, to: '/tasks', key: 'd', right: 'view', icon: 'tasks', name: { en: 'Tasks', ja: 'タスク' } }],
  palette: {
    hits: {
      task: { order: 40, icon: 'tasks', name: { en: 'Task', ja: 'タスク' }, to: (found) => onPage(found) },
      note: { order: 50, icon: 'note', name: { en: 'Note', ja: 'メモ' }, to: (found) => onPage(found, 'note') },
      call: { order: 60, icon: 'phone', name: { en: 'Call', ja: '電話' }, to: (found) => onPage(found, 'call') },
    },
  },
  account: () => import('./account').then((module) => module.account),
  today: () => import('./today').then((module) => module.today),
  told: () => import('./told').then((module) => module.told),
  absence: () => import('./hand-over').then((module) => module.absence),
  works: () => import('./works').then((module) => module.works),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
