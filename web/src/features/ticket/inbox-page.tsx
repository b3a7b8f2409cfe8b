/*
 * The inbox: tickets by whose they are and where they stand. What is asked stands in the address; the server filters, sorts and
 * counts.
 */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useReadList } from '../../api/query';
import type { Condition, Ticket } from '../../api/types';
import { conditionRead } from '../../lib/condition-address';
import { allOf, asksFor, everyOne } from '../../lib/condition-ask';
import { useDates } from '../../lib/dates';
import { useKeys } from '../../lib/keys';
import { useLanguage } from '../../lib/language';
import { useMay, useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Choice } from '../../ui/button';
import { useNamingOf } from '../../ui/catalogue';
import { Card, Muted, Page } from '../../ui/layout';
import { type ListSearch, ListTools, NoneListed, type QuickFilter, useListSearch } from '../../ui/list-tools';
import { type Chosen, chosenOf, SelectionBar, useSelection } from '../../ui/selection';
import { Empty, Failed } from '../../ui/state';
import { ColumnChoice, DataTable, useColumns } from '../../ui/table';
import { ATTRIBUTES } from '../../ui/ticket-attributes';
import { toast, toastError } from '../../ui/toast';
import { ChangeTickets } from './change-tickets';
import { changeTickets, TOPICS, useStatusName } from './desk';
import { Brief, inboxColumns } from './inbox-columns';
import { NewTicketDialog } from './new-ticket';
import { type DeskWords, useDeskWords } from './words';

interface InboxSearch extends ListSearch {
  /** "mine", "nobody"; else everybody's, unless the filter asks for an assignee. */
  whose?: string;
  /** "snoozed", "done", "all"; else what is open and not put off, unless the filter asks. */
  show?: string;
}

/* A change of many needs a condition; every ticket has a subject, so this one means all of them. */
const EVERY = everyOne('subject');

const asksState = (condition: Condition | null) => ['done', 'state', 'status_id', 'snoozed'].some((name) => asksFor(condition, name));

const DUE_NEXT = 'due_at';
const LATEST = '-updated_at';
/* Sorted by another column, the switch says neither. */
const ORDERS: Record<string, string> = { [LATEST]: 'latest', [DUE_NEXT]: 'due' };

const is = (attribute: string, value: boolean): Condition => ({ attribute, op: '=', value });

/** What is asked in all: the filter, and what the two switches say where it does not. */
function asked(condition: Condition | null, { whose, show }: InboxSearch, me: number): Condition | null {
  const parts: Condition[] = condition ? [condition] : [];
  if (!asksFor(condition, 'assignee_id')) {
    if (whose === 'mine') parts.push({ attribute: 'assignee_id', op: 'in', value: [me] });
    if (whose === 'nobody') parts.push({ attribute: 'assignee_id', op: 'unknown' } as Condition);
  }
  if (!asksState(condition)) {
    if (show === 'done') parts.push(is('done', true));
    else if (show !== 'all') parts.push(is('done', false), is('snoozed', show === 'snoozed'));
  }
  return allOf(parts);
}

function quickFilters({ quick }: DeskWords, me: number): QuickFilter[] {
  return [
    { name: quick.waits, condition: is('waits', true) },
    { name: quick.urgent, condition: { attribute: 'priority', op: 'in', value: ['urgent'] } },
    { name: quick.unanswered, condition: is('answered', false) },
    { name: quick.old, condition: { attribute: 'days_open', op: '>', value: 7 } },
    { name: quick.mine, condition: { account: { attribute: 'owner_id', op: 'in', value: [me] } } },
  ];
}

interface SwitchesProps {
  search: InboxSearch;
  onChange: (next: Partial<InboxSearch>) => void;
  filter: Condition | null;
}

function Switches({ search, onChange, filter }: SwitchesProps) {
  const words = useDeskWords();
  return (
    <>
      <Choice
        label={words.order}
        value={ORDERS[search.sort ?? LATEST] ?? ''}
        onChange={(order) => onChange({ sort: order === 'due' ? DUE_NEXT : undefined })}
        options={[
          { value: 'latest', label: words.latest },
          { value: 'due', label: words.dueNext },
        ]}
      />
      {!asksFor(filter, 'assignee_id') && (
        <Choice
          label={words.whose}
          value={search.whose ?? 'everybody'}
          onChange={(whose) => onChange({ whose: whose === 'everybody' ? undefined : whose })}
          options={[
            { value: 'everybody', label: words.everybodys },
            { value: 'mine', label: words.mine },
            { value: 'nobody', label: words.nobodys },
          ]}
        />
      )}
      {!asksState(filter) && (
        <Choice
          label={words.show}
          value={search.show ?? 'todo'}
          onChange={(show) => onChange({ show: show === 'todo' ? undefined : show })}
          options={[
            { value: 'todo', label: words.todo },
            { value: 'snoozed', label: words.snoozedOnes },
            { value: 'done', label: words.solvedOnes },
            { value: 'all', label: words.all },
          ]}
        />
      )}
    </>
  );
}

function NoTickets(props: { search: InboxSearch; onChange: (next: Partial<InboxSearch>) => void; onNew: (() => void) | null }) {
  const words = useDeskWords();
  const { search, onChange, onNew } = props;
  const add = onNew && (
    <Button strong onClick={onNew}>
      {words.add}
    </Button>
  );
  const narrowed = search.whose !== undefined || search.show !== 'all';
  if (search.q === undefined && conditionRead(search.filter) === null && narrowed) {
    const all = <Button onClick={() => onChange({ whose: undefined, show: 'all' })}>{words.seeAll}</Button>;
    const action = (
      <>
        {add} {all}
      </>
    );
    return (
      <Empty title={words.clearTitle} action={action}>
        {words.clearText}
      </Empty>
    );
  }
  return (
    <NoneListed search={search} onChange={onChange} noMatch={words.noMatch} title={words.noneTitle} text={words.noneText} action={add} />
  );
}

/** Takes and puts off from the list; what goes wrong is said, and what was done can be undone. */
function useRowActs(words: DeskWords, me: number) {
  async function take(row: Ticket): Promise<void> {
    const { undo } = await changeTickets({ ids: [row.id] }, { assignee_id: me }, words);
    toast(words.taken, undo);
  }
  return [{ keys: 't', label: words.take, run: (row: Ticket) => void take(row).catch(toastError) }];
}

export function InboxPage() {
  const words = useDeskWords();
  const dates = useDates();
  const language = useLanguage();
  const naming = useNamingOf('ticket', ATTRIBUTES);
  const statusName = useStatusName();
  const me = useMe().staff.id;
  const navigate = useNavigate();
  const mayAct = useMay('act');
  const { search, change } = useListSearch<InboxSearch>('/inbox');
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Chosen | null>(null);
  const rowKeys = useRowActs(words, me);
  const filter = conditionRead(search.filter);
  const condition = asked(filter, search, me);
  const sort = search.sort ?? LATEST;
  const query = { q: search.q, filter: condition ? JSON.stringify(condition) : undefined, sort, state: 'all', kept: 'true' };
  const list = useReadList<Ticket>({ path: '/tickets', query, topics: [...TOPICS, 'accounts', 'account'], keep: true });
  const total = list.total ?? list.items.length;
  const selection = useSelection(JSON.stringify([query.q, query.filter]));
  const given = { words, dates, language, statusName };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are those of the language and the statuses
  const columns = useMemo(() => inboxColumns(given), [words, dates, language, statusName]);
  const address = { asked: search.columns, ask: (next: string) => change({ columns: next }) };
  const { shown } = useColumns('tickets', columns, address);
  useKeys([{ keys: 'c', label: words.add, run: () => setAdding(true) }], mayAct);

  return (
    <Page
      fills
      title={words.inbox}
      beside={list.data && <Muted>{words.count(countText(total))}</Muted>}
      actions={
        <>
          <ColumnChoice name="tickets" columns={columns} address={address} />
          {mayAct && (
            <Button strong onClick={() => setAdding(true)}>
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
        list={{ subject: 'ticket', condition, sort, columns: shown.map((column) => column.id) }}
        quick={quickFilters(words, me)}
      >
        <Switches search={search} onChange={change} filter={filter} />
      </ListTools>
      <SelectionBar
        of={selection}
        total={total}
        words={{ selected: words.selectedCount, all: words.takeAll, allTaken: words.allTaken, none: words.none }}
      >
        <Button strong onClick={() => setChanging(chosenOf(selection, search.q, condition ?? EVERY, total))}>
          {words.change}
        </Button>
      </SelectionBar>
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : (
        <Card flush>
          <DataTable
            name="tickets"
            label={words.inbox}
            columns={columns}
            address={address}
            rows={list.items}
            rowId={(row) => String(row.id)}
            rowLabel={(row) => `#${row.number} ${row.subject}`}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            brief={(row) => <Brief ticket={row} given={given} />}
            onOpen={(row) => void navigate({ to: '/inbox/$id', params: { id: String(row.id) } })}
            keys={mayAct ? rowKeys : []}
            more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
            total={total}
            selected={mayAct ? selection.selected : undefined}
            onSelect={mayAct ? selection.select : undefined}
            loading={list.isPending}
            empty={<NoTickets search={search} onChange={change} onNew={mayAct ? () => setAdding(true) : null} />}
          />
        </Card>
      )}
      {adding && <NewTicketDialog account={null} onClose={() => setAdding(false)} />}
      {changing && (
        <ChangeTickets
          chosen={changing}
          onClose={() => setChanging(null)}
          onDone={() => {
            setChanging(null);
            selection.select(new Set());
          }}
        />
      )}
    </Page>
  );
}
