/* An account can be put off. */
import { laterComponent } from '../../lib/later';
import type { Work } from '../../ui/feature';

const Snooze = laterComponent(() => import('./snooze').then((module) => ({ default: module.Snooze })));

export const works: Work[] = [
  {
    kind: 'snooze',
    order: 40,
    name: { en: 'Snooze', ja: 'スヌーズ' },
    act: { en: 'Snooze with a reason', ja: 'スヌーズ(再表示日を指定)' },
    Form: Snooze,
  },
];
