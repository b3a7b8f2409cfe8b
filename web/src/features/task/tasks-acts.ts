/* What is done with one task or with several: at once, and with the way back. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Day, Id, Task, TaskChanges, TasksChanged } from '../../api/types';
import { dayAdd, nextMonth, today, useDates } from '../../lib/dates';
import { toast, toastError } from '../../ui/toast';
import { useTasksWords } from './tasks-words';

type Step = 'day' | 'week' | 'month';

const LATER: Record<Step, (day: Day) => Day> = { day: (day) => dayAdd(day, 1), week: (day) => dayAdd(day, 7), month: nextMonth };

/** From its day on; what is overdue or has no day, from today on. */
function later(due: Day | null, step: Step): Day {
  return LATER[step](due !== null && due > today() ? due : today());
}

/** Everything that shows tasks reads again. */
export function tasksChanged(tasks: readonly Pick<Task, 'account_id'>[] = []): void {
  topicsChanged(['tasks', 'task', 'today', ...tasks.map(({ account_id: id }) => `account:${id}`)]);
}

export const tasksChange = (body: TaskChanges) => api<TasksChanged>('/tasks/changes', { method: 'POST', body });
const changeUndo = ({ id }: TasksChanged) => api(`/tasks/changes/${id}/undo`, { method: 'POST' });

type Undo = () => Promise<void>;

/** Makes the changes; gives their undo, which leaves what somebody changed since. */
async function made(tasks: readonly Task[], changes: TaskChanges[]): Promise<Undo> {
  const done: TasksChanged[] = [];
  for (const change of changes) done.push(await tasksChange(change));
  tasksChanged(tasks);
  return async () => {
    for (const change of done.reverse()) await changeUndo(change);
    tasksChanged(tasks);
  };
}

/** One request for each value: those that get the same go together. */
function setEach(tasks: readonly Task[], set: (task: Task) => TaskChanges['set'] & object): Promise<Undo> {
  const groups = new Map<string, { ids: Id[]; set: TaskChanges['set'] & object }>();
  for (const task of tasks) {
    const wanted = set(task);
    const group = groups.get(JSON.stringify(wanted)) ?? { ids: [], set: wanted };
    group.ids.push(task.id);
    groups.set(JSON.stringify(wanted), group);
  }
  return made(tasks, [...groups.values()]);
}

export interface TaskActs {
  done: (tasks: readonly Task[], done: boolean) => void;
  move: (tasks: readonly Task[], step: Step) => void;
  hand: (tasks: readonly Task[], owner: Id | null) => void;
}

export function useTaskActs(): TaskActs {
  const words = useTasksWords();
  const dates = useDates();
  const run = (act: Promise<void>) => void act.catch(toastError);
  async function done(given: readonly Task[], is: boolean): Promise<void> {
    const tasks = given.filter((task) => (task.done_at !== null) !== is);
    if (tasks.length === 0) return;
    const undo = await made(tasks, [{ ids: tasks.map(({ id }) => id), done: is }]);
    toast(is ? words.done(tasks.length) : words.reopened(tasks.length), undo);
  }
  async function move(tasks: readonly Task[], step: Step): Promise<void> {
    const [first] = tasks;
    if (!first) return;
    const undo = await setEach(tasks, (task) => ({ due_on: later(task.due_on, step) }));
    toast(words.moved(tasks.length, dates.short(later(first.due_on, step))), undo);
  }
  async function hand(tasks: readonly Task[], owner: Id | null): Promise<void> {
    const undo = await setEach(tasks, () => ({ owner_id: owner }));
    toast(words.changed(String(tasks.length)), undo);
  }
  return {
    done: (tasks, is) => run(done(tasks, is)),
    move: (tasks, step) => run(move(tasks, step)),
    hand: (tasks, owner) => run(hand(tasks, owner)),
  };
}
