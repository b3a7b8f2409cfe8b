/* The list of accounts: search, filter, sort and date stand in the address, so that a link shows everybody the same. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useReadList } from '../../api/query';
import type { AccountListed, Condition } from '../../api/types';
import { mineOf } from '../../lib/condition';
import { conditionRead } from '../../lib/condition-address';
import { everyOne } from '../../lib/condition-ask';
import { pastDay, useDates } from '../../lib/dates';
import { useMay, useMe, useSees } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Choice } from '../../ui/button';
import { useNaming } from '../../ui/catalogue';
import { Exports, MoreExports } from '../../ui/exports';
import { Card, Muted, Page } from '../../ui/layout';
import { ListTools, useListSearch } from '../../ui/list-tools';
import { AsOf, PastNotice } from '../../ui/past';
import { type Chosen, chosenOf, SelectionBar, useSelection } from '../../ui/selection';
import { Failed } from '../../ui/state';
import { ColumnChoice, DataTable, useColumns } from '../../ui/table';
import { useTrail } from '../../ui/trail';
import { BulkChange, BulkNotice } from './bulk';
import css from './list.module.css';
import { AccountBrief, accountColumns } from './list-columns';
import { NewAccount } from './list-dialogs';
import { type AccountSearch, NobodyListed } from './list-empty';
import { useListWords } from './list-words';

const DEFAULT_SORT = 'name';
/* A bulk change needs a condition; every account has a name, so this one means all of them. */
const EVERYBODY = everyOne('name');

function asksStatus(condition: Condition | null): boolean {
  return JSON.stringify(condition).includes('"attribute":"status"');
}

/** Who left is not among the living, unless the filter asks for a status itself. */
function shownOnly(condition: Condition | null, show: string | undefined): Condition | null {
  if (show === 'all' || asksStatus(condition)) return condition;
  const status: Condition = { attribute: 'status', op: show === 'left' ? '=' : '!=', value: 'left' };
  if (!condition) return status;
  return { and: 'and' in condition ? [...condition.and, status] : [condition, status] };
}

function quickFilters(staffId: number): { key: 'mine' | 'unassigned' | 'bad' | 'renewal' | 'silent'; condition: Condition }[] {
  return [
    { key: 'mine', condition: mineOf(staffId) },
    { key: 'unassigned', condition: { attribute: 'owner_id', op: 'unknown' } as Condition },
    { key: 'bad', condition: { attribute: 'band', op: 'in', value: ['BAD'] } },
    {
      key: 'renewal',
      condition: {
        and: [
          { measure: { measure: 'days_to_renewal' }, op: '>=', value: 0 },
          { measure: { measure: 'days_to_renewal' }, op: '<=', value: 90 },
        ],
      },
    },
    { key: 'silent', condition: { measure: { measure: 'days_since' }, op: '>=', value: 14 } },
  ];
}

export function AccountListPage() {
  const words = useListWords();
  const naming = useNaming();
  const dates = useDates();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  const me = useMe();
  const { search, change } = useListSearch<AccountSearch>('/accounts');
  const [pressed, setAdding] = useState(false);
  const adding = mayManage && (pressed || search.make !== undefined);
  const [changing, setChanging] = useState<Chosen | null>(null);
  const sort = search.sort ?? DEFAULT_SORT;
  const asOf = pastDay(search.as_of);
  const condition = shownOnly(conditionRead(search.filter), search.show);
  const query = { q: search.q, filter: condition ? JSON.stringify(condition) : undefined, sort, as_of: asOf, kept: 'true' };
  const selection = useSelection(JSON.stringify([query.q, query.filter, asOf]));
  const list = useReadList<AccountListed>({ path: '/accounts', query, topics: ['accounts', 'account', 'health'], keep: true });
  const amounts = useSees('revenue');
  const columns = useMemo(
    () => accountColumns({ words, naming, dates, asOf, amounts, me: me.staff.id }),
    [words, naming, dates, asOf, amounts, me.staff.id],
  );
  const brief = (row: AccountListed) => <AccountBrief row={row} given={{ words, naming, dates, asOf, amounts, me: me.staff.id }} />;
  const address = { asked: search.columns, ask: (next: string) => change({ columns: next }) };
  const { shown } = useColumns('accounts', columns, address);
  const total = list.total ?? list.items.length;
  const rest = { path: '/accounts', query, cursor: list.data?.pages.at(-1)?.next };
  const place = useTrail({ name: words.title, rows: list.items, of: 'id', total: list.total, rest });

  const bring = (
    <>
      <Button strong onClick={() => void navigate({ to: '/settings/imports' })}>
        {words.noneImport}
      </Button>{' '}
      <Button onClick={() => setAdding(true)}>{words.add}</Button>
    </>
  );
  function closeNew(): void {
    setAdding(false);
    if (search.make !== undefined) change({ make: undefined });
  }
  const bulk = () => chosenOf(selection, search.q, condition ?? EVERYBODY, total);

  return (
    <Page
      fills
      title={words.title}
      beside={list.data && <Muted>{words.count(countText(total))}</Muted>}
      actions={
        <>
          <Exports path="/accounts" query={query} columns={shown} />
          <MoreExports of="account" query={query} />
          <ColumnChoice name="accounts" columns={columns} address={address} />
          {mayManage && (
            <Button strong onClick={() => setAdding(true)}>
              {words.add}
            </Button>
          )}
        </>
      }
      notice={<PastNotice asOf={asOf} onChange={(day) => change({ as_of: day })} />}
    >
      <ListTools
        search={search}
        onChange={change}
        looksInto={words.search}
        naming={naming}
        list={{ subject: 'account', condition, sort, columns: shown.map((column) => column.id) }}
        quick={quickFilters(me.staff.id).map(({ key, condition }) => ({ name: words.quick[key], condition }))}
      >
        {!asksStatus(conditionRead(search.filter)) && (
          <Choice
            label={words.show}
            value={search.show ?? 'active'}
            onChange={(show) => change({ show: show === 'active' ? undefined : show })}
            options={[
              { value: 'active', label: words.showActive },
              { value: 'left', label: words.showLeft },
              { value: 'all', label: words.showAll },
            ]}
          />
        )}
        <span className={css.asOf}>
          <AsOf asOf={asOf} onChange={(day) => change({ as_of: day })} />
        </span>
      </ListTools>
      <SelectionBar of={selection} total={total} words={words}>
        <Button strong onClick={() => setChanging(bulk())}>
          {words.change}
        </Button>
      </SelectionBar>
      {search.bulk && <BulkNotice id={search.bulk} onClose={() => change({ bulk: undefined })} />}
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : (
        <Card flush>
          <DataTable
            name="accounts"
            label={words.title}
            columns={columns}
            address={address}
            rows={list.items}
            rowId={(row) => String(row.id)}
            rowLabel={(row) => row.name}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            brief={brief}
            place={place}
            placeOf={(row) => row.id}
            onOpen={(row) => void navigate({ to: '/accounts/$id', params: { id: String(row.id) }, search: asOf ? { as_of: asOf } : {} })}
            more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
            total={total}
            selected={mayManage ? selection.selected : undefined}
            onSelect={mayManage ? selection.select : undefined}
            loading={list.isPending}
            empty={<NobodyListed search={search} asOf={asOf} onChange={change} action={mayManage && bring} />}
          />
        </Card>
      )}
      <NewAccount open={adding} onClose={closeNew} naming={naming} />
      <BulkChange
        chosen={changing}
        onClose={() => setChanging(null)}
        naming={naming}
        onDone={({ id }) => {
          setChanging(null);
          selection.select(new Set());
          change({ bulk: String(id) });
        }}
      />
    </Page>
  );
}
