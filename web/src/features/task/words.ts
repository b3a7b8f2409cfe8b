import { dictionary } from '../../lib/language';

export const useTaskWords = dictionary(
  {
    tasksToday: 'Due today',
    noTasks: 'Nothing is due.',
    tasksDue: 'Tasks due',
    tasksOpen: (open: string) => `${open} open`,
    late: (day: string) => `overdue since ${day}`,
    addToday: 'Add a task for today',
    openTasks: 'Open tasks',
    taskDone: 'Task done.',
    tick: (title: string) => `Done: ${title}`,
    due: (day: string) => `due ${day}`,
    taskAdded: 'Task added.',
  },
  {
    tasksToday: '今日のタスク',
    noTasks: '期限の来たタスクはありません。',
    tasksDue: '本日期限のタスク',
    tasksOpen: (open) => `未完了 ${open}件`,
    late: (day) => `期限 ${day}(超過)`,
    addToday: '今日のタスクを追加',
    openTasks: '未完了のタスク',
    taskDone: 'タスクを完了しました。',
    tick: (title) => `完了: ${title}`,
    due: (day) => `期限 ${day}`,
    taskAdded: 'タスクを追加しました。',
  },
);
