/* What the pages of the desk share: names of statuses, how long somebody waits, what changes everything that shows tickets. */
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Condition, Id, Staff, Ticket, TicketSet, TicketStatus, TicketsChanged, Time } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { useStaff } from '../../ui/staff';
import { toast } from '../../ui/toast';
import type { DeskWords } from './words';

const MINUTE_MS = 60_000;

export const TOPICS = ['tickets', 'ticket'];

export function ticketsChanged(ticket?: Pick<Ticket, 'id' | 'account_id'>): void {
  const own = ticket ? [`ticket:${ticket.id}`, ...(ticket.account_id === null ? [] : [`account:${ticket.account_id}`])] : [];
  topicsChanged([...TOPICS, 'message', 'today', ...own]);
}

interface ChosenBy {
  ids?: readonly Id[];
  q?: string;
  filter?: Condition;
}

/** Changes tickets in one go. The server undoes it, with the times that followed from it, where nobody changed the ticket since. */
export async function changeTickets(
  whom: ChosenBy,
  set: TicketSet,
  words: DeskWords,
): Promise<{ changed: number; undo: () => Promise<void> }> {
  const { id, changed } = await api<TicketsChanged>('/tickets/changes', { method: 'POST', body: { ...whom, set } });
  const tell = () => {
    ticketsChanged();
    for (const one of whom.ids ?? []) topicsChanged([`ticket:${one}`]);
  };
  const undo = async () => {
    const { kept } = await api<TicketsChanged>(`/tickets/changes/${id}`, { method: 'DELETE' });
    tell();
    if (kept > 0) toast(words.undoKept(countText(kept)));
  };
  tell();
  return { changed, undo };
}

/** Who can have a ticket: those who see the desk and may answer; `kept` is who has it now. */
export function useDeskStaff(kept: Id | null = null): Staff[] {
  return useStaff().filter(({ id, active, role, circles }) => id === kept || (active && role !== 'viewer' && circles.includes('support')));
}

/** Until when it is put off; null = it is not, or not any more. */
export function snoozedUntil({ snoozed_until }: Pick<Ticket, 'snoozed_until'>, now: number = Date.now()): Time | null {
  return snoozed_until !== null && Date.parse(snoozed_until) > now ? snoozed_until : null;
}

export function useStatuses(): readonly TicketStatus[] {
  return useRead<{ items: TicketStatus[] }>({ path: '/ticket-statuses', topics: ['ticket_statuses', 'ticket_status'] }).data?.items ?? [];
}

export function useStatusName(): (id: number) => string {
  const language = useLanguage();
  const statuses = useStatuses();
  return (id) => {
    const status = statuses.find((one) => one.id === id);
    return status ? named(status, language) : '';
  };
}

/** 12 min, 5 h, 3 days. */
export function waitText(since: Time, words: DeskWords, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE_MS));
  if (minutes < 60) return words.minutes(minutes);
  return minutes < 48 * 60 ? words.hours(Math.floor(minutes / 60)) : words.days(Math.floor(minutes / 1440));
}

export const requesterOf = (ticket: Ticket) => ticket.requester ?? ticket.requester_name ?? ticket.requester_address;
