/* Messages of a ticket become one of their own: which ones, what it is called, and who asks. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { useReadList } from '../../api/query';
import type { Id, NewTicketSplit, Ticket, TicketMessage, TicketMove } from '../../api/types';
import { useDates } from '../../lib/dates';
import { Dialog } from '../../ui/dialog';
import { Check, Select, TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { More, Shown } from '../../ui/state';
import { toast } from '../../ui/toast';
import { authorOf } from './conversation';
import { requesterOf } from './desk';
import { type DialogProps, moveUndo, relatedChanged } from './relate';
import css from './relate.module.css';
import { useRelateWords } from './relate-words';
import { useDeskWords } from './words';

const LINE = 90;

interface Asker {
  key: string;
  name: string;
  who: Pick<NewTicketSplit, 'requester_id' | 'requester_name' | 'requester_address'>;
}

const keyOf = (contact: Id | null, address: string | null, name: string | null) =>
  contact === null ? `${address ?? ''}|${name ?? ''}` : String(contact);

/** The ticket's requester, and whoever wrote one of the messages. */
function askersOf(ticket: Ticket, messages: readonly TicketMessage[], unknown: string): Asker[] {
  const own: Asker = {
    key: keyOf(ticket.requester_id, ticket.requester_address, ticket.requester_name),
    name: requesterOf(ticket) ?? unknown,
    who: {
      requester_id: ticket.requester_id,
      requester_name: ticket.requester_name,
      requester_address: ticket.requester_address,
    },
  };
  const writers = messages
    .filter(({ kind, automatic }) => kind === 'customer' && automatic !== 'bounce')
    .map((one) => ({
      key: keyOf(one.contact_id, one.sender_address, one.sender_name),
      name: authorOf(one) ?? unknown,
      who: {
        requester_id: one.contact_id,
        requester_name: one.contact_id === null ? one.sender_name : null,
        requester_address: one.contact_id === null ? one.sender_address : null,
      },
    }));
  return [...new Map([own, ...writers].map((one) => [one.key, one])).values()];
}

/** The beginning of what its author wrote. */
const lineOf = ({ text }: TicketMessage) => {
  const characters = [...text.trim().replace(/\s+/g, ' ')];
  return characters.length > LINE ? `${characters.slice(0, LINE).join('')}…` : characters.join('');
};

function MessageBox({ message, chosen, onChange }: { message: TicketMessage; chosen: boolean; onChange: (chosen: boolean) => void }) {
  const desk = useDeskWords();
  const dates = useDates();
  const head = [desk[message.kind], authorOf(message) ?? desk.unknownPerson, dates.time(message.at)];
  return (
    <Check
      label={
        <>
          <span className={css.said}>{lineOf(message)}</span>
          <br />
          <Muted small>{head.join(' · ')}</Muted>
        </>
      }
      value={chosen}
      onChange={onChange}
    />
  );
}

export default function SplitDialog({ ticket, onClose }: DialogProps) {
  const words = useRelateWords();
  const desk = useDeskWords();
  const navigate = useNavigate();
  const form = useForm({ subject: ticket.subject, message_ids: null }, ['subject']);
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set());
  const [asker, setAsker] = useState<string | null>(null);
  const list = useReadList<TicketMessage>({
    path: `/tickets/${ticket.id}/messages`,
    query: { limit: 50 },
    topics: [`ticket:${ticket.id}`, 'message'],
    keep: true,
  });
  const messages = [...list.items].reverse();
  const taken = messages.filter(({ id }) => chosen.has(id));
  const askers = askersOf(ticket, taken, desk.unknownPerson);
  const writer = taken.find(({ kind }) => kind === 'customer');
  const proposed = writer ? keyOf(writer.contact_id, writer.sender_address, writer.sender_name) : askers[0]?.key;
  const who = askers.find(({ key }) => key === (asker ?? proposed)) ?? askers[0];
  const isAll = !list.hasNextPage && chosen.size > 0 && chosen.size === messages.length;

  function take(id: Id, is: boolean): void {
    const next = new Set(chosen);
    if (is) next.add(id);
    else next.delete(id);
    setChosen(next);
  }

  async function send(): Promise<void> {
    const body: NewTicketSplit = { message_ids: [...chosen], subject: form.values.subject.trim(), ...who?.who };
    const move = await api<TicketMove>(`/tickets/${ticket.id}/split`, { method: 'POST', body });
    relatedChanged(move.from_id, move.into_id);
    const back = async () => {
      await moveUndo(move, words);
      await navigate({ to: '/inbox/$id', params: { id: String(move.from_id) } });
    };
    toast(words.splitDone(move.into_number ?? 0), back);
    onClose();
    await navigate({ to: '/inbox/$id', params: { id: String(move.into_id) } });
  }

  return (
    <Dialog open onClose={onClose} title={words.splitTitle(ticket.number)} size="lg">
      <Form form={form} onSend={send} onCancel={onClose} send={words.splitDo} disabled={chosen.size === 0 || isAll}>
        <p className={css.text}>{words.splitText}</p>
        <Shown reading={list} lines={5}>
          {() => (
            <fieldset className={css.messages}>
              <legend className={css.legend}>{words.splitMessages}</legend>
              <More list={list} />
              {messages.map((one) => (
                <MessageBox key={one.id} message={one} chosen={chosen.has(one.id)} onChange={(is) => take(one.id, is)} />
              ))}
            </fieldset>
          )}
        </Shown>
        {(isAll || form.box('message_ids').error) && <p role="alert">{form.box('message_ids').error ?? words.splitAll}</p>}
        <TextBox label={words.subject} required {...form.box('subject')} />
        <Select
          label={words.requester}
          value={who?.key ?? null}
          onChange={setAsker}
          options={askers.map(({ key, name }) => ({ value: key, label: name }))}
        />
      </Form>
    </Dialog>
  );
}
