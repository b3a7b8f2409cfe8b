/* Today: who comes first, why, and what to do. */
import { useRead } from '../../api/query';
import type { Today } from '../../api/types';
import type { Feature } from '../../ui/feature';

function Due({ show }: { show: (count: number) => React.ReactNode }) {
  const reading = useRead<Today>({ path: '/today', query: { owner_id: 'me' }, topics: ['today', 'task'] });
  const due = reading.data?.head.tasks_due ?? 0;
  return due > 0 ? show(due) : null;
}

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/today',
      search: ['owner', 'as_of'],
      page: () => import('./page').then((module) => module.TodayPage),
      shows: ['today', 'works', 'measures', 'attributes'],
    },
  ],
  places: [
    {
      order: 10,
      to: '/today',
      key: 't',
      right: 'view',
      icon: 'today',
      name: { en: 'Today', ja: '今日' },
      Count: Due,
    },
  ],
  today: () => import('./today').then((module) => module.today),
  workspace: () => import('./rest-card').then((module) => ({ order: 7, Card: module.RestCard })),
  works: () => import('./works').then((module) => module.works),
  facts: () => import('./facts').then((module) => module.facts),
};
