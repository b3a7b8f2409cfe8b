/* The ticket's own values, each changed in place. */
import { api } from '../../api/client';
import type { Id, Ticket, TicketPatch } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { Select } from '../../ui/field';
import { Card } from '../../ui/layout';
import { useStaff } from '../../ui/staff';
import { toast, toastError } from '../../ui/toast';
import { PRIORITIES, TYPES } from './attributes';
import { ticketsChanged, useStatuses } from './desk';
import css from './desk.module.css';
import { useDeskWords } from './words';

export function TicketValues({ ticket, mayAct }: { ticket: Ticket; mayAct: boolean }) {
  const words = useDeskWords();
  const language = useLanguage();
  const statuses = useStatuses();
  const staff = useStaff().filter((one) => one.active || one.id === ticket.assignee_id);

  async function set(body: TicketPatch, back: TicketPatch): Promise<void> {
    const change = async (what: TicketPatch) => {
      await api(`/tickets/${ticket.id}`, { method: 'PATCH', body: what });
      ticketsChanged(ticket);
    };
    try {
      await change(body);
      toast(words.saved, () => change(back));
    } catch (error) {
      toastError(error);
    }
  }
  const choices = (names: Record<string, { en: string; ja: string }>) =>
    Object.entries(names).map(([value, name]) => ({ value, label: name[language] }));
  const idOf = (value: string | null): Id | null => (value ? Number(value) : null);
  return (
    <Card title={words.details}>
      <div className={css.values}>
        <Select
          label={words.status}
          disabled={!mayAct}
          value={String(ticket.status_id)}
          onChange={(value) => value && void set({ status_id: Number(value) }, { status_id: ticket.status_id })}
          options={statuses.map((one) => ({ value: String(one.id), label: named(one, language) }))}
        />
        <Select
          label={words.assignee}
          search
          disabled={!mayAct}
          value={ticket.assignee_id === null ? '' : String(ticket.assignee_id)}
          onChange={(value) => void set({ assignee_id: idOf(value) }, { assignee_id: ticket.assignee_id })}
          options={[{ value: '', label: words.nobody }, ...staff.map((one) => ({ value: String(one.id), label: one.name }))]}
        />
        <Select
          label={words.priority}
          disabled={!mayAct}
          value={ticket.priority}
          onChange={(value) => value && void set({ priority: value as Ticket['priority'] }, { priority: ticket.priority })}
          options={choices(PRIORITIES)}
        />
        <Select
          label={words.type}
          disabled={!mayAct}
          value={ticket.type ?? ''}
          onChange={(value) => void set({ type: (value || null) as Ticket['type'] }, { type: ticket.type })}
          options={[{ value: '', label: words.noType }, ...choices(TYPES)]}
        />
      </div>
    </Card>
  );
}
