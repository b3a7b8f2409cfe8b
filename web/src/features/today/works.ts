/* An account can be put off. */
import { laterComponent } from '../../lib/later';
import type { Work } from '../../ui/feature';

const Snooze = laterComponent(() => import('./snooze').then((module) => ({ default: module.Snooze })));

export const works: Work[] = [
  {
    kind: 'snooze',
    order: 40,
    name: { en: 'Snooze', ja: '後にする' },
    act: { en: 'Snooze with a reason', ja: '理由をつけて後にする' },
    Form: Snooze,
  },
];
