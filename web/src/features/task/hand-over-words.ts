import { dictionary } from '../../lib/language';

export const useHandOverWords = dictionary(
  {
    act: 'Hand over tasks',
    title: (name: string) => `Hand over open tasks of ${name}`,
    text: 'All open tasks get the new owner, with their due dates. You can undo it right after.',
    to: 'To',
    send: 'Hand over',
    none: 'There are no open tasks.',
    done: (count: string) => (count === '1' ? '1 task handed over.' : `${count} tasks handed over.`),
  },
  {
    act: 'タスクを引き継ぐ',
    title: (name) => `${name}の未完了タスクを引き継ぐ`,
    text: '未完了のタスクの担当をすべて変更します。期限は変わりません。直後であれば元に戻せます。',
    to: '引き継ぎ先',
    send: '引き継ぐ',
    none: '未完了のタスクはありません。',
    done: (count) => `${count}件のタスクを引き継ぎました。`,
  },
);
