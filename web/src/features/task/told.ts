/* What somebody is told of tasks. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'task.assigned': {
    name: { en: 'A task is handed to me', ja: 'タスクを任されたとき' },
    says: { en: (who) => `${who} handed you a task`, ja: (who) => `${who}さんからタスクを任されました` },
  },
};
