/* What was said on a ticket, the oldest first; a note among ourselves never looks like a reply. */
import { Fragment, useEffect, useRef } from 'react';
import { useRead, useReadList } from '../../api/query';
import type { Delivery, Id, Ticket, TicketMessage } from '../../api/types';
import { clockText, dayOf, useDates } from '../../lib/dates';
import { useMay, useMe } from '../../lib/me';
import { Avatar } from '../../ui/avatar';
import { Button, TextButton } from '../../ui/button';
import { FileList } from '../../ui/files';
import { Muted, Tag } from '../../ui/layout';
import { Failed, Loading } from '../../ui/state';
import { VisibleMark } from '../../ui/visible';
import { DeliveryLine } from './delivery';
import css from './desk.module.css';
import { useRecipientWords } from './recipients-words';
import { useRelateWords } from './relate-words';
import { useDeskWords } from './words';

export function authorOf(message: TicketMessage): string | null {
  return message.kind === 'customer' ? (message.contact ?? message.sender_name ?? message.sender_address) : message.author;
}

/** What the author wrote; quotes and signatures are a click away. Folds count characters, not the units of JavaScript. */
function Body({ message }: { message: TicketMessage }) {
  const words = useDeskWords();
  if (message.folds.length === 0) return <p className={css.text}>{message.text}</p>;
  const characters = [...message.text];
  return message.folds.map(({ kind, from, size }) => {
    const text = characters
      .slice(from, from + size)
      .join('')
      .replace(/^\n+|\n+$/g, '');
    if (text === '') return null;
    return kind === 'own' ? (
      <p key={from} className={css.text}>
        {text}
      </p>
    ) : (
      <details key={from} className={css.folded}>
        <summary>{kind === 'quote' ? words.quoted : words.signature}</summary>
        <p className={css.text}>{text}</p>
      </details>
    );
  });
}

const ROLES = ['to', 'cc', 'bcc'] as const;

/** Whom it was for, with their addresses: a name is what its owner calls themselves. */
function For({ message: { recipients } }: { message: TicketMessage }) {
  const words = useRecipientWords();
  const parts = ROLES.map((role) => ({ role, those: recipients.filter((one) => one.role === role) }));
  const named = parts.filter(({ those }) => those.length > 0);
  return named.map(({ role, those }) => (
    <p key={role} className={css.to}>
      {words[role]}: {those.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')}
    </p>
  ));
}

/** What was said in public, by somebody who can be answered. */
function isAnswerable({ kind, automatic, recipients }: TicketMessage): boolean {
  if (kind === 'customer') return automatic !== 'bounce' && automatic !== 'own';
  return kind === 'reply' && recipients.length > 0;
}

interface MessageProps {
  ticket: Ticket;
  message: TicketMessage;
  delivery: Delivery | undefined;
  onAnswer: (message: Id) => void;
}

function Message({ ticket, message, delivery, onAnswer }: MessageProps) {
  const sending = useRecipientWords();
  const words = useDeskWords();
  const relate = useRelateWords();
  const mayAct = useMay('act');
  const name = authorOf(message) ?? words.unknownPerson;
  /* What was sent stays as it was sent. */
  const mayChange = mayAct && message.kind !== 'customer' && !delivery;
  return (
    <article className={css.message} data-kind={message.kind} aria-label={`${words[message.kind]}: ${name}`}>
      <div className={css.by}>
        <Avatar name={name} />
        <strong>{name}</strong>
        <Tag>{words[message.kind]}</Tag>
        {message.origin_number !== null && <Tag tone="past">{relate.from(message.origin_number)}</Tag>}
        {message.automatic && <Tag tone="past">{words.automatic[message.automatic]}</Tag>}
        <VisibleMark to={message.visible_to === 'support' ? null : message.visible_to} />
        {message.has_source && (
          <a className={css.source} href={`/api/v1/ticket-messages/${message.id}/source`}>
            {words.mailSource}
          </a>
        )}
        <Muted small>{[clockText(message.at), words.via(words.channels[message.channel] ?? message.channel)].join(' · ')}</Muted>
      </div>
      <For message={message} />
      {message.caution === 'staff_address' && <p className={css.caution}>{words.staffAddress}</p>}
      <Body message={message} />
      <FileList files={message.files} mayAct={mayChange} topics={[`ticket:${message.ticket_id}`]} />
      {delivery && <DeliveryLine ticket={ticket} delivery={delivery} />}
      {mayAct && isAnswerable(message) && <TextButton onClick={() => onAnswer(message.id)}>{sending.answer}</TextButton>}
    </article>
  );
}

/** What I have just written is seen: the box to answer in stands below it then, and not over it. `newest` undefined: not read yet. */
function useSeen(newest: TicketMessage | null | undefined) {
  const me = useMe().staff.id;
  const list = useRef<HTMLElement>(null);
  const mine = newest && (newest.author_id === me ? newest.id : null);
  const before = useRef(mine);
  useEffect(() => {
    const isNew = before.current !== undefined && mine && mine !== before.current;
    if (isNew) list.current?.parentElement?.scrollIntoView({ block: 'end' });
    before.current = mine;
  }, [mine]);
  return list;
}

export function Conversation({ ticket, onAnswer }: { ticket: Ticket; onAnswer: (message: Id) => void }) {
  const words = useDeskWords();
  const dates = useDates();
  const list = useReadList<TicketMessage>({
    path: `/tickets/${ticket.id}/messages`,
    query: { limit: 50 },
    topics: [`ticket:${ticket.id}`, 'message', 'file'],
    keep: true,
  });
  const sent = useRead<{ items: Delivery[] }>({ path: `/tickets/${ticket.id}/deliveries`, topics: [`ticket:${ticket.id}`] });
  const seen = useSeen(list.data && (list.items[0] ?? null));
  const deliveryOf = (id: number) => sent.data?.items.find((one) => one.ticket_message_id === id);
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.isPending) return <Loading lines={6} />;
  const messages = [...list.items].reverse();
  return (
    <section className={css.messages} aria-label={words.text} ref={seen}>
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.earlier}
        </Button>
      )}
      {messages.map((message, at) => {
        const day = dayOf(message.at);
        const before = messages[at - 1];
        return (
          <Fragment key={message.id}>
            {(!before || dayOf(before.at) !== day) && <p className={css.day}>{dates.weekday(day)}</p>}
            <Message ticket={ticket} message={message} delivery={deliveryOf(message.id)} onAnswer={onAnswer} />
          </Fragment>
        );
      })}
    </section>
  );
}
