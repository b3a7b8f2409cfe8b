/*
 * Who gets a reply, what it answers and what it quotes. As proposed until somebody writes or chooses; from then on it stays, whatever
 * comes in meanwhile: a newer message is named, and taken by hand.
 */
import { useEffect, useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Id, Ticket, TicketMessage, TicketRecipients } from '../../api/types';
import { TextButton } from '../../ui/button';
import { Muted } from '../../ui/layout';
import { Failed } from '../../ui/state';
import { authorOf } from './conversation';
import { type Address, type AnswerKind, addressOf, isSameAddress, type Kept, type Recipient } from './draft';
import { Recipients, useProposal } from './recipients';
import css from './recipients.module.css';
import { useRecipientWords } from './recipients-words';
import { useDeskWords } from './words';

const ofProposal = ({ message_id, recipients }: TicketRecipients): Address => ({ answers: message_id, recipients });

interface Writing {
  kind: AnswerKind;
  draft: Kept;
  isWriting: boolean;
}

export function useTo(ticket: Ticket, { kind, draft, isWriting }: Writing) {
  const reading = useProposal(ticket);
  const [to, setTo] = useState<Address | null>(addressOf(draft));
  const [isChosen, setChosen] = useState(draft.addressed && draft.text.trim() === '');
  const proposal = reading.data;
  const proposed = useMemo(() => (proposal ? ofProposal(proposal) : null), [proposal]);
  const from = proposal?.from ?? null;
  const now = to ?? proposed;

  useEffect(() => {
    if (kind !== 'reply') return;
    if (isWriting && to === null && from !== null) setTo(proposed);
    if (!isWriting && to !== null && !isChosen) setTo(null);
  }, [kind, isWriting, to, from, proposed, isChosen]);

  function take(next: Address | null, byHand: boolean): void {
    setTo(next);
    setChosen(byHand);
  }
  const judged = [...(proposal?.recipients ?? []), ...draft.recipients];
  const isOutside = (address: string) => judged.some((one) => one.outside && one.address.toLowerCase() === address.toLowerCase());
  return {
    reading,
    from,
    to,
    recipients: now?.recipients ?? [],
    answers: now?.answers ?? null,
    isOutside,
    /** The latest message, where it is not the one that is answered. */
    newer: to !== null && proposed !== null && proposed.answers !== null && proposed.answers !== to.answers ? proposed : null,
    /** null = not known yet. */
    quotes: isSameAddress(now, proposed) ? (proposal?.quotes ?? null) : isSameAddress(now, addressOf(draft)) ? draft.quotes : null,
    choose: (recipients: readonly Recipient[]) => take({ answers: now?.answers ?? null, recipients }, true),
    take,
    answer: async (message: Id) =>
      take(ofProposal(await api<TicketRecipients>(`/tickets/${ticket.id}/recipients`, { query: { message_id: message } })), true),
  };
}

export type To = ReturnType<typeof useTo>;

function Quote({ message, quotes }: { message: Id; quotes: boolean }) {
  const words = useRecipientWords();
  const { unknownPerson } = useDeskWords();
  const reading = useRead<TicketMessage>({ path: `/ticket-messages/${message}`, topics: [`message:${message}`] });
  if (!reading.data || reading.data.text.trim() === '') return null;
  const name = authorOf(reading.data) ?? unknownPerson;
  if (!quotes) return <Muted small>{words.quotesNot(name)}</Muted>;
  return (
    <details className={css.quote}>
      <summary>{words.quotes(name)}</summary>
      <p className={css.quoted}>{reading.data.text}</p>
    </details>
  );
}

interface HeadProps {
  ticket: Ticket;
  to: To;
  typed: string | null;
  onTyped: (typed: string | null) => void;
}

/** Above the text of a reply. Until the server has said whether it leaves, and to whom, nothing can be sent. */
export function ReplyHead({ ticket, to, typed, onTyped }: HeadProps) {
  const words = useRecipientWords();
  const { reading, newer } = to;
  if (reading.error && !reading.data) return <Failed error={reading.error} again={() => void reading.refetch()} />;
  if (to.from === null) return null;
  return (
    <div className={css.top}>
      <Recipients
        ticket={ticket}
        from={to.from}
        value={to.recipients}
        isOutside={to.isOutside}
        onChange={to.choose}
        typed={typed}
        onTyped={onTyped}
      />
      {newer && (
        <p className={css.newer}>
          <span>{words.newer}</span>
          <TextButton onClick={() => to.take(newer, true)}>{words.newerTake}</TextButton>
        </p>
      )}
      {to.answers !== null && to.quotes !== null && to.recipients.length > 0 && <Quote message={to.answers} quotes={to.quotes} />}
    </div>
  );
}
