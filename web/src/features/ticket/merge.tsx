/* One ticket becomes part of another: which one stays, both side by side, and a word of caution where two customers meet. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Ticket, TicketMergePreview, TicketMove } from '../../api/types';
import { useDates } from '../../lib/dates';
import { countText } from '../../lib/numbers';
import { Dialog } from '../../ui/dialog';
import { Check } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Facts, Notice } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast } from '../../ui/toast';
import { requesterOf, useStatusName } from './desk';
import { FindTicket } from './find-ticket';
import { type DialogProps, moveUndo, relatedChanged } from './relate';
import css from './relate.module.css';
import { useRelateWords } from './relate-words';

interface SideProps {
  ticket: Ticket;
  messages: number;
  stays: boolean;
  onStay: () => void;
}

function Side({ ticket, messages, stays, onStay }: SideProps) {
  const words = useRelateWords();
  const dates = useDates();
  const statusName = useStatusName();
  return (
    <div className={css.side}>
      <label className={css.keep}>
        <input type="radio" name="stays" checked={stays} onChange={onStay} />
        {words.staysThis(ticket.number)}
      </label>
      <p className={css.subject}>{ticket.subject}</p>
      <Facts
        items={[
          [words.requester, requesterOf(ticket) ?? words.stranger],
          ticket.account !== null && [words.account, ticket.account],
          [words.status, statusName(ticket.status_id)],
          [words.assignee, ticket.assignee ?? words.nobody],
          [words.opened, dates.time(ticket.created_at)],
          ticket.waiting_since !== null && [words.waiting, dates.time(ticket.waiting_since)],
          [words.messages, countText(messages)],
        ]}
      />
    </div>
  );
}

interface BothProps {
  preview: TicketMergePreview;
  onStay: (ticket: Ticket) => void;
  confirmed: boolean;
  onConfirm: (confirmed: boolean) => void;
}

/** `preview.ticket` is the one that stays; both keep their places when another is to stay. */
function Both({ preview, onStay, confirmed, onConfirm }: BothProps) {
  const words = useRelateWords();
  const { ticket: stays, other: gone, differs } = preview;
  const sides = [
    { ticket: stays, messages: preview.ticket_messages },
    { ticket: gone, messages: preview.other_messages },
  ].sort((a, b) => a.ticket.number - b.ticket.number);
  return (
    <>
      <fieldset className={css.both} aria-label={words.stays}>
        {sides.map(({ ticket, messages }) => (
          <Side key={ticket.id} ticket={ticket} messages={messages} stays={ticket.id === stays.id} onStay={() => onStay(ticket)} />
        ))}
      </fieldset>
      <p className={css.text}>{words.mergeText(gone.number, stays.number)}</p>
      {differs && (
        <div className={css.caution}>
          <Notice tone="bad">{words.differs[differs]}</Notice>
          <Check label={words.confirm} value={confirmed} onChange={onConfirm} />
        </div>
      )}
    </>
  );
}

/** The older of both stays, unless somebody says otherwise. */
const olderOf = (a: Ticket, b: Ticket) => (a.number <= b.number ? a : b);

export default function MergeDialog({ ticket, onClose }: DialogProps) {
  const words = useRelateWords();
  const navigate = useNavigate();
  const form = useForm({ ticket_id: null, confirmed: false });
  const [other, setOther] = useState<Ticket | null>(null);
  const [stays, setStays] = useState<Ticket>(ticket);
  const gone = other && (stays.id === ticket.id ? other : ticket);
  const reading = useRead<TicketMergePreview>({
    path: `/tickets/${stays.id}/merge`,
    query: { with: gone?.id },
    topics: [`ticket:${stays.id}`, `ticket:${gone?.id}`],
    enabled: gone !== null,
    keep: true,
  });
  const preview = gone && reading.data?.other.id === gone.id ? reading.data : null;
  const isReady = preview !== null && (preview.differs === null || form.values.confirmed);

  function choose(next: Ticket): void {
    setOther(next);
    setStays(olderOf(ticket, next));
    form.reset({ ticket_id: null, confirmed: false });
  }

  async function send(): Promise<void> {
    if (!gone) return;
    const body = { ticket_id: gone.id, confirmed: form.values.confirmed };
    const move = await api<TicketMove>(`/tickets/${stays.id}/merge`, { method: 'POST', body });
    relatedChanged(stays.id, gone.id);
    toast(words.merged(gone.number, stays.number), () => moveUndo(move, words));
    onClose();
    if (stays.id !== ticket.id) await navigate({ to: '/inbox/$id', params: { id: String(stays.id) } });
  }

  return (
    <Dialog open onClose={onClose} title={words.mergeTitle(ticket.number)} size="lg">
      <Form form={form} onSend={send} onCancel={onClose} send={words.mergeDo} disabled={!isReady}>
        <FindTicket ticket={ticket} chosen={other} onChoose={choose} error={form.box('ticket_id').error} />
        {gone && (
          <Shown reading={reading} lines={5}>
            {(read) => (
              <Both preview={read} onStay={setStays} confirmed={form.values.confirmed} onConfirm={(confirmed) => form.set({ confirmed })} />
            )}
          </Shown>
        )}
      </Form>
    </Dialog>
  );
}
