/* What somebody is told of tasks. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'task.assigned': {
    name: { en: 'A task is assigned to me', ja: 'タスクを任されたとき' },
    says: { en: (who) => `${who} assigned you a task`, ja: (who) => `${who}さんからタスクを任されました` },
  },
};
