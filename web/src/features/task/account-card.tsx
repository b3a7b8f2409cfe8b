/* What is still open for this account. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Task } from '../../api/types';
import { today, useDates } from '../../lib/dates';
import type { AccountPart } from '../../ui/feature';
import { Check } from '../../ui/field';
import { Card, Muted } from '../../ui/layout';
import { Failed } from '../../ui/state';
import { toast, toastError } from '../../ui/toast';
import css from './account-card.module.css';
import { useTaskWords } from './words';

function OneTask({ task, part }: { task: Task; part: AccountPart }) {
  const words = useTaskWords();
  const dates = useDates();
  const [ticked, setTicked] = useState(false);
  const changes = ['today', 'task', `account:${part.account.id}`];
  async function back(): Promise<void> {
    await api(`/tasks/${task.id}/completion`, { method: 'DELETE' });
    setTicked(false);
    topicsChanged(changes);
  }
  async function tick(): Promise<void> {
    setTicked(true);
    try {
      await api(`/tasks/${task.id}/completion`, { method: 'POST', body: {} });
      topicsChanged(changes);
      toast(words.taskDone, back);
    } catch (error) {
      setTicked(false);
      toastError(error);
    }
  }
  const late = task.due_on !== null && task.due_on < today();
  return (
    <li className={css.task}>
      <Check label="" name={words.tick(task.title)} value={ticked} disabled={!part.mayAct} onChange={(on) => on && void tick()} />
      <div>
        {task.title}
        <div className={css.quiet}>
          {[task.owner, task.due_on ? words.due(dates.near(task.due_on)) : null].filter(Boolean).map((told, at) => (
            <span key={told} className={at > 0 && late ? css.near : undefined}>
              {at > 0 && ' · '}
              {told}
            </span>
          ))}
        </div>
      </div>
    </li>
  );
}

export function TasksCard({ part }: { part: AccountPart }) {
  const words = useTaskWords();
  const reading = useRead<{ items: Task[] }>({
    path: '/tasks',
    query: { account_id: part.account.id, state: 'open', limit: 50 },
    topics: ['task', `account:${part.account.id}`],
    enabled: !part.asOf,
  });
  const tasks = reading.data?.items ?? [];
  if (!part.asOf && reading.error && !reading.data) {
    return (
      <Card title={words.openTasks}>
        <Failed error={reading.error} again={() => void reading.refetch()} />
      </Card>
    );
  }
  if (part.asOf || tasks.length === 0) return null;
  return (
    <Card title={words.openTasks} beside={<Muted small>{tasks.length}</Muted>}>
      <ul className={css.tasks}>
        {tasks.map((task) => (
          <OneTask key={task.id} task={task} part={part} />
        ))}
      </ul>
    </Card>
  );
}
