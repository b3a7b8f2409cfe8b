/* The ticket's own values, each changed in place. */
import type { Id, Ticket, TicketSet } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { Select } from '../../ui/field';
import { Card } from '../../ui/layout';
import { PRIORITIES, TYPES } from '../../ui/ticket-attributes';
import { toast, toastError } from '../../ui/toast';
import { changeTickets, useDeskStaff, useStatuses } from './desk';
import css from './desk.module.css';
import { useSolveGuard } from './solve-guard';
import { useDeskWords } from './words';

export function TicketValues({ ticket, mayAct }: { ticket: Ticket; mayAct: boolean }) {
  const words = useDeskWords();
  const language = useLanguage();
  const statuses = useStatuses();
  const staff = useDeskStaff(ticket.assignee_id);
  const [guard, asking] = useSolveGuard(ticket);

  async function store(what: TicketSet): Promise<void> {
    const { undo } = await changeTickets({ ids: [ticket.id] }, what, words);
    toast(words.saved, undo);
  }
  const set = (what: TicketSet) => store(what).catch(toastError);
  function setStatus(id: Id): void {
    const stops = ['solved', 'closed'].includes(statuses.find((one) => one.id === id)?.state ?? '');
    const solves = stops && !['solved', 'closed'].includes(ticket.state);
    if (solves) guard(() => store({ status_id: id }));
    else void set({ status_id: id });
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
          onChange={(value) => value && setStatus(Number(value))}
          options={statuses.map((one) => ({ value: String(one.id), label: named(one, language) }))}
        />
        <Select
          label={words.assignee}
          search
          disabled={!mayAct}
          value={ticket.assignee_id === null ? '' : String(ticket.assignee_id)}
          onChange={(value) => void set({ assignee_id: idOf(value) })}
          options={[{ value: '', label: words.nobody }, ...staff.map((one) => ({ value: String(one.id), label: one.name }))]}
        />
        <Select
          label={words.priority}
          disabled={!mayAct}
          value={ticket.priority}
          onChange={(value) => value && void set({ priority: value as Ticket['priority'] })}
          options={choices(PRIORITIES)}
        />
        <Select
          label={words.type}
          disabled={!mayAct}
          value={ticket.type ?? ''}
          onChange={(value) => void set({ type: (value || null) as Ticket['type'] })}
          options={[{ value: '', label: words.noType }, ...choices(TYPES)]}
        />
      </div>
      {asking}
    </Card>
  );
}
