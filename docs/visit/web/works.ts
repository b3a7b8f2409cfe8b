/* A visit is written down on the account's page, or in a row of Today. */
import { laterComponent } from '../../lib/later';
import type { Work } from '../../ui/feature';

export const works: Work[] = [
  {
    kind: 'visit',
    order: 40,
    head: { order: 4, name: { en: 'Visit', ja: '訪問' } },
    name: { en: 'Visit', ja: '訪問' },
    act: { en: 'Log a visit', ja: '訪問を記録' },
    Form: laterComponent(() => import('./write')),
  },
];
