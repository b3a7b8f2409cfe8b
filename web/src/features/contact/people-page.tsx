/* The people of all accounts, those who went quiet first on top: search, filter and order stand in the address. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useReadList } from '../../api/query';
import type { Condition, Contact } from '../../api/types';
import { mineOf } from '../../lib/condition';
import { conditionRead } from '../../lib/condition-address';
import { useDates } from '../../lib/dates';
import { useMay, useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button } from '../../ui/button';
import { useNamingOf } from '../../ui/catalogue';
import { Dialog } from '../../ui/dialog';
import { Exports } from '../../ui/exports';
import { Card, Muted, Page } from '../../ui/layout';
import { type ListSearch, ListTools, NoneListed, useListSearch } from '../../ui/list-tools';
import { Failed } from '../../ui/state';
import { ColumnChoice, DataTable, useColumns } from '../../ui/table';
import { useTrail } from '../../ui/trail';
import { ATTRIBUTES } from './attributes';
import { ContactForm } from './edit';
import { nameOf, PersonBrief, peopleColumns } from './people-columns';
import { type PeopleWords, usePeopleWords } from './people-words';
import { useContactWords } from './words';

const DEFAULT_SORT = 'quiet';
/* "Went quiet" is defined by the server (CONTACT_QUIET_DAYS) and in docs/en/metrics.md. */
const QUIET_DAYS = 14;
const BASE_DAYS = 90;

function quickFilters(words: PeopleWords, staffId: number): { name: string; condition: Condition }[] {
  const { quick } = words;
  return [
    { name: quick.mine, condition: { account: mineOf(staffId) } },
    { name: quick.champions, condition: { attribute: 'role', op: 'in', value: ['champion', 'decision_maker'] } },
    {
      name: quick.wentQuiet,
      condition: {
        and: [
          { attribute: 'days_unseen', op: '>=', value: QUIET_DAYS },
          { attribute: 'days_unseen', op: '<', value: QUIET_DAYS + BASE_DAYS },
          { attribute: 'excluded', op: '=', value: false },
        ],
      },
    },
    { name: quick.quiet, condition: { attribute: 'days_unseen', op: '>=', value: QUIET_DAYS } },
    { name: quick.active, condition: { attribute: 'days_unseen', op: '<', value: QUIET_DAYS } },
    { name: quick.never, condition: { attribute: 'last_seen_on', op: 'unknown' } as Condition },
  ];
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
  const condition = conditionRead(search.filter);
  const query = { q: search.q, filter: condition ? JSON.stringify(condition) : undefined, sort, kept: 'true', uses: 'true' };
  const list = useReadList<Contact>({ path: '/contacts', query, topics: ['contacts', 'contact', 'accounts', 'account'], keep: true });
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<Contact | null>(null);
  const given = useMemo(() => ({ words, contact, naming, dates }), [words, contact, naming, dates]);
  const columns = useMemo(() => peopleColumns(given), [given]);
  const address = { asked: search.columns, ask: (next: string) => change({ columns: next }) };
  const { shown } = useColumns('people', columns, address);
  const total = list.total ?? list.items.length;
  const rest = { path: '/contacts', query, cursor: list.data?.pages.at(-1)?.next };
  const place = useTrail({ name: words.title, rows: list.items, of: 'accounts', rest });
  const bring = (
    <Button strong onClick={() => void navigate({ to: '/settings/imports' })}>
      {words.noneImport}
    </Button>
  );

  /* Who has no account stands on no account's page: they open in place, for those who may change them. */
  function open(person: Contact): void {
    const [account] = person.accounts;
    if (account) void navigate({ to: '/accounts/$id', params: { id: String(account.id) } });
    else setEditing(person);
  }

  return (
    <Page
      fills
      title={words.title}
      beside={list.data && <Muted>{words.count(countText(total))}</Muted>}
      actions={
        <>
          <Exports path="/contacts" query={query} columns={shown} />
          <ColumnChoice name="people" columns={columns} address={address} />
        </>
      }
    >
      <ListTools
        search={search}
        onChange={change}
        looksInto={words.search}
        naming={naming}
        list={{ subject: 'contact', condition, sort, columns: shown.map((column) => column.id) }}
        quick={quickFilters(words, me.staff.id)}
      />
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : (
        <Card flush>
          <DataTable
            name="people"
            label={words.title}
            columns={columns}
            address={address}
            rows={list.items}
            rowId={(row) => String(row.id)}
            rowLabel={(row) => nameOf(row, contact)}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            place={place}
            placeOf={(row) => row.accounts[0]?.id}
            brief={(row) => <PersonBrief person={row} given={given} />}
            onOpen={open}
            opens={(row) => mayManage || row.accounts.length > 0}
            more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
            total={total}
            loading={list.isPending}
            empty={
              <NoneListed
                search={search}
                onChange={change}
                noMatch={words.noMatchText}
                title={words.noneTitle}
                text={words.noneText}
                action={mayManage && bring}
              />
            }
          />
        </Card>
      )}
      {editing && (
        <Dialog open onClose={() => setEditing(null)} title={nameOf(editing, contact)}>
          <ContactForm account={null} contact={editing} onDone={() => setEditing(null)} />
        </Dialog>
      )}
    </Page>
  );
}
