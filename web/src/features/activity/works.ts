/* What can be written down about an account. */
import { laterComponent } from '../../lib/later';
import type { Work } from '../../ui/feature';

const NewMeeting = laterComponent(() => import('./write').then((module) => ({ default: module.NewMeeting })));
const NewMail = laterComponent(() => import('./write').then((module) => ({ default: module.NewMail })));

export const works: Work[] = [
  {
    kind: 'meeting',
    order: 32,
    key: 'm',
    head: { order: 4, name: { en: 'Meeting', ja: '打ち合わせ' } },
    name: { en: 'Meeting', ja: '打ち合わせ' },
    act: { en: 'Log meeting', ja: '打ち合わせを記録' },
    Form: NewMeeting,
  },
  {
    kind: 'mail',
    order: 34,
    key: 'w',
    head: { order: 5, name: { en: 'E-mail', ja: 'メール' } },
    name: { en: 'E-mail', ja: 'メール' },
    act: { en: 'Log e-mail', ja: 'メールを記録' },
    Form: NewMail,
  },
];
