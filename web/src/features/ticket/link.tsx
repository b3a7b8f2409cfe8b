/* Another ticket is related to this one, waits for it, or is waited for. */
import { useState } from 'react';
import { api } from '../../api/client';
import type { NewTicketLink, Ticket, TicketLinked } from '../../api/types';
import { Dialog } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import { FindTicket } from './find-ticket';
import { type DialogProps, relatedChanged } from './relate';
import { useRelateWords } from './relate-words';

const KINDS = ['related', 'child', 'parent'] as const;

export default function LinkDialog({ ticket, onClose }: DialogProps) {
  const words = useRelateWords();
  const form = useForm<{ ticket_id: null; kind: NewTicketLink['kind'] }>({ ticket_id: null, kind: 'related' });
  const [other, setOther] = useState<Ticket | null>(null);

  async function send(): Promise<void> {
    if (!other) return;
    const body: NewTicketLink = { ticket_id: other.id, kind: form.values.kind };
    const link = await api<TicketLinked>(`/tickets/${ticket.id}/links`, { method: 'POST', body });
    relatedChanged(ticket.id, other.id);
    toast(words.linked(other.number), async () => {
      await api(`/ticket-links/${link.id}`, { method: 'DELETE' });
      relatedChanged(ticket.id, other.id);
    });
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.linkTitle(ticket.number)} size="lg">
      <Form form={form} onSend={send} onCancel={onClose} send={words.linkDo} disabled={other === null}>
        <FindTicket ticket={ticket} chosen={other} onChoose={setOther} error={form.box('ticket_id').error} />
        <Select
          label={words.kind}
          {...form.box('kind')}
          onChange={(kind) => kind && form.set({ kind: kind as NewTicketLink['kind'] })}
          options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
        />
      </Form>
    </Dialog>
  );
}
