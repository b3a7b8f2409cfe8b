/* Another ticket: those of the same requester and account are proposed, all others are found by number, subject or requester. */
import { useDeferredValue, useState } from 'react';
import { useRead } from '../../api/query';
import type { Ticket } from '../../api/types';
import { TextBox } from '../../ui/field';
import { Muted } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { requesterOf, TOPICS, useStatusName } from './desk';
import css from './relate.module.css';
import { useRelateWords } from './relate-words';

interface FindTicketProps {
  ticket: Ticket;
  chosen: Ticket | null;
  onChoose: (ticket: Ticket) => void;
  error?: string | null;
}

function Option({ ticket, checked, onChoose }: { ticket: Ticket; checked: boolean; onChoose: () => void }) {
  const words = useRelateWords();
  const statusName = useStatusName();
  const beside = [requesterOf(ticket) ?? words.stranger, ticket.account, statusName(ticket.status_id)];
  return (
    <label className={css.option}>
      <input type="radio" name="ticket" checked={checked} onChange={onChoose} />
      <span>
        #{ticket.number} {ticket.subject}
      </span>
      <Muted small>{beside.filter(Boolean).join(' · ')}</Muted>
    </label>
  );
}

export function FindTicket({ ticket, chosen, onChoose, error }: FindTicketProps) {
  const words = useRelateWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const reading = useRead<{ items: Ticket[] }>({
    path: `/tickets/${ticket.id}/proposals`,
    query: { q: q || undefined },
    topics: TOPICS,
    keep: true,
  });
  const first = reading.data?.items[0];
  return (
    <div className={css.finder}>
      <TextBox
        label={words.find}
        kind="search"
        autoFocus
        error={error}
        value={text}
        onChange={setText}
        onEnter={() => first && onChoose(first)}
      />
      <Shown reading={reading} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.text}>{words.none}</p>
          ) : (
            <fieldset className={css.found}>
              <legend className={css.legend}>{q === '' ? words.proposed : words.found}</legend>
              {items.map((one) => (
                <Option key={one.id} ticket={one} checked={one.id === chosen?.id} onChoose={() => onChoose(one)} />
              ))}
            </fieldset>
          )
        }
      </Shown>
    </div>
  );
}
