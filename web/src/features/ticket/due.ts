/* When the next promise of a ticket is due, as a list says it. */
import type { Ticket } from '../../api/types';
import { waitText } from './desk';
import type { PromiseWords } from './promise-words';
import type { DeskWords } from './words';

export interface Due {
  text: string;
  tone: 'late' | 'soon' | 'usual';
}

/** null: nothing is promised, or all of it is kept. */
export function dueOf(ticket: Ticket, words: DeskWords, promise: PromiseWords, now: number = Date.now()): Due | null {
  const { due_at, warn_at } = ticket;
  if (due_at === null) return ticket.due_paused ? { text: promise.paused, tone: 'usual' } : null;
  const at = Date.parse(due_at);
  if (at < now) return { text: promise.overdue(waitText(due_at, words, now)), tone: 'late' };
  const left = waitText(new Date(now).toISOString(), words, at);
  return { text: promise.inTime(left), tone: warn_at !== null && Date.parse(warn_at) <= now ? 'soon' : 'usual' };
}
