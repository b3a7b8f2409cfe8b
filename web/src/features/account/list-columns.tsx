/* The columns of the list of accounts: what the API gives, and each custom field. */
import { Link } from '@tanstack/react-router';
import type { AccountListed, Day, Id } from '../../api/types';
import { countryName } from '../../lib/countries';
import type { useDates } from '../../lib/dates';
import { dayOf } from '../../lib/dates';
import { countText, moneyText, percentText } from '../../lib/numbers';
import { Person } from '../../ui/avatar';
import { BandBadge } from '../../ui/band';
import type { Naming } from '../../ui/catalogue';
import { fieldColumns } from '../../ui/field-columns';
import { Muted } from '../../ui/layout';
import { Away, ForOwner } from '../../ui/staff';
import type { Column } from '../../ui/table';
import css from './list.module.css';
import type { ListWords } from './list-words';

export interface Given {
  words: ListWords;
  naming: Naming;
  dates: ReturnType<typeof useDates>;
  asOf: string | undefined;
  me: Id;
  /** Whether amounts are shown. */
  amounts: boolean;
}

function choice(naming: Naming, kind: 'touch' | 'stage' | 'status' | 'language', value: string | null) {
  return value === null ? '' : (naming.choices(kind)[value] ?? value);
}

/** In what the account pays; what has no rate counts for nothing, and says so. */
function Mrr({ of: { mrr, mrr_without_rate }, words }: { of: AccountListed; words: ListWords }) {
  if (!mrr) return null;
  return (
    <>
      {moneyText(mrr)}
      {mrr_without_rate && mrr_without_rate.length > 0 && (
        <span title={words.withoutRates(mrr_without_rate.join(', '))}>
          {' '}
          <Muted small>{words.withoutRate}</Muted>
        </span>
      )}
    </>
  );
}

/** Whose it is; for who stands in, for whom. */
function Owner({ of: { owner, owner_id, standing_in_id }, me }: { of: AccountListed; me: Id }) {
  if (!owner) return null;
  return standing_in_id === me ? (
    <ForOwner name={owner} />
  ) : (
    <>
      <Person name={owner} /> <Away id={owner_id} />
    </>
  );
}

function NameLink({ row, asOf }: { row: AccountListed; asOf: string | undefined }) {
  return (
    <Link className={css.name} to="/accounts/$id" params={{ id: String(row.id) }} search={asOf ? { as_of: asOf } : {}}>
      {row.name}
    </Link>
  );
}

/** A row on a phone: who and how they stand, then what is at stake, until when and whose they are. */
export function AccountBrief({ row, given: { words, dates, asOf, amounts } }: { row: AccountListed; given: Given }) {
  const renews = row.renews_on && `${words.columns.renews_on} ${dates.short(row.renews_on)}`;
  const left = row.left_on && `${words.columns.left_on} ${dates.short(row.left_on)}`;
  const told = [amounts && row.mrr && moneyText(row.mrr), left ?? renews, row.owner].filter(Boolean);
  return (
    <div className={css.brief}>
      <NameLink row={row} asOf={asOf} />
      <BandBadge band={row.band} points={row.points} beginning={row.beginning} />
      <div className={css.about}>{told.join(' · ')}</div>
    </div>
  );
}

function mainColumns({ words, dates, asOf, me }: Given): Column<AccountListed>[] {
  const day = (value: Day | null) => (value ? dates.short(value) : '');
  return [
    {
      id: 'name',
      name: words.columns.name,
      sort: 'name',
      fixed: true,
      width: 192,
      cell: (row) => <NameLink row={row} asOf={asOf} />,
    },
    {
      id: 'band',
      name: words.columns.band,
      sort: 'band',
      width: 130,
      cell: (row) => <BandBadge band={row.band} points={row.points} beginning={row.beginning} />,
    },
    { id: 'mrr', name: words.columns.mrr, sort: 'mrr', width: 134, align: 'end', cell: (row) => <Mrr of={row} words={words} /> },
    {
      id: 'renews_on',
      name: words.columns.renews_on,
      sort: 'renews_on',
      width: 194,
      cell: (row) =>
        row.renews_on ? (
          <>
            {dates.short(row.renews_on)} {row.days_to_renewal !== null && <Muted small>{words.daysLeft(row.days_to_renewal)}</Muted>}
          </>
        ) : (
          ''
        ),
    },
    { id: 'owner', name: words.columns.owner, sort: 'owner', width: 144, cell: (row) => <Owner of={row} me={me} /> },
    {
      id: 'people_28',
      name: words.columns.people_28,
      sort: 'people_28',
      width: 130,
      align: 'end',
      cell: (row) => (row.people_28 === null ? '' : countText(row.people_28)),
    },
    { id: 'last_event_on', name: words.columns.last_event_on, sort: 'last_event_on', width: 126, cell: (row) => day(row.last_event_on) },
  ];
}

function moreColumns({ words, naming, dates }: Given): Column<AccountListed>[] {
  return [
    {
      id: 'mrr_converted',
      name: words.columns.mrr_converted,
      sort: 'mrr',
      shown: false,
      width: 150,
      align: 'end',
      cell: (row) => (row.mrr_converted ? moneyText(row.mrr_converted) : ''),
    },
    { id: 'team', name: words.columns.team, sort: 'team', shown: false, width: 130, cell: (row) => row.team ?? '' },
    {
      id: 'stand_in',
      name: words.columns.stand_in,
      shown: false,
      width: 144,
      cell: (row) => row.stand_in && <Person name={row.stand_in} />,
    },
    { id: 'stage', name: words.columns.stage, sort: 'stage', shown: false, width: 120, cell: (row) => choice(naming, 'stage', row.stage) },
    { id: 'touch', name: words.columns.touch, sort: 'touch', shown: false, width: 110, cell: (row) => choice(naming, 'touch', row.touch) },
    { id: 'status', name: words.columns.status, shown: false, width: 110, cell: (row) => choice(naming, 'status', row.status) },
    {
      id: 'left_on',
      name: words.columns.left_on,
      sort: 'left_on',
      shown: false,
      width: 120,
      cell: (row) => (row.left_on ? dates.short(row.left_on) : ''),
    },
    {
      id: 'seats',
      name: words.columns.seats,
      sort: 'seats',
      shown: false,
      width: 80,
      align: 'end',
      cell: (row) => (row.seats === null ? '' : countText(row.seats)),
    },
    { id: 'coverage', name: words.columns.coverage, shown: false, width: 90, align: 'end', cell: (row) => percentText(row.coverage) },
    {
      id: 'country',
      name: words.columns.country,
      sort: 'country',
      shown: false,
      width: 130,
      cell: (row) => (row.country ? countryName(row.country, naming.language) : ''),
    },
    { id: 'domain', name: words.columns.domain, shown: false, width: 160, cell: (row) => row.domain ?? '' },
    { id: 'external_id', name: words.columns.external_id, shown: false, width: 130, cell: (row) => row.external_id ?? '' },
    { id: 'parent', name: words.columns.parent, shown: false, width: 160, cell: (row) => row.parent ?? '' },
    {
      id: 'created_at',
      name: words.columns.created_at,
      sort: 'created_at',
      shown: false,
      width: 120,
      cell: (row) => dates.short(dayOf(row.created_at)),
    },
  ];
}

const AMOUNTS = ['mrr', 'mrr_converted'];

export function accountColumns(given: Given): Column<AccountListed>[] {
  const all = [...mainColumns(given), ...moreColumns(given), ...fieldColumns<AccountListed>(given.naming, given.dates, true)];
  return given.amounts ? all : all.filter((column) => !AMOUNTS.includes(column.id));
}
