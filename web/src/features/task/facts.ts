/* What happens here, as the timeline and the audit say it. */
import { untilTold } from '../../ui/changes';
import { type FactOf, type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
import { visibleTold } from '../../ui/visible';
import { useWorkWords } from './work-words';

/** How long, and with what outcome. */
function call({ body }: FactOf<'call.logged'>): Told {
  const words = useWorkWords.now();
  return { beside: [words.lasted(body.minutes), words.outcomes[body.outcome]].filter(Boolean).join(' · ') };
}

/** The words stand beside the entry that wrote them down. */
const shared = ({ body }: FactOf<'note.shared'> | FactOf<'call.shared'>, { language }: Telling): Told => ({
  beside: visibleTold(body.visible_to, language),
  text: null,
});

/* Not even with whom: that stands beside the call itself. */
const plain = (): Told => ({ beside: '' });

const FACTS = factWords({
  'task.created': { name: { en: 'Task', ja: 'タスク' }, tell: untilTold },
  'task.changed': { name: { en: 'Task changed', ja: 'タスクを変更' }, tell: untilTold },
  'task.done': { name: { en: 'Task done', ja: 'タスク完了' }, tell: untilTold },
  'task.undone': { name: { en: 'Task opened again', ja: 'タスクを再開' }, tell: untilTold },
  'task.snoozed': { name: { en: 'Task snoozed', ja: 'タスクを後に' }, tell: untilTold },
  'task.deleted': { name: { en: 'Task deleted', ja: 'タスクを削除' }, tell: untilTold },
  'note.added': { name: { en: 'Note', ja: 'メモ' }, shared: '/notes' },
  'note.changed': { name: { en: 'Note edited', ja: 'メモを編集' } },
  'note.shared': { name: { en: 'Who sees a note changed', ja: 'メモの公開範囲を変更' }, tell: shared },
  'note.deleted': { name: { en: 'Note deleted', ja: 'メモを削除' } },
  'call.logged': { name: { en: 'Call', ja: '電話' }, tell: call, shared: '/calls' },
  'call.changed': { name: { en: 'Call edited', ja: '電話を編集' }, tell: plain },
  'call.shared': { name: { en: 'Who sees a call changed', ja: '電話の公開範囲を変更' }, tell: shared },
  'call.deleted': { name: { en: 'Call deleted', ja: '電話を削除' }, tell: plain },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: {
    note: { order: 10, name: { en: 'Notes', ja: 'メモ' } },
    call: { order: 20, name: { en: 'Calls', ja: '電話' } },
    task: { order: 30, name: { en: 'Tasks', ja: 'タスク' } },
  },
  signs: {
    note: 'M3.5 2.5h9v11h-9zM6 6h4M6 9h4',
    call: 'M4 2.5l2.5 3-1.5 2c1 2 2 3 4 4l2-1.5 3 2.5-1.5 2c-5 0-10.5-5.5-10.5-10.5z',
    task: 'M3 3h10v10H3zM5.5 8l2 2 3.5-4',
  },
};
