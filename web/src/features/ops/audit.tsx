/* The audit: every fact, with who, when and about what. Filters stand in the address. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { pathWith } from '../../api/client';
import { useReadList } from '../../api/query';
import type { Audit, Day, Staff } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { DownloadLink } from '../../ui/button';
import { slots } from '../../ui/feature';
import { DateBox, Select } from '../../ui/field';
import { Card, Muted } from '../../ui/layout';
import { useStaff } from '../../ui/staff';
import { Empty, Failed } from '../../ui/state';
import { type Column, DataTable } from '../../ui/table';
import css from './ops.module.css';
import { useAuditWords } from './words';

interface AuditSearch {
  kind?: string;
  actor?: string;
  from?: Day;
  until?: Day;
}

const ALL = 'all';

function Filters({ search, change, staff }: { search: AuditSearch; change: (next: AuditSearch) => void; staff: Staff[] }) {
  const words = useAuditWords();
  const language = useLanguage();
  const facts = slots.facts.use().words;
  const known = Object.entries(facts)
    .map(([value, { name }]) => ({ value, label: name[language] }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  const asked = search.kind && !(search.kind in facts) ? [{ value: search.kind, label: search.kind }] : [];
  const options = {
    kind: [...asked, ...known],
    actor: [{ value: 'system', label: words.system }, ...staff.map((one) => ({ value: `staff:${one.id}`, label: one.name }))],
  };
  return (
    <div className={css.filters}>
      {(['kind', 'actor'] as const).map((name) => (
        <Select
          key={name}
          size="xs"
          width={165}
          label={words[name]}
          search
          value={search[name] ?? ALL}
          onChange={(value) => change({ [name]: value && value !== ALL ? value : undefined })}
          options={[{ value: ALL, label: words.all }, ...options[name]]}
        />
      ))}
      {(['from', 'until'] as const).map((end) => (
        <DateBox
          key={end}
          size="xs"
          width={150}
          label={words[end]}
          clearable
          value={search[end] ?? null}
          onChange={(day) => change({ [end]: day ?? undefined })}
        />
      ))}
      <span className={css.export}>
        <DownloadLink href={pathWith('/api/v1/audit.csv', { ...search })}>{words.csv}</DownloadLink>
      </span>
    </div>
  );
}

function useAuditColumns(): Column<Audit>[] {
  const words = useAuditWords();
  const language = useLanguage();
  const facts = slots.facts.use().words;
  const dates = useDates();
  const actor = (one: Audit) => one.actor_name ?? (one.actor === 'system' ? words.system : one.actor);
  return [
    { id: 'at', name: words.at, width: 170, fixed: true, cell: (one) => dates.time(one.at) },
    { id: 'actor', name: words.actor, width: 140, cell: actor },
    {
      id: 'kind',
      name: words.kind,
      width: 180,
      cell: (one) => <span title={one.kind}>{facts[one.kind]?.name[language] ?? one.kind}</span>,
    },
    {
      id: 'account',
      name: words.account,
      width: 190,
      cell: (one) =>
        one.account_id && (
          <Link to="/accounts/$id" params={{ id: String(one.account_id) }} search={{}}>
            {one.account ?? one.account_id}
          </Link>
        ),
    },
    {
      id: 'details',
      name: words.details,
      width: 320,
      cell: (one) => (
        <span className={css.names}>
          {one.subject && <Muted small>{one.subject} </Muted>}
          {Object.entries(one.body)
            .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
            .join(' · ')}
          {one.reason && <div>{one.reason}</div>}
        </span>
      ),
    },
  ];
}

export function AuditPart() {
  const words = useAuditWords();
  const search = useSearch({ strict: false }) as AuditSearch;
  const navigate = useNavigate();
  const staff = useStaff();
  const columns = useAuditColumns();
  const list = useReadList<Audit>({
    path: '/audit',
    query: { ...search },
    topics: ['audit', 'staff', 'keys', 'workspace', 'accounts'],
    keep: true,
  });
  const change = (next: AuditSearch) => void navigate({ to: '/settings/audit', search: { ...search, ...next }, replace: true });
  return (
    <>
      <Filters search={search} change={change} staff={staff} />
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : (
        <Card flush>
          <DataTable
            name="audit"
            height="calc(100vh - 200px)"
            label={words.title}
            columns={columns}
            rows={list.items}
            brief="columns"
            rowId={(one) => String(one.id)}
            more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
            loading={list.isPending}
            empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
          />
        </Card>
      )}
    </>
  );
}
