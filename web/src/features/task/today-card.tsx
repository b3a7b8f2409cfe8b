/* What was promised for today: ticked off at once, with undo. */
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Condition, Task, Today } from '../../api/types';
import { mineOf } from '../../lib/condition';
import { conditionWritten } from '../../lib/condition-address';
import { dayAdd, today, useDates } from '../../lib/dates';
import { useDraft } from '../../lib/draft';
import { useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { type DuePart, slots, type TodayCardProps } from '../../ui/feature';
import { Check, TextBox } from '../../ui/field';
import { ThingFiles } from '../../ui/files';
import { useFilesWords } from '../../ui/files-words';
import { Kpi } from '../../ui/kpi';
import { Card, Muted } from '../../ui/layout';
import { Rest, TASKS_MOST } from '../../ui/rest';
import { ForOwner } from '../../ui/staff';
import { toast, toastError } from '../../ui/toast';
import css from './today-card.module.css';
import { useTaskWords } from './words';

const CHANGES = ['today', 'task'];

export function TaskDue({ due: task, mayAct }: DuePart) {
  const words = useTaskWords();
  const dates = useDates();
  const me = useMe();
  const search = useSearch({ strict: false }) as { owner?: string };
  /* What the person just did, until the server's answer says the same. */
  const [wanted, setWanted] = useState<boolean | null>(null);
  const kit = useFilesWords();
  const [files, setFiles] = useState(false);
  const ticked = wanted ?? task.done_at !== null;
  const late = task.due_on !== null && task.due_on < today();

  async function open(): Promise<void> {
    setWanted(false);
    try {
      await api(`/tasks/${task.id}/completion`, { method: 'DELETE' });
      topicsChanged(CHANGES);
    } catch (error) {
      setWanted(null);
      throw error;
    }
  }
  async function tick(): Promise<void> {
    setWanted(true);
    try {
      await api(`/tasks/${task.id}/completion`, { method: 'POST', body: {} });
      topicsChanged(CHANGES);
      toast(words.taskDone, open);
    } catch (error) {
      setWanted(null);
      toastError(error);
    }
  }

  return (
    <li className={css.task}>
      <Check
        label=""
        name={words.tick(task.title)}
        value={ticked}
        disabled={!mayAct}
        onChange={(on) => (on ? void tick() : void open().catch(toastError))}
      />
      <div>
        <div className={ticked ? css.done : undefined}>{task.title}</div>
        <div className={css.quiet}>
          {task.account_id !== null && (
            <Link to="/accounts/$id" params={{ id: String(task.account_id) }} className={css.plain}>
              {task.account}
            </Link>
          )}{' '}
          {search.owner === undefined && task.owner_id !== null && task.owner_id !== me.staff.id && <ForOwner name={task.owner} />}{' '}
          {task.due_on && task.due_on !== today() && (
            <span className={late ? css.near : undefined} data-whole>
              {late ? words.late(dates.short(task.due_on)) : words.due(dates.short(task.due_on))}
            </span>
          )}{' '}
          {/* A task of an account has them on its timeline. */}
          {task.account_id === null && !files && (
            <TextButton name={kit.filesOf(task.title)} onClick={() => setFiles(true)}>
              {kit.files}
            </TextButton>
          )}
        </div>
        {files && <ThingFiles subject={`task:${task.id}`} mayAct={mayAct} />}
      </div>
    </li>
  );
}

function QuickTask() {
  const words = useTaskWords();
  const me = useMe();
  const [title, setTitle] = useDraft('task.today');
  async function add(): Promise<void> {
    if (title.trim() === '') return;
    try {
      const made = await api<Task>('/tasks', { method: 'POST', body: { title: title.trim(), due_on: today(), owner_id: me.staff.id } });
      setTitle('');
      topicsChanged(CHANGES);
      toast(words.taskAdded, async () => {
        await api(`/tasks/${made.id}`, { method: 'DELETE' });
        topicsChanged(CHANGES);
      });
    } catch (error) {
      toastError(error);
    }
  }
  return (
    <TextBox name={words.addToday} placeholder={words.addToday} size="xs" value={title} onChange={setTitle} onEnter={() => void add()} />
  );
}

export function TasksToday({ today: { tasks, tasks_total: total }, asOf, mayAct, onMoreTasks }: TodayCardProps) {
  const words = useTaskWords();
  const { dues } = slots.today.use();
  if (asOf) return null;
  return (
    <Card title={words.tasksToday}>
      {tasks.length === 0 ? (
        <Muted>{words.noTasks}</Muted>
      ) : (
        <ul className={css.tasks}>
          {tasks.map((due) => {
            const Due = dues[due.source];
            return Due && <Due key={`${due.source}:${due.id}`} due={due} mayAct={mayAct} />;
          })}
        </ul>
      )}
      <Rest shown={tasks.length} total={total} most={TASKS_MOST} onMore={onMoreTasks} />
      {mayAct && (
        <div className={css.quick}>
          <QuickTask />
        </div>
      )}
    </Card>
  );
}

/** Those that are due, in the list of tasks: of the person whose Today it is, and not put off. */
function dueWhere(owner: string | undefined) {
  const tomorrow = dayAdd(today(), 1);
  const whose: Condition[] = owner && owner !== 'all' ? [mineOf(Number(owner))] : [];
  const filter = conditionWritten({
    and: [
      ...whose,
      { attribute: 'due_on', op: '<', value: tomorrow },
      { or: [{ attribute: 'snoozed_until', op: 'unknown' } as Condition, { attribute: 'snoozed_until', op: '<', value: tomorrow }] },
    ],
  });
  return { to: '/tasks', search: { filter, whose: owner === 'all' ? 'all' : undefined } } as const;
}

/** Which tasks were open on a day of the past is not said. */
export function TasksHead({ head, past }: { head: Today['head']; past: boolean }) {
  const words = useTaskWords();
  const { owner } = useSearch({ strict: false }) as { owner?: string };
  if (past) return null;
  const due = (
    <Link {...dueWhere(owner)} className={css.figure}>
      {countText(head.tasks_due)}
    </Link>
  );
  return <Kpi label={words.tasksDue} value={due} note={words.tasksOpen(countText(head.tasks_open))} />;
}
