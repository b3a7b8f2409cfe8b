/* How many notices are unread, in the rail: with the first load, as the rail is. */
import type { ReactNode } from 'react';
import { useRead } from '../../api/query';
import type { NoticeCount } from '../../api/types';

/** A notice comes with the change that it tells of. */
export const NOTICE_TOPICS = ['notice', 'notes', 'calls', 'activities', 'tasks', 'accounts'];

export function Unread({ show }: { show: (count: number) => ReactNode }) {
  const unread = useRead<NoticeCount>({ path: '/me/notices/count', topics: NOTICE_TOPICS }).data?.unread ?? 0;
  return unread > 0 ? show(unread) : null;
}
