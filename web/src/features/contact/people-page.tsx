/* The people of all accounts, whoever went quiet first on top: search, filter and order stand in the address. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { pathWith } from '../../api/client';
import { useReadList } from '../../api/query';
import type { Condition, Contact } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { useMay, useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, DownloadLink } from '../../ui/button';
import { useNamingOf } from '../../ui/catalogue';
import { Card, Muted, Page } from '../../ui/layout';
import { type ListSearch, ListTools, useListSearch } from '../../ui/list-tools';
import { Empty, Failed } from '../../ui/state';
import { ColumnChoice, DataTable, useColumns } from '../../ui/table';
import { ATTRIBUTES } from './attributes';
import { nameOf, peopleColumns } from './people-columns';
import { type PeopleWords, usePeopleWords } from './people-words';
import { useContactWords } from './words';

const DEFAULT_SORT = 'last_seen_on';
const QUIET_DAYS = 14;

function quickFilters(words: PeopleWords, staffId: number): { name: string; condition: Condition }[] {
  const { quick } = words;
  return [
    { name: quick.mine, condition: { account: { attribute: 'owner_id', op: 'in', value: [staffId] } } },
    { name: quick.champions, condition: { attribute: 'role', op: 'in', value: ['champion', 'decision_maker'] } },
    { name: quick.quiet, condition: { attribute: 'last_seen_on', op: '<', value: dayAdd(today(), 1 - QUIET_DAYS) } },
    { name: quick.never, condition: { attribute: 'last_seen_on', op: 'unknown' } as Condition },
  ];
}

function NoPeople({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const words = usePeopleWords();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  if (narrowed) {
    return (
      <Empty title={words.noMatchTitle} action={<Button onClick={onClear}>{words.clear}</Button>}>
        {words.noMatchText}
      </Empty>
    );
  }
  const action = mayManage && (
    <Button strong onClick={() => void navigate({ to: '/settings/imports' })}>
      {words.noneImport}
    </Button>
  );
  return (
    <Empty title={words.noneTitle} action={action}>
      {words.noneText}
    </Empty>
  );
}

export function PeoplePage() {
  const words = usePeopleWords();
  const contact = useContactWords();
  const naming = useNamingOf('contact', ATTRIBUTES);
  const dates = useDates();
  const me = useMe();
  const navigate = useNavigate();
  const { search, change } = useListSearch<ListSearch>('/people');
  const sort = search.sort ?? DEFAULT_SORT;
  const query = { q: search.q, filter: search.filter, sort };
  const list = useReadList<Contact>({ path: '/contacts', query, topics: ['contacts', 'contact', 'accounts', 'account'], keep: true });
  const columns = useMemo(() => peopleColumns({ words, contact, naming, dates }), [words, contact, naming, dates]);
  const { shown } = useColumns('people', columns);
  const total = list.total ?? list.items.length;

  function open(person: Contact): void {
    const [account] = person.accounts;
    if (account) void navigate({ to: '/accounts/$id', params: { id: String(account.id) } });
  }

  return (
    <Page
      fills
      title={words.title}
      beside={list.data && <Muted>{words.count(countText(total))}</Muted>}
      actions={
        <>
          <DownloadLink href={pathWith('/api/v1/contacts.csv', { ...query, columns: shown.map((column) => column.id).join(',') })}>
            {words.export}
          </DownloadLink>
          <ColumnChoice name="people" columns={columns} />
        </>
      }
    >
      <ListTools search={search} onChange={change} looksInto={words.search} naming={naming} quick={quickFilters(words, me.staff.id)} />
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : (
        <Card flush>
          <DataTable
            name="people"
            label={words.title}
            columns={columns}
            rows={list.items}
            rowId={(row) => String(row.id)}
            rowLabel={(row) => nameOf(row, contact)}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            onOpen={open}
            more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
            total={total}
            loading={list.isPending}
            empty={
              <NoPeople
                narrowed={search.q !== undefined || search.filter !== undefined}
                onClear={() => change({ q: undefined, filter: undefined })}
              />
            }
          />
        </Card>
      )}
    </Page>
  );
}
