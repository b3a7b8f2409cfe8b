/* The columns of the inbox, and a row of it on a phone. */
import { Link } from '@tanstack/react-router';
import type { Ticket } from '../../api/types';
import type { useDates } from '../../lib/dates';
import { dayOf } from '../../lib/dates';
import type { Language } from '../../lib/language';
import { Person } from '../../ui/avatar';
import { Muted } from '../../ui/layout';
import type { Column } from '../../ui/table';
import { PRIORITIES, TYPES } from '../../ui/ticket-attributes';
import { requesterOf, waitText } from './desk';
import css from './desk.module.css';
import { dueOf } from './due';
import type { DeskWords } from './words';

export interface Given {
  words: DeskWords;
  dates: ReturnType<typeof useDates>;
  language: Language;
  statusName: (id: number) => string;
}

function Subject({ ticket }: { ticket: Ticket }) {
  return (
    <Link className={css.subject} to="/inbox/$id" params={{ id: String(ticket.id) }} title={ticket.subject}>
      {ticket.subject}
    </Link>
  );
}

function Priority({ ticket, language }: { ticket: Ticket; language: Language }) {
  const name = PRIORITIES[ticket.priority][language];
  return ticket.priority === 'normal' ? <Muted>{name}</Muted> : <span className={css[ticket.priority]}>{name}</span>;
}

function Due({ ticket, words }: { ticket: Ticket; words: DeskWords }) {
  const due = dueOf(ticket, words);
  return due && <span className={css[due.tone]}>{due.text}</span>;
}

const waiting = (ticket: Ticket, words: DeskWords) => (ticket.waiting_since === null ? null : waitText(ticket.waiting_since, words));

export function inboxColumns({ words, dates, language, statusName }: Given): Column<Ticket>[] {
  return [
    { id: 'number', name: words.number, sort: 'number', width: 84, cell: (row) => <Muted>#{row.number}</Muted> },
    { id: 'subject', name: words.subject, fixed: true, width: 320, cell: (row) => <Subject ticket={row} /> },
    { id: 'due_at', name: words.due, sort: 'due_at', width: 140, cell: (row) => <Due ticket={row} words={words} /> },
    { id: 'requester', name: words.requester, width: 150, cell: requesterOf },
    {
      id: 'account',
      name: words.account,
      width: 170,
      cell: (row) =>
        row.account_id !== null && (
          <Link className={css.account} to="/accounts/$id" params={{ id: String(row.account_id) }}>
            {row.account}
          </Link>
        ),
    },
    { id: 'status', name: words.status, width: 150, cell: (row) => statusName(row.status_id) },
    { id: 'waiting_since', name: words.waiting, sort: 'waiting_since', width: 100, cell: (row) => waiting(row, words) },
    { id: 'assignee', name: words.assignee, width: 150, cell: (row) => row.assignee && <Person name={row.assignee} /> },
    { id: 'priority', name: words.priority, sort: 'priority', width: 90, cell: (row) => <Priority ticket={row} language={language} /> },
    { id: 'type', name: words.type, shown: false, width: 110, cell: (row) => row.type && TYPES[row.type][language] },
    { id: 'updated_at', name: words.updated, sort: 'updated_at', width: 110, cell: (row) => dates.near(dayOf(row.updated_at)) },
    {
      id: 'created_at',
      name: words.created,
      sort: 'created_at',
      shown: false,
      width: 110,
      cell: (row) => dates.near(dayOf(row.created_at)),
    },
  ];
}

/** On a phone: the subject, and below it who, how long and whose. */
export function Brief({ ticket, given: { words, language, statusName } }: { ticket: Ticket; given: Given }) {
  const wait = waiting(ticket, words);
  const due = dueOf(ticket, words);
  const priority = ticket.priority === 'normal' ? null : PRIORITIES[ticket.priority][language];
  const told = [wait ? words.waits(wait) : statusName(ticket.status_id), priority, ticket.account ?? requesterOf(ticket), ticket.assignee];
  return (
    <div className={css.brief}>
      <Subject ticket={ticket} />
      <div className={css.about}>
        <Due ticket={ticket} words={words} />
        {(due ? ' · ' : '') + told.filter(Boolean).join(' · ')}
      </div>
    </div>
  );
}
