/* Who asks: the company's health, money and renewal, what is open for it, and its other tickets; each leads there. */
import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/query';
import type { AccountPage, Id, Task, Ticket } from '../../api/types';
import { useDates } from '../../lib/dates';
import { moneyText } from '../../lib/numbers';
import { BandBadge } from '../../ui/band';
import { Card, Facts, Muted } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { TOPICS } from './desk';
import css from './desk.module.css';
import { useDeskWords } from './words';

function Others({ ticket, account }: { ticket: Ticket; account: Id }) {
  const words = useDeskWords();
  const reading = useRead<{ items: Ticket[] }>({ path: '/tickets', query: { account_id: account, limit: 6 }, topics: TOPICS });
  const others = (reading.data?.items ?? []).filter((one) => one.id !== ticket.id);
  if (others.length === 0) return null;
  return (
    <div>
      <h3 className={css.title}>{words.otherTickets}</h3>
      <ul className={css.list}>
        {others.map((one) => (
          <li key={one.id}>
            <Link to="/inbox/$id" params={{ id: String(one.id) }}>
              #{one.number} {one.subject}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Tasks({ account }: { account: Id }) {
  const words = useDeskWords();
  const reading = useRead<{ items: Task[] }>({
    path: '/tasks',
    query: { account_id: account, state: 'open', limit: 5 },
    topics: ['task', 'tasks', `account:${account}`],
  });
  const tasks = reading.data?.items ?? [];
  if (tasks.length === 0) return null;
  return (
    <div>
      <h3 className={css.title}>{words.openTasks}</h3>
      <ul className={css.list}>
        {tasks.map((task) => (
          <li key={task.id}>
            {task.title} {task.owner && <Muted small>{task.owner}</Muted>}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function CustomerBeside({ ticket, account }: { ticket: Ticket; account: Id }) {
  const words = useDeskWords();
  const dates = useDates();
  const reading = useRead<AccountPage>({ path: `/accounts/${account}`, topics: [`account:${account}`] });
  return (
    <Card title={words.company}>
      <Shown reading={reading} lines={3}>
        {(page) => (
          <>
            <p className={css.company}>
              <Link to="/accounts/$id" params={{ id: String(page.id) }}>
                {page.name}
              </Link>{' '}
              <BandBadge band={page.band} points={page.points} />
            </p>
            <Facts
              items={[
                page.mrr ? [words.mrr, moneyText(page.mrr)] : null,
                page.renews_on !== null && [words.renews, dates.near(page.renews_on)],
                page.owner !== null && [words.owner, page.owner],
                page.last_event_on !== null && [words.lastUse, dates.ago(page.last_event_on)],
              ]}
            />
          </>
        )}
      </Shown>
      <Tasks account={account} />
      <Others ticket={ticket} account={account} />
    </Card>
  );
}
