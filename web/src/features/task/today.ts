/* Tasks on Today: those of the day, and how many an account has. */
import type { TodayParts } from '../../ui/feature';
import { TaskDue, TasksHead, TasksToday } from './today-card';

export const today: TodayParts = {
  done: {
    'call.logged': { en: 'Called', ja: '電話済み' },
    'note.added': { en: 'Noted', ja: 'メモ済み' },
    'task.created': { en: 'Task added', ja: 'タスク追加' },
    'task.done': { en: 'Task done', ja: 'タスク完了' },
  },
  dues: { task: TaskDue },
  heads: [{ order: 30, Head: TasksHead }],
  cards: [{ order: 20, Card: TasksToday }],
  beside: [
    {
      order: 10,
      say: ({ open_tasks: open }, language, past) => {
        if (open === 0 || past) return null;
        if (language === 'ja') return `未完了タスク ${open}件`;
        return open === 1 ? '1 open task' : `${open} open tasks`;
      },
    },
  ],
};
