/* What an account asks of us just now. */
import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/query';
import type { Ticket } from '../../api/types';
import { conditionWritten } from '../../lib/condition-address';
import { useMe } from '../../lib/me';
import type { AccountPart } from '../../ui/feature';
import { Card, Muted } from '../../ui/layout';
import { TOPICS, useStatusName, waitText } from './desk';
import css from './desk.module.css';
import { useDeskWords } from './words';

export function TicketsCard({ part }: { part: AccountPart }) {
  const words = useDeskWords();
  const statusName = useStatusName();
  const { circles } = useMe();
  const { id, name } = part.account;
  const seen = circles.includes('support') && !part.asOf;
  const reading = useRead<{ items: Ticket[]; total: number | null }>({
    path: '/tickets',
    query: { account_id: id, limit: 5 },
    topics: [...TOPICS, `account:${id}`],
    enabled: seen,
  });
  const tickets = reading.data?.items ?? [];
  if (!seen || tickets.length === 0) return null;
  const filter = conditionWritten({ account: { attribute: 'name', op: '=', value: name } });
  return (
    <Card
      title={words.tickets}
      beside={
        <Link to="/inbox" search={{ filter, show: 'all' } as never}>
          {words.seeTickets}
        </Link>
      }
    >
      <ul className={css.list}>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link to="/inbox/$id" params={{ id: String(ticket.id) }}>
              #{ticket.number} {ticket.subject}
            </Link>{' '}
            <Muted small>{ticket.waiting_since ? words.waits(waitText(ticket.waiting_since, words)) : statusName(ticket.status_id)}</Muted>
          </li>
        ))}
      </ul>
    </Card>
  );
}
