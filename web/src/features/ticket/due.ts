/* When the next promise of a ticket is due, as a list says it. */
import type { Ticket } from '../../api/types';
import { waitText } from './desk';
import type { DeskWords } from './words';

export interface Due {
  text: string;
  tone: 'late' | 'soon' | 'usual';
}

/**
 * null: nothing is promised, or all of it is kept. Nothing passes outside business hours, so what was due at their end is late when
 * they begin again: until then there is time.
 */
export function dueOf(ticket: Ticket, words: DeskWords, now: number = Date.now()): Due | null {
  const { due_at, late_at, warn_at } = ticket;
  if (due_at === null) return ticket.due_paused ? { text: words.duePaused, tone: 'usual' } : null;
  const due = Date.parse(due_at);
  const late = late_at === null ? due : Date.parse(late_at);
  if (late < now) return { text: words.overdue(waitText(new Date(late).toISOString(), words, now)), tone: 'late' };
  const left = waitText(new Date(now).toISOString(), words, due < now ? late : due);
  return { text: words.dueIn(left), tone: warn_at !== null && Date.parse(warn_at) <= now ? 'soon' : 'usual' };
}
