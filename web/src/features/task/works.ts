/* What can be written down about an account. */
import { laterComponent } from '../../lib/later';
import type { Work } from '../../ui/feature';

const NewTask = laterComponent(() => import('./write').then((module) => ({ default: module.NewTask })));
const NewNote = laterComponent(() => import('./write').then((module) => ({ default: module.NewNote })));
const NewCall = laterComponent(() => import('./write').then((module) => ({ default: module.NewCall })));

export const works: Work[] = [
  {
    kind: 'task',
    order: 10,
    key: 't',
    head: { order: 2, name: { en: 'Task', ja: 'タスク' } },
    name: { en: 'Task', ja: 'タスク' },
    act: { en: 'Add task', ja: 'タスクにする' },
    Form: NewTask,
  },
  {
    kind: 'note',
    order: 20,
    key: 'n',
    head: { order: 1, name: { en: 'Note', ja: 'メモ' } },
    name: { en: 'Note', ja: 'メモ' },
    act: { en: 'Add note', ja: 'メモを書く' },
    Form: NewNote,
  },
  {
    kind: 'call',
    order: 30,
    key: 'c',
    head: { order: 3, name: { en: 'Log call', ja: '電話を記録' }, strong: true },
    name: { en: 'Call', ja: '電話' },
    act: { en: 'Log call', ja: '電話を記録' },
    Form: NewCall,
  },
];
