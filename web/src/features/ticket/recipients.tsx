/*
 * Who a reply goes to, as chips: proposed from the message that is answered, removed and added by hand. Who is not of the customer's
 * company is marked. What stands here when Send is pressed is what is sent.
 */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Contact, Ticket, TicketRecipient, TicketRecipients } from '../../api/types';
import { Button, TextButton } from '../../ui/button';
import { TextBox } from '../../ui/field';
import { Muted } from '../../ui/layout';
import css from './recipients.module.css';
import { useRecipientWords } from './recipients-words';

export interface Recipient extends TicketRecipient {
  outside?: boolean;
}

const ROLES = ['to', 'cc', 'bcc'] as const;
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;
const MATCHES = 5;

/** Proposed for the reply; `topics` bring it up to date when somebody writes. */
export function useProposal(ticket: Ticket) {
  return useRead<TicketRecipients>({ path: `/tickets/${ticket.id}/recipients`, topics: [`ticket:${ticket.id}`, 'mailboxes'] });
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function useColleagues(ticket: Ticket, open: boolean): Contact[] {
  const list = useRead<{ items: Contact[] }>({
    path: '/contacts',
    query: { account_id: ticket.account_id, limit: 200 },
    topics: [`account:${ticket.account_id}`],
    enabled: open && ticket.account_id !== null,
  });
  return (list.data?.items ?? []).filter(({ email }) => email);
}

function Chip({ one, onRole, onRemove }: { one: Recipient; onRole: () => void; onRemove: () => void }) {
  const words = useRecipientWords();
  const name = one.name ?? one.address;
  const role = words[one.role as (typeof ROLES)[number]];
  return (
    <li className={css.chip} data-outside={one.outside || undefined} title={one.address}>
      <TextButton name={words.roleOf(name, role)} onClick={onRole}>
        {role}
      </TextButton>
      <span className={css.who}>{name}</span>
      {one.outside && <span className={css.mark}>{words.outside}</span>}
      <button type="button" className={css.remove} aria-label={words.remove(name)} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}

function Adding({
  ticket,
  value,
  onAdd,
  onDone,
}: {
  ticket: Ticket;
  value: Recipient[];
  onAdd: (one: Recipient) => void;
  onDone: () => void;
}) {
  const words = useRecipientWords();
  const [text, setText] = useState('');
  const people = useColleagues(ticket, true);
  const typed = text.trim().toLowerCase();
  const matches = people
    .filter(
      ({ name, email }) => `${name ?? ''} ${email}`.toLowerCase().includes(typed) && !value.some((one) => isSame(one.address, email ?? '')),
    )
    .slice(0, MATCHES);
  const inside = (address: string) =>
    people.some(({ email }) => email && isSame(email, address)) ||
    value.some((one) => !one.outside && domainOf(one.address) === domainOf(address));
  const role = value.some((one) => one.role === 'to') ? 'cc' : 'to';

  function add(address: string, name: string | null): void {
    if (!ADDRESS.test(address)) return;
    onAdd({ role, address, name, outside: ticket.account_id !== null && !inside(address) });
    setText('');
  }
  return (
    <li className={css.adding}>
      <TextBox
        name={words.address}
        placeholder={words.address}
        kind="email"
        size="xs"
        autoFocus
        value={text}
        onChange={setText}
        onEnter={() => add(text.trim(), null)}
        error={typed !== '' && !ADDRESS.test(text.trim()) && matches.length === 0 ? words.noAddress : null}
      />
      <span className={css.matches}>
        {matches.map(({ id, name, email }) => (
          <TextButton key={id} onClick={() => add(email ?? '', name)}>
            {name ? `${name} (${email})` : email}
          </TextButton>
        ))}
        <TextButton onClick={onDone}>{words.done}</TextButton>
      </span>
    </li>
  );
}

export function Recipients({
  ticket,
  from,
  value,
  onChange,
}: {
  ticket: Ticket;
  from: string;
  value: Recipient[];
  onChange: (value: Recipient[]) => void;
}) {
  const words = useRecipientWords();
  const [isAdding, setAdding] = useState(false);
  const without = (one: Recipient) => value.filter((other) => other !== one);
  const turned = (one: Recipient): Recipient => ({ ...one, role: ROLES[(ROLES.indexOf(one.role as 'to') + 1) % ROLES.length] ?? 'to' });
  return (
    <div className={css.recipients}>
      <Muted small>{words.from(from)}</Muted>
      <ul className={css.chips} aria-label={words.recipients}>
        {value.map((one) => (
          <Chip
            key={one.address}
            one={one}
            onRole={() => onChange(value.map((other) => (other === one ? turned(one) : other)))}
            onRemove={() => onChange(without(one))}
          />
        ))}
        {isAdding ? (
          <Adding ticket={ticket} value={value} onAdd={(one) => onChange([...value, one])} onDone={() => setAdding(false)} />
        ) : (
          <li>
            <Button onClick={() => setAdding(true)}>{words.add}</Button>
          </li>
        )}
      </ul>
    </div>
  );
}
