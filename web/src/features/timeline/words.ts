import { dictionary } from '../../lib/language';

export const useTimelineWords = dictionary(
  {
    timeline: 'Timeline',
    all: 'All',
    noTimeline: 'Nothing has happened yet',
    noTimelineText: 'Notes, calls, meetings, e-mails, tasks, changes of contract and health, and first uses of features appear here.',
    noneOfKind: 'Nothing of this kind.',
    heap: (kind: string, count: number) => `${kind} (${count})`,
    comma: ', ',
    names: (names: string, more: number) => (more > 0 ? `${names} and ${more} more` : names),
    openNames: (names: string) => `${names} and more`,
    imported: 'Import',
  },
  {
    timeline: 'タイムライン',
    all: 'すべて',
    noTimeline: 'タイムラインはまだ空です',
    noTimelineText: 'メモ・電話・打ち合わせ・メール・タスク・契約とヘルスの変化・機能の初回利用が、ここに並びます。',
    noneOfKind: 'この種類の記録はありません。',
    heap: (kind, count) => `${kind}(${count}件)`,
    comma: '、',
    names: (names, more) => (more > 0 ? `${names} ほか${more}件` : names),
    openNames: (names) => `${names} ほか`,
    imported: '取り込み',
  },
);
