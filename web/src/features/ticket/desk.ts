/* What the pages of the desk share: names of statuses, how long somebody waits, what changes everything that shows tickets. */
import { topicsChanged, useRead } from '../../api/query';
import type { Ticket, TicketStatus, Time } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import type { DeskWords } from './words';

const MINUTE_MS = 60_000;

export const TOPICS = ['tickets', 'ticket'];

export function ticketsChanged(ticket?: Pick<Ticket, 'id' | 'account_id'>): void {
  const own = ticket ? [`ticket:${ticket.id}`, ...(ticket.account_id === null ? [] : [`account:${ticket.account_id}`])] : [];
  topicsChanged([...TOPICS, 'message', 'today', ...own]);
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
