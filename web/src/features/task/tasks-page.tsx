/*
 * What is to be done: one's own tasks by the day they are due. Whose, which and how sorted stand in the address; the server filters,
 * sorts and counts, also how many there are under each head.
 */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useReadList } from '../../api/query';
import type { Condition, Id, Task, TaskGroup, TaskList } from '../../api/types';
import { mineOf } from '../../lib/condition';
import { conditionRead } from '../../lib/condition-address';
import { allOf, asksFor, everyOne } from '../../lib/condition-ask';
import { today, useDates } from '../../lib/dates';
import { useKeys } from '../../lib/keys';
import { useMay, useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Choice } from '../../ui/button';
import { useNamingOf } from '../../ui/catalogue';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted, Page } from '../../ui/layout';
import { type ListSearch, ListTools, NoneListed, useListSearch } from '../../ui/list-tools';
import { type Chosen, chosenOf, type Selection, SelectionBar, useSelection } from '../../ui/selection';
import { useStaff, useTeams } from '../../ui/staff';
import { Empty, Failed } from '../../ui/state';
import { ColumnChoice, DataTable, type Groups, useColumns } from '../../ui/table';
import { toast } from '../../ui/toast';
import { useTrail } from '../../ui/trail';
import { ATTRIBUTES } from './attributes';
import { ChangeTasks, TasksChangedNotice } from './change-tasks';
import { EditTask } from './edit-task';
import css from './tasks.module.css';
import { type TaskActs, tasksChanged, useTaskActs } from './tasks-acts';
import { Brief, type Given, tasksColumns } from './tasks-columns';
import { type TasksWords, useTasksWords } from './tasks-words';

interface TasksSearch extends ListSearch {
  /** "all"; else one's own, unless the filter asks for an owner. */
  whose?: string;
  /** "done", "all"; else what is open, unless the filter asks. */
  show?: string;
  /** The change of several tasks that was made last. */
  change?: string;
}

/* A change of many needs a condition; every task has a title, so this one means all of them. */
const EVERY = everyOne('title');

/** What is asked in all: the filter, and what the two switches say where it does not. */
function asked(condition: Condition | null, { whose, show }: TasksSearch, me: number): Condition | null {
  const parts: Condition[] = condition ? [condition] : [];
  if (whose !== 'all' && !asksFor(condition, 'owner_id')) parts.push(mineOf(me));
  if (show !== 'all' && !asksFor(condition, 'done')) parts.push({ attribute: 'done', op: '=', value: show === 'done' });
  return allOf(parts);
}

function quickFilters(words: TasksWords, me: number, teams: readonly Id[]): { name: string; condition: Condition }[] {
  const { quick } = words;
  return [
    { name: quick.overdue, condition: { attribute: 'due_on', op: '<', value: today() } },
    { name: quick.undated, condition: { attribute: 'due_on', op: 'unknown' } as Condition },
    ...(teams.length > 0
      ? [
          {
            name: quick.team,
            condition: {
              and: [
                { attribute: 'team_id', op: 'in', value: [...teams] } as Condition,
                { attribute: 'owner_id', op: 'unknown' } as Condition,
              ],
            },
          },
        ]
      : []),
    { name: quick.unassigned, condition: { attribute: 'owner_id', op: 'unknown' } as Condition },
    {
      name: quick.added,
      condition: { and: [{ attribute: 'author_id', op: 'in', value: [me] }, { attribute: 'owner_id', op: 'known' } as Condition] },
    },
    { name: quick.mine, condition: { account: mineOf(me) } },
  ];
}

/** Under which head a task stands; the server says where each begins, and how many there are. */
function groupOf(task: Task, groups: readonly TaskGroup[]): string {
  const { due_on: due } = task;
  if (due === null) return 'undated';
  return groups.find(({ before }) => before !== null && before !== undefined && due < before)?.group ?? 'later';
}

function heads(groups: readonly TaskGroup[], words: TasksWords): Groups<Task> {
  return {
    of: (task) => groupOf(task, groups),
    head: (group) => (
      <>
        {words.groups[group]} <span className={css.count}>{countText(groups.find((one) => one.group === group)?.count ?? 0)}</span>
      </>
    ),
  };
}

interface SwitchesProps {
  search: TasksSearch;
  onChange: (next: Partial<TasksSearch>) => void;
  filter: Condition | null;
}

/** Whose tasks, and which: each goes where the filter asks for it itself. */
function Switches({ search, onChange, filter }: SwitchesProps) {
  const words = useTasksWords();
  return (
    <>
      {!asksFor(filter, 'owner_id') && (
        <Choice
          label={words.whose}
          value={search.whose === 'all' ? 'all' : 'mine'}
          onChange={(whose) => onChange({ whose: whose === 'mine' ? undefined : whose })}
          options={[
            { value: 'mine', label: words.mine },
            { value: 'all', label: words.everybodys },
          ]}
        />
      )}
      {!asksFor(filter, 'done') && (
        <Choice
          label={words.show}
          value={search.show ?? 'open'}
          onChange={(show) => onChange({ show: show === 'open' ? undefined : show })}
          options={[
            { value: 'open', label: words.showOpen },
            { value: 'done', label: words.showDone },
            { value: 'all', label: words.showAll },
          ]}
        />
      )}
    </>
  );
}

/** What is ticked of the rows that stand in the list: one that left it, as it was done or moved, is not meant any more. */
function tickedOf(chosen: Selection, tasks: readonly Task[]): { selection: Selection; ticked: readonly Task[] } {
  const ticked = tasks.filter(({ id }) => chosen.selected.has(String(id)));
  const selected = new Set(ticked.map(({ id }) => String(id)));
  return { selection: { ...chosen, selected, whole: chosen.whole && ticked.length > 0 }, ticked };
}

/** A key acts on what is ticked; with nothing ticked, on the marked row. What is not read yet only the dialog changes. */
function keysOf(words: TasksWords, acts: TaskActs, ticked: readonly Task[], whole: boolean, me: Id) {
  if (whole) return [];
  const meant = (task: Task) => (ticked.length > 0 ? ticked : [task]);
  return [
    { keys: 'd', label: words.keyDone, run: (row: Task) => acts.done(meant(row), true) },
    { keys: 'a', label: words.toMe, run: (row: Task) => acts.hand(meant(row), me) },
    { keys: 'e', label: words.toDay, run: (row: Task) => acts.move(meant(row), 'day') },
    { keys: 'w', label: words.toWeek, run: (row: Task) => acts.move(meant(row), 'week') },
    { keys: 'm', label: words.toMonth, run: (row: Task) => acts.move(meant(row), 'month') },
  ];
}

interface TasksSelectedProps {
  selection: Selection;
  ticked: readonly Task[];
  total: number;
  acts: TaskActs;
  onChange: () => void;
}

function TasksSelected({ selection, ticked, total, acts, onChange }: TasksSelectedProps) {
  const words = useTasksWords();
  const open = ticked.some(({ done_at: at }) => at === null);
  return (
    <SelectionBar of={selection} total={total} words={words}>
      {!selection.whole && <Button onClick={() => acts.done(ticked, open)}>{open ? words.markDone : words.markOpen}</Button>}
      <Button strong onClick={onChange}>
        {words.change}
      </Button>
    </SelectionBar>
  );
}

function NoTasks(props: { search: TasksSearch; onChange: (next: Partial<TasksSearch>) => void; onNew: (() => void) | null }) {
  const words = useTasksWords();
  const { search, onChange, onNew } = props;
  const add = onNew && (
    <Button strong onClick={onNew}>
      {words.add}
    </Button>
  );
  const plain = search.q === undefined && conditionRead(search.filter) === null;
  if (plain && search.show === 'done') return <Empty title={words.noneDone}>{words.noneDoneText}</Empty>;
  if (plain && search.whose !== 'all') {
    const all = <Button onClick={() => onChange({ whose: 'all' })}>{words.seeAll}</Button>;
    return (
      <Empty
        title={words.clearTitle}
        action={
          <>
            {add} {all}
          </>
        }
      >
        {words.clearText}
      </Empty>
    );
  }
  return (
    <NoneListed
      search={search}
      onChange={onChange}
      noMatch={words.noMatchText}
      title={words.noneTitle}
      text={words.noneText}
      action={add}
    />
  );
}

function useTasks(search: TasksSearch, me: number) {
  const filter = conditionRead(search.filter);
  const condition = asked(filter, search, me);
  const sort = search.sort ?? (search.show === 'done' ? '-done_at' : 'due_on');
  const query = {
    q: search.q,
    filter: condition ? JSON.stringify(condition) : undefined,
    sort,
    state: 'all',
    kept: 'true',
    by_group: 'true',
  };
  const list = useReadList<Task>({ path: '/tasks', query, topics: ['tasks', 'task', 'accounts', 'account'], keep: true });
  const groups = (list.data?.pages[0] as TaskList | undefined)?.groups ?? [];
  return { filter, condition, sort, query, list, groups, total: list.total ?? list.items.length };
}

export function TasksPage() {
  const words = useTasksWords();
  const dates = useDates();
  const naming = useNamingOf('task', ATTRIBUTES);
  const staff = useStaff();
  const me = useMe().staff.id;
  const navigate = useNavigate();
  const teams = useTeams().flatMap((team) => (team.members.some((one) => one.id === me) ? [team.id] : []));
  const mayAct = useMay('act');
  const acts = useTaskActs();
  const { search, change } = useListSearch<TasksSearch>('/tasks');
  const [editing, setEditing] = useState<Task | 'new' | null>(null);
  const [changing, setChanging] = useState<Chosen | null>(null);
  const [ask, asking] = useQuestion();
  const { filter, condition, sort, query, list, groups, total } = useTasks(search, me);
  const { selection, ticked } = tickedOf(useSelection(JSON.stringify([query.q, query.filter])), list.items);
  const rest = { path: '/tasks', query, cursor: list.data?.pages.at(-1)?.next };
  const place = useTrail({ name: words.title, rows: list.items, of: 'account_id', rest });

  async function remove(task: Task): Promise<void> {
    await api(`/tasks/${task.id}`, { method: 'DELETE' });
    tasksChanged([task]);
    toast(words.removed);
  }
  const withDone = asksFor(filter, 'done') || search.show !== undefined;
  const onRemove = (task: Task) =>
    ask({ title: words.removeAsk(task.title), text: words.removeText, act: words.remove, run: () => remove(task) });
  const given: Given = { words, dates, acts, me, staff, mayAct, onEdit: setEditing, onRemove, withDone };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the acts do is the same at each drawing
  const columns = useMemo(() => tasksColumns(given), [words, dates, staff, mayAct, me, withDone]);
  const address = { asked: search.columns, ask: (next: string) => change({ columns: next }) };
  const { shown } = useColumns('tasks', columns, address);

  useKeys([{ keys: 't', label: words.add, run: () => setEditing('new') }], mayAct);

  return (
    <Page
      fills
      title={words.title}
      beside={list.data && <Muted>{words.count(countText(total))}</Muted>}
      actions={
        <>
          <ColumnChoice name="tasks" columns={columns} address={address} />
          {mayAct && (
            <Button strong onClick={() => setEditing('new')}>
              {words.add}
            </Button>
          )}
        </>
      }
    >
      <ListTools
        search={search}
        onChange={change}
        looksInto={words.search}
        naming={naming}
        list={{ subject: 'task', condition, sort, columns: shown.map((column) => column.id) }}
        quick={quickFilters(words, me, teams)}
      >
        <Switches search={search} onChange={change} filter={filter} />
      </ListTools>
      <TasksSelected
        selection={selection}
        ticked={ticked}
        total={total}
        acts={acts}
        onChange={() => setChanging(chosenOf(selection, search.q, condition ?? EVERY, total))}
      />
      {search.change && <TasksChangedNotice id={search.change} onClose={() => change({ change: undefined })} />}
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : (
        <Card flush>
          <DataTable
            name="tasks"
            label={words.title}
            columns={columns}
            address={address}
            rows={list.items}
            rowId={(row) => String(row.id)}
            rowLabel={(row) => row.title}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            groups={sort === 'due_on' ? heads(groups, words) : undefined}
            place={place}
            placeOf={(row) => row.account_id}
            brief={(row) => <Brief task={row} given={given} />}
            onOpen={(row) =>
              row.account_id === null ? setEditing(row) : void navigate({ to: '/accounts/$id', params: { id: String(row.account_id) } })
            }
            opens={(row) => mayAct || row.account_id !== null}
            keys={mayAct ? keysOf(words, acts, ticked, selection.whole, me) : []}
            more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
            total={total}
            selected={mayAct ? selection.selected : undefined}
            onSelect={mayAct ? selection.select : undefined}
            loading={list.isPending}
            empty={<NoTasks search={search} onChange={change} onNew={mayAct ? () => setEditing('new') : null} />}
          />
        </Card>
      )}
      {editing !== null && <EditTask task={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {changing && (
        <ChangeTasks
          chosen={changing}
          onClose={() => setChanging(null)}
          onDone={({ id }) => {
            setChanging(null);
            change({ change: String(id) });
            selection.select(new Set());
          }}
        />
      )}
      {asking}
    </Page>
  );
}
