/* The columns of the list of people: who, where, as what, and when they were last seen. */
import { Link } from '@tanstack/react-router';
import type { Contact } from '../../api/types';
import type { useDates } from '../../lib/dates';
import { dayOf } from '../../lib/dates';
import { countText } from '../../lib/numbers';
import { Person } from '../../ui/avatar';
import type { Naming } from '../../ui/catalogue';
import { fieldColumns } from '../../ui/field-columns';
import { Muted, Tag } from '../../ui/layout';
import type { Column } from '../../ui/table';
import css from './people.module.css';
import type { PeopleWords } from './people-words';
import type { ContactWords } from './words';

interface Given {
  words: PeopleWords;
  contact: ContactWords;
  naming: Naming;
  dates: ReturnType<typeof useDates>;
}

export function nameOf(person: Contact, contact: ContactWords): string {
  return person.name ?? person.email ?? person.external_id ?? contact.nameless;
}

function Name({ person, given: { contact, naming } }: { person: Contact; given: Given }) {
  const [account] = person.accounts;
  const name = nameOf(person, contact);
  const addressed = naming.language === 'ja' && person.name ? `${name} 様` : name;
  if (!account)
    return (
      <span className={css.name} data-excluded={person.excluded !== null || undefined}>
        {addressed}
      </span>
    );
  return (
    <Link className={css.name} data-excluded={person.excluded !== null || undefined} to="/accounts/$id" params={{ id: String(account.id) }}>
      {addressed}
    </Link>
  );
}

function Accounts({ person, words }: { person: Contact; words: PeopleWords }) {
  const [first, ...rest] = person.accounts;
  if (!first) return <Muted>{words.noAccount}</Muted>;
  return (
    <span title={person.accounts.map((account) => account.name).join(', ')}>
      <Link className={css.account} to="/accounts/$id" params={{ id: String(first.id) }}>
        {first.name}
      </Link>
      {rest.length > 0 && <Muted small> {words.moreAccounts(rest.length)}</Muted>}
    </span>
  );
}

/** In the last 28 days, beside the 28 before. */
function Uses({ person, words }: { person: Contact; words: PeopleWords }) {
  const { uses_28: now, uses_28_before: before } = person;
  if (now === null || before === null) return null;
  return (
    <span className={css.uses} data-fell={now < before / 2 || undefined}>
      {countText(now)} <Muted small>{words.before(countText(before))}</Muted>
    </span>
  );
}

function Roles({ person, given: { contact } }: { person: Contact; given: Given }) {
  return (
    <span className={css.roles}>
      {person.roles.map((role) => (
        <Tag key={role}>{contact.role[role]}</Tag>
      ))}
      {person.excluded && (
        <span title={contact.excludedBy[person.excluded](person.excluded_pattern ?? '')}>
          <Tag tone="past">{contact.excluded}</Tag>
        </span>
      )}
    </span>
  );
}

function seenText(person: Contact, { words, dates }: Given): string {
  return person.last_seen_on ? dates.ago(person.last_seen_on) : words.never;
}

/** On a phone: who and as what, and below it where, and when they were last seen. */
export function PersonBrief({ person, given }: { person: Contact; given: Given }) {
  const { words } = given;
  const uses = person.uses_28 === null ? null : words.uses(countText(person.uses_28));
  const told = [person.accounts[0]?.name ?? words.noAccount, seenText(person, given), uses].filter(Boolean);
  return (
    <div className={css.brief}>
      <Name person={person} given={given} /> <Roles person={person} given={given} />
      <div className={css.about}>{told.join(' · ')}</div>
    </div>
  );
}

export function peopleColumns(given: Given): Column<Contact>[] {
  const { words, contact, naming, dates } = given;
  return [
    { id: 'name', name: contact.name, sort: 'name', fixed: true, width: 168, cell: (row) => <Name person={row} given={given} /> },
    {
      id: 'last_seen_on',
      name: words.lastSeen,
      sort: 'last_seen_on',
      width: 132,
      cell: (row) =>
        row.last_seen_on ? <span title={dates.short(row.last_seen_on)}>{dates.ago(row.last_seen_on)}</span> : <Muted>{words.never}</Muted>,
    },
    {
      id: 'uses_28',
      name: words.usesHead,
      width: 170,
      align: 'end',
      cell: (row) => <Uses person={row} words={words} />,
    },
    { id: 'accounts', name: words.accounts, width: 188, cell: (row) => <Accounts person={row} words={words} /> },
    {
      id: 'roles',
      name: contact.roles,
      width: 196,
      cell: (row) => <Roles person={row} given={given} />,
    },
    {
      id: 'account_owners',
      name: words.accountOwner,
      width: 144,
      cell: (row) => row.accounts[0]?.owner && <Person name={row.accounts[0].owner} />,
    },
    { id: 'title', name: contact.title, width: 156, cell: (row) => row.title ?? '' },
    { id: 'email', name: contact.email, width: 212, cell: (row) => row.email ?? '' },
    { id: 'phone', name: contact.phone, shown: false, width: 140, cell: (row) => row.phone ?? '' },
    {
      id: 'language',
      name: contact.language,
      shown: false,
      width: 110,
      cell: (row) => (row.language ? (naming.choices('language')[row.language] ?? row.language) : ''),
    },
    { id: 'external_id', name: contact.externalId, shown: false, width: 140, cell: (row) => row.external_id ?? '' },
    {
      id: 'created_at',
      name: words.added,
      sort: 'created_at',
      shown: false,
      width: 120,
      cell: (row) => dates.short(dayOf(row.created_at)),
    },
    ...fieldColumns<Contact>(naming, dates, false),
  ];
}
