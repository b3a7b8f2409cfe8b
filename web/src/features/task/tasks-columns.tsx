/* The columns of the list of tasks, and a row of it on a phone. */
import { Link } from '@tanstack/react-router';
import type { Id, Staff, Task } from '../../api/types';
import type { useDates } from '../../lib/dates';
import { dayOf, today } from '../../lib/dates';
import { Person } from '../../ui/avatar';
import { Menu, type MenuItem } from '../../ui/button';
import { Check } from '../../ui/field';
import { Muted } from '../../ui/layout';
import { Away } from '../../ui/staff';
import type { Column } from '../../ui/table';
import css from './tasks.module.css';
import type { TaskActs } from './tasks-acts';
import type { TasksWords } from './tasks-words';

export interface Given {
  words: TasksWords;
  dates: ReturnType<typeof useDates>;
  acts: TaskActs;
  me: Id;
  staff: readonly Staff[];
  mayAct: boolean;
  onEdit: (task: Task) => void;
  onRemove: (task: Task) => void;
  /** Done ones are among those that are shown. */
  withDone: boolean;
}

function Tick({ task, given: { words, acts, mayAct } }: { task: Task; given: Given }) {
  return (
    <Check
      label=""
      name={words.tick(task.title)}
      value={task.done_at !== null}
      disabled={!mayAct}
      onChange={(on) => acts.done([task], on)}
    />
  );
}

function Title({ task, given }: { task: Task; given: Given }) {
  const { words, dates, mayAct, onEdit } = given;
  const done = task.done_at !== null || undefined;
  const snoozed = !done && task.snoozed_until !== null && task.snoozed_until > today() ? task.snoozed_until : null;
  return (
    <>
      <button type="button" className={css.title} data-done={done} title={task.title} onClick={() => mayAct && onEdit(task)}>
        {task.title}
      </button>
      {snoozed && <Muted small> {words.snoozed(dates.short(snoozed))}</Muted>}
    </>
  );
}

function Account({ task }: { task: Task }) {
  if (task.account_id === null) return null;
  return (
    <Link className={css.account} to="/accounts/$id" params={{ id: String(task.account_id) }}>
      {task.account}
    </Link>
  );
}

/** Whose it is; of a team, until somebody takes it. */
function Owner({ task, given }: { task: Task; given: Given }) {
  if (task.owner)
    return (
      <>
        <Person name={task.owner} /> <Away id={task.owner_id} />
      </>
    );
  return task.team ? <Muted>{given.words.ofTeam(task.team)}</Muted> : null;
}

function isLate(task: Task): boolean {
  return task.done_at === null && task.due_on !== null && task.due_on < today();
}

/** When it was done and by whom. */
function doneText({ done_at: at, done_by: who }: Task, { words, dates }: Given): string | null {
  return at === null ? null : words.doneBy(dates.short(dayOf(at)), who);
}

function Acts({ task, given }: { task: Task; given: Given }) {
  const { words, acts, me, staff, onEdit, onRemove } = given;
  const others = staff.filter((one) => one.active && one.id !== me && one.id !== task.owner_id);
  const items: (MenuItem | 'line')[] = [
    { key: 'edit', label: words.edit, onClick: () => onEdit(task) },
    'line',
    { key: 'day', label: words.toDay, onClick: () => acts.move([task], 'day') },
    { key: 'week', label: words.toWeek, onClick: () => acts.move([task], 'week') },
    { key: 'month', label: words.toMonth, onClick: () => acts.move([task], 'month') },
    'line',
    ...(task.owner_id === me ? [] : [{ key: 'me', label: words.toMe, onClick: () => acts.hand([task], me) }]),
    ...others.slice(0, 6).map(({ id, name }) => ({ key: String(id), label: words.handOver(name), onClick: () => acts.hand([task], id) })),
    'line',
    { key: 'remove', label: words.remove, danger: true, onClick: () => onRemove(task) },
  ];
  return <Menu label={words.acts(task.title)} target={<span aria-hidden="true">⋯</span>} items={items} />;
}

export function tasksColumns(given: Given): Column<Task>[] {
  const { words, dates, mayAct, withDone } = given;
  const tick: Column<Task> = { id: 'tick', name: words.showDone, fixed: true, width: 60, cell: (row) => <Tick task={row} given={given} /> };
  const acts: Column<Task> = {
    id: 'acts',
    name: words.actsHead,
    fixed: true,
    width: 76,
    align: 'end',
    cell: (row) => <Acts task={row} given={given} />,
  };
  return [
    tick,
    { id: 'title', name: words.task, fixed: true, width: 320, cell: (row) => <Title task={row} given={given} /> },
    { id: 'account', name: words.account, width: 190, cell: (row) => <Account task={row} /> },
    {
      id: 'due_on',
      name: words.due,
      sort: 'due_on',
      width: 120,
      cell: (row) => row.due_on && <span className={isLate(row) ? css.late : undefined}>{dates.near(row.due_on)}</span>,
    },
    { id: 'owner', name: words.owner, width: 150, cell: (row) => <Owner task={row} given={given} /> },
    { id: 'team', name: words.team, shown: false, width: 130, cell: (row) => row.team ?? '' },
    { id: 'done_at', name: words.doneAt, sort: 'done_at', shown: withDone, width: 180, cell: (row) => doneText(row, given) },
    {
      id: 'author',
      name: words.author,
      shown: false,
      width: 150,
      cell: (row) => (row.author ? <Person name={row.author} /> : <Muted>{words.byNobody}</Muted>),
    },
    {
      id: 'created_at',
      name: words.created,
      sort: 'created_at',
      shown: false,
      width: 120,
      cell: (row) => dates.short(dayOf(row.created_at)),
    },
    ...(mayAct ? [acts] : []),
  ];
}

/** On a phone: the task, and below it whose, for whom and until when. */
export function Brief({ task, given }: { task: Task; given: Given }) {
  const { words, dates } = given;
  const due = task.due_on && (isLate(task) ? words.late(dates.short(task.due_on)) : words.dueOn(dates.near(task.due_on)));
  const done = doneText(task, given);
  const told = [done ?? due, task.account, task.owner ?? (task.team && words.ofTeam(task.team))].filter(Boolean);
  return (
    <div className={css.brief}>
      <Tick task={task} given={given} />
      <div>
        <Title task={task} given={given} />
      </div>
      {given.mayAct ? <Acts task={task} given={given} /> : <span />}
      <div className={`${css.about} ${isLate(task) ? css.late : ''}`}>{told.join(' · ')}</div>
    </div>
  );
}
