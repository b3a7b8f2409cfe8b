/* What a condition can ask of a task. */
import type { Attribute } from '../../ui/feature';

export const ATTRIBUTES = {
  title: { order: 10, kind: 'text', always: true, name: { en: 'Task', ja: 'タスク' } },
  owner_id: {
    order: 20,
    kind: 'id',
    name: { en: 'Owner', ja: '担当CSM' },
    from: 'staff',
    there: { en: { known: 'is assigned', unknown: 'is unassigned' }, ja: { known: '割り当て済み', unknown: '未割り当て' } },
  },
  team_id: {
    order: 24,
    kind: 'id',
    name: { en: 'Team', ja: 'チーム' },
    from: 'teams',
    there: { en: { known: 'is assigned', unknown: 'is unassigned' }, ja: { known: '割り当て済み', unknown: '未割り当て' } },
  },
  standing_in_id: {
    order: 26,
    kind: 'id',
    name: { en: 'Standing in now', ja: '現在の代理' },
    from: 'staff',
    there: { en: { known: 'is somebody', unknown: 'is nobody' }, ja: { known: 'あり', unknown: 'なし' } },
  },
  due_on: {
    order: 30,
    kind: 'day',
    name: { en: 'Due', ja: '期限' },
    there: { en: { known: 'is set', unknown: 'is not set' }, ja: { known: '設定あり', unknown: '設定なし' } },
  },
  done: { order: 40, kind: 'flag', always: true, name: { en: 'Done', ja: '完了' } },
  author_id: {
    order: 50,
    kind: 'id',
    name: { en: 'Added by', ja: '追加した人' },
    from: 'staff',
    there: { en: { known: 'is a person', unknown: 'is an API key or Banso' }, ja: { known: 'メンバー', unknown: 'APIキーまたは自動' } },
  },
  done_by_id: { order: 60, kind: 'id', name: { en: 'Done by', ja: '完了した人' }, from: 'staff' },
  snoozed_until: { order: 70, kind: 'day', name: { en: 'Snoozed until', ja: '再表示日' } },
} satisfies Record<string, Attribute>;
