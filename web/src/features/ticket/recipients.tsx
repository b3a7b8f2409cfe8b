/*
 * Who a reply goes to, as chips: proposed from the message that is answered, removed and added by hand. Who is not of the customer's
 * company is marked, as the server says it. A name is what its owner calls themselves, so the address stands beside it.
 */
import { useLayoutEffect, useRef, useState } from 'react';
import { useRead } from '../../api/query';
import type { Contact, Ticket, TicketRecipients } from '../../api/types';
import { useSettled } from '../../lib/settled';
import { Button, TextButton } from '../../ui/button';
import { TextBox } from '../../ui/field';
import { Muted } from '../../ui/layout';
import type { Recipient } from './draft';
import css from './recipients.module.css';
import { useRecipientWords } from './recipients-words';

const ROLES = ['to', 'cc', 'bcc'] as const;
const ADDRESS = /^[^\s@<>()[\]:,;\\"]+@[^\s@<>()[\]:,;\\"]+$/;
const MATCHES = 5;
const TYPING_MS = 200;

/** Proposed for the reply; `topics` bring it up to date when somebody writes. */
export function useProposal(ticket: Ticket) {
  return useRead<TicketRecipients>({ path: `/tickets/${ticket.id}/recipients`, topics: [`ticket:${ticket.id}`, 'message', 'mailboxes'] });
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** An address that was typed and not added yet, with those who are there; null when it is none. */
export function withTyped(recipients: readonly Recipient[], typed: string): readonly Recipient[] | null {
  const address = typed.trim();
  if (address === '' || recipients.some((one) => isSame(one.address, address))) return recipients;
  if (!ADDRESS.test(address)) return null;
  return [...recipients, { role: recipients.some((one) => one.role === 'to') ? 'cc' : 'to', address, name: null }];
}

/** People of the company whose name or address the server finds for what is typed. */
function useColleagues(ticket: Ticket, typed: string): Contact[] {
  const q = useSettled(typed.trim(), TYPING_MS);
  const list = useRead<{ items: Contact[] }>({
    path: '/contacts',
    query: { account_id: ticket.account_id, q, limit: 4 * MATCHES },
    topics: [`account:${ticket.account_id}`],
    enabled: ticket.account_id !== null,
    keep: true,
  });
  return (list.data?.items ?? []).filter(({ email }) => email);
}

interface ChipProps {
  one: Recipient;
  isOutside: boolean;
  onRole: () => void;
  onRemove: () => void;
}

function Chip({ one, isOutside, onRole, onRemove }: ChipProps) {
  const words = useRecipientWords();
  const name = one.name ?? one.address;
  const role = words[one.role];
  return (
    <li className={css.chip} data-outside={isOutside || undefined}>
      <TextButton name={words.roleOf(name, role)} onClick={onRole}>
        {role}
      </TextButton>
      <span className={css.who}>{name}</span>
      {one.name && <span className={css.address}>{one.address}</span>}
      {isOutside && <span className={css.mark}>{words.outside}</span>}
      <button type="button" className={css.remove} data-remove aria-label={words.remove(name)} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}

interface AddingProps {
  ticket: Ticket;
  value: readonly Recipient[];
  typed: string;
  onTyped: (typed: string) => void;
  onAdd: (value: readonly Recipient[]) => void;
  onDone: () => void;
}

function Adding({ ticket, value, typed, onTyped, onAdd, onDone }: AddingProps) {
  const words = useRecipientWords();
  const [isLeft, setLeft] = useState(false);
  const matches = useColleagues(ticket, typed)
    .filter(({ email }) => !value.some((one) => isSame(one.address, email ?? '')))
    .slice(0, MATCHES);
  const next = withTyped(value, typed);

  /** Whether what is typed counts from now on, or nothing is. */
  function take(): boolean {
    if (next === null) return false;
    onTyped('');
    if (next !== value) onAdd(next);
    return true;
  }
  function choose({ email, name }: Contact): void {
    const added = withTyped(value, email ?? '');
    onTyped('');
    if (added) onAdd(added.map((one) => (value.includes(one) ? one : { ...one, name })));
  }
  return (
    <li className={css.adding}>
      <TextBox
        name={words.address}
        placeholder={words.address}
        kind="email"
        size="xs"
        autoFocus
        value={typed}
        onChange={onTyped}
        onEnter={() => void take()}
        onLeave={() => setLeft(!take())}
        error={next === null && (isLeft || matches.length === 0) ? words.noAddress : null}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: who presses a name has not left the box, and half an address is none */}
      <span className={css.matches} onMouseDown={(event) => event.preventDefault()}>
        {matches.map((one) => (
          <TextButton key={one.id} onClick={() => choose(one)}>
            {one.name ? `${one.name} (${one.email})` : one.email}
          </TextButton>
        ))}
        <TextButton onClick={() => (take() ? onDone() : setLeft(true))}>{words.done}</TextButton>
      </span>
    </li>
  );
}

/** What was pressed goes: the focus stays in the list, where no letter is a command of the page. */
function useFocusBehind() {
  const list = useRef<HTMLUListElement>(null);
  const behind = useRef<number | 'add' | null>(null);
  useLayoutEffect(() => {
    if (behind.current === null) return;
    const removes = list.current?.querySelectorAll<HTMLElement>('button[data-remove]') ?? [];
    const chip = behind.current === 'add' ? undefined : (removes[behind.current] ?? removes[removes.length - 1]);
    (chip ?? list.current?.querySelector<HTMLElement>('[data-add] button'))?.focus();
    behind.current = null;
  });
  return { list, behind };
}

interface RecipientsProps {
  ticket: Ticket;
  from: string;
  value: readonly Recipient[];
  isOutside: (address: string) => boolean;
  onChange: (value: readonly Recipient[]) => void;
  /** What stands in the box to add somebody; null while that is closed. */
  typed: string | null;
  onTyped: (typed: string | null) => void;
}

export function Recipients({ ticket, from, value, isOutside, onChange, typed, onTyped }: RecipientsProps) {
  const words = useRecipientWords();
  const { list, behind } = useFocusBehind();
  const turned = (one: Recipient): Recipient => ({ ...one, role: ROLES[(ROLES.indexOf(one.role) + 1) % ROLES.length] ?? 'to' });
  function remove(at: number): void {
    behind.current = at;
    onChange(value.filter((_, other) => other !== at));
  }
  function close(): void {
    behind.current = 'add';
    onTyped(null);
  }
  return (
    <div className={css.recipients}>
      <Muted small>{words.from(from)}</Muted>
      <ul className={css.chips} aria-label={words.recipients} ref={list}>
        {value.map((one, at) => (
          <Chip
            key={one.address}
            one={one}
            isOutside={isOutside(one.address)}
            onRole={() => onChange(value.map((other) => (other === one ? turned(one) : other)))}
            onRemove={() => remove(at)}
          />
        ))}
        {typed !== null ? (
          <Adding ticket={ticket} value={value} typed={typed} onTyped={onTyped} onAdd={onChange} onDone={close} />
        ) : (
          <li data-add>
            <Button onClick={() => onTyped('')}>{words.add}</Button>
          </li>
        )}
      </ul>
    </div>
  );
}
