import { dictionary } from '../../lib/language';

export const useNoticeWords = dictionary(
  {
    title: 'Notices',
    none: 'No notices yet.',
    noneText: 'You are told here when somebody mentions you with @ or hands you a task.',
    unread: 'Unread',
    readAll: 'Mark all as read',
    markRead: (text: string) => `Mark as read: ${text}`,
    markUnread: (text: string) => `Mark as unread: ${text}`,
    read: 'Mark as read',
    again: 'Mark as unread',
    settings: 'What I am told',
    somebody: 'Somebody',
  },
  {
    title: 'お知らせ',
    none: 'お知らせはまだありません。',
    noneText: '@で言及されたときや、タスクを任されたときに、ここに表示されます。',
    unread: '未読',
    readAll: 'すべて既読にする',
    markRead: (text) => `既読にする: ${text}`,
    markUnread: (text) => `未読に戻す: ${text}`,
    read: '既読にする',
    again: '未読に戻す',
    settings: '受け取るお知らせ',
    somebody: 'メンバー',
  },
);
