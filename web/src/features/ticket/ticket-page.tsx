/* One ticket: what was said, what one answers, and beside it the ticket's own values and the customer. */
import { Link, Navigate, useNavigate, useParams } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Id, Ticket, TicketSet } from '../../api/types';
import { dayAdd, timeAt, today, useDates } from '../../lib/dates';
import { useKeys } from '../../lib/keys';
import { laterComponent } from '../../lib/later';
import { useMay, useMe } from '../../lib/me';
import { Button, Menu, type MenuItem } from '../../ui/button';
import { Coming } from '../../ui/coming';
import { useQuestion } from '../../ui/dialog';
import { slots } from '../../ui/feature';
import { Muted, Page } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast, toastError } from '../../ui/toast';
import { Answer, type Asked } from './answer';
import { Conversation } from './conversation';
import { CustomerBeside } from './customer';
import { changeTickets, requesterOf, snoozedUntil, ticketsChanged, useStatuses, useStatusName, waitText } from './desk';
import css from './desk.module.css';
import type { AnswerKind } from './draft';
import type { DialogProps } from './relate';
import { useRelateWords } from './relate-words';
import { RelatedCard } from './related';
import { useSolveGuard } from './solve-guard';
import { TicketValues } from './ticket-values';
import { useDeskWords } from './words';

const MORNING = '08:00';
const SOLVED = ['solved', 'closed'];

/* Each asks for something in a dialog of its own. */
const DIALOGS = {
  merge: laterComponent(() => import('./merge')),
  split: laterComponent(() => import('./split')),
  link: laterComponent(() => import('./link')),
};
type Opened = keyof typeof DIALOGS;
const OPENED = Object.keys(DIALOGS) as Opened[];

/** What can be done with the ticket as a whole. */
function useTicketActs(ticket: Ticket) {
  const words = useDeskWords();
  const me = useMe().staff.id;
  const statuses = useStatuses();
  const [guard, asking] = useSolveGuard(ticket);
  const at = `/tickets/${ticket.id}`;
  const run = (act: () => Promise<unknown>, told: string) => {
    const whole = async () => {
      await act();
      ticketsChanged(ticket);
      toast(told);
    };
    void whole().catch(toastError);
  };
  const changeNow = async (set: TicketSet, told: string) => {
    const { undo } = await changeTickets({ ids: [ticket.id] }, set, words);
    toast(told, undo);
  };
  const change = (set: TicketSet, told: string) => void changeNow(set, told).catch(toastError);
  const statusOf = (state: string) => statuses.find((one) => one.state === state)?.id;
  const until = (days: number) => timeAt(dayAdd(today(), days), MORNING);
  const wake = () => api(`${at}/snooze`, { method: 'DELETE' });
  return {
    asking,
    isMine: ticket.assignee_id === me,
    isSolved: SOLVED.includes(ticket.state),
    take: () => change({ assignee_id: me }, words.taken),
    solve: () => guard(() => changeNow({ status_id: statusOf('solved') }, words.solved)),
    reopen: () => change({ status_id: statusOf('open') }, words.reopened),
    snooze: (days: number) => change({ snoozed_until: until(days) }, words.snoozed),
    wake: () => run(wake, words.woken),
    follow: () => run(() => api(`${at}/following`, { method: ticket.following ? 'DELETE' : 'POST' }), words.saved),
  };
}

function menuOf(ticket: Ticket, acts: ReturnType<typeof useTicketActs>, words: ReturnType<typeof useDeskWords>): MenuItem[] {
  return [
    ...(snoozedUntil(ticket) === null
      ? [
          { key: 'day', label: words.snooze, onClick: () => acts.snooze(1) },
          { key: 'week', label: words.snoozeWeek, onClick: () => acts.snooze(7) },
        ]
      : [{ key: 'wake', label: words.wake, onClick: acts.wake }]),
    { key: 'follow', label: ticket.following ? words.unfollow : words.follow, onClick: acts.follow },
  ];
}

function Head({ ticket }: { ticket: Ticket }) {
  const words = useDeskWords();
  const relate = useRelateWords();
  const dates = useDates();
  const statusName = useStatusName();
  const until = snoozedUntil(ticket);
  const also = ticket.merged.map(({ number }) => `#${number}`).join(', ');
  const told = [
    also && relate.also(also),
    statusName(ticket.status_id),
    ticket.waiting_since && words.waits(waitText(ticket.waiting_since, words)),
    ticket.open_children > 0 && relate.waitsFor(ticket.open_children),
    until && words.snoozedUntil(dates.time(until)),
    requesterOf(ticket),
    ticket.account,
  ];
  return (
    <div className={css.head}>
      <h2 className={css.name}>{ticket.subject}</h2>
      <Muted>{told.filter(Boolean).join(' · ')}</Muted>
    </div>
  );
}

function Opening({ which, ...props }: DialogProps & { which: Opened }) {
  const Opens = DIALOGS[which];
  return (
    <Suspense fallback={<Coming />}>
      <Opens {...props} />
    </Suspense>
  );
}

function Whole({ ticket }: { ticket: Ticket }) {
  const words = useDeskWords();
  const navigate = useNavigate();
  const mayAct = useMay('act');
  const mayManage = useMay('manage');
  const acts = useTicketActs(ticket);
  const [kind, setKind] = useState<AnswerKind>('reply');
  const [asked, setAsked] = useState<Asked>({ times: 0, message: null });
  const [ask, asking] = useQuestion();
  const [opened, setOpened] = useState<Opened | null>(null);
  const relate = useRelateWords();
  const write = (next: AnswerKind, message: Id | null = null) => {
    setKind(next);
    setAsked(({ times }) => ({ times: times + 1, message }));
  };

  async function remove(): Promise<void> {
    await api(`/tickets/${ticket.id}`, { method: 'DELETE' });
    ticketsChanged(ticket);
    toast(words.removed);
    await navigate({ to: '/inbox' });
  }
  const onRemove = () => ask({ title: words.removeAsk(ticket.number), text: words.removeText, act: words.remove, run: remove });

  useKeys(
    [
      { keys: 'r', label: words.reply, run: () => write('reply') },
      { keys: 'n', label: words.note, run: () => write('note') },
      { keys: 't', label: words.take, run: () => !acts.isMine && acts.take() },
      { keys: 's', label: words.solve, run: () => !acts.isSolved && acts.solve() },
      { keys: 'e', label: words.snooze, run: () => acts.snooze(1) },
      { keys: 'm', label: relate.merge, run: () => setOpened('merge') },
    ],
    mayAct,
  );
  useKeys([{ keys: 'u', label: words.back, run: () => void navigate({ to: '/inbox' }) }]);

  const relating = OPENED.map((key) => ({ key, label: relate[key], onClick: () => setOpened(key) }));
  const removing = mayManage ? [{ key: 'remove', label: words.remove, danger: true, onClick: onRemove }] : [];
  return (
    <Page
      title={`#${ticket.number}`}
      beside={<Link to="/inbox">‹ {words.back}</Link>}
      actions={
        mayAct && (
          <>
            {!acts.isMine && <Button onClick={acts.take}>{words.take}</Button>}
            <Button onClick={acts.isSolved ? acts.reopen : acts.solve}>{acts.isSolved ? words.reopen : words.solve}</Button>
            <Menu
              label={words.more}
              target={<span aria-hidden="true">⋯</span>}
              items={[...menuOf(ticket, acts, words), 'line', ...relating, ...removing]}
            />
          </>
        )
      }
    >
      <div className={css.whole}>
        <div className={css.main}>
          <Head ticket={ticket} />
          <Conversation ticket={ticket} onAnswer={(message) => write('reply', message)} />
          {mayAct && <Answer key={ticket.id} ticket={ticket} kind={kind} onKind={setKind} asked={asked} />}
        </div>
        <div className={css.side}>
          <TicketValues ticket={ticket} mayAct={mayAct} />
          <RelatedCard ticket={ticket} mayAct={mayAct} />
          {slots.ticket.use().cards.map(({ order, Card }) => (
            <Card key={order} ticket={ticket} />
          ))}
          {ticket.account_id !== null && <CustomerBeside ticket={ticket} account={ticket.account_id} />}
        </div>
      </div>
      {asking}
      {acts.asking}
      {opened && <Opening which={opened} ticket={ticket} onClose={() => setOpened(null)} />}
    </Page>
  );
}

export function TicketPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const reading = useRead<Ticket>({ path: `/tickets/${id}`, topics: [`ticket:${id}`, 'ticket', 'tickets'] });
  return (
    <Shown reading={reading}>
      {(ticket) =>
        ticket.merged_into === null ? (
          <Whole key={ticket.id} ticket={ticket} />
        ) : (
          <Navigate to="/inbox/$id" params={{ id: String(ticket.merged_into) }} replace />
        )
      }
    </Shown>
  );
}
