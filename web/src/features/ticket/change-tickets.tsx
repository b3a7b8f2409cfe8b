/* One change to several tickets: those that were ticked, or all that the list shows. */
import type { TicketSet } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { Dialog } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import type { Chosen } from '../../ui/selection';
import { PRIORITIES } from '../../ui/ticket-attributes';
import { toast } from '../../ui/toast';
import { changeTickets, useDeskStaff, useStatuses } from './desk';
import { useDeskWords } from './words';

const KEEP = 'keep';
const NOBODY = 'nobody';

export function ChangeTickets({
  chosen: { count, ...whom },
  onClose,
  onDone,
}: {
  chosen: Chosen;
  onClose: () => void;
  onDone: () => void;
}) {
  const words = useDeskWords();
  const language = useLanguage();
  const statuses = useStatuses();
  const staff = useDeskStaff();
  const form = useForm({ assignee_id: KEEP, status_id: KEEP, priority: KEEP });
  const { values } = form;

  async function send(): Promise<void> {
    const set: TicketSet = {
      ...(values.assignee_id !== KEEP && { assignee_id: values.assignee_id === NOBODY ? null : Number(values.assignee_id) }),
      ...(values.status_id !== KEEP && { status_id: Number(values.status_id) }),
      ...(values.priority !== KEEP && { priority: values.priority as TicketSet['priority'] }),
    };
    const { changed, undo } = await changeTickets(whom, set, words);
    toast(words.changed(countText(changed)), undo);
    onDone();
  }
  const keep = { value: KEEP, label: words.keep };
  const box = (name: 'assignee_id' | 'status_id' | 'priority') => ({
    ...form.box(name),
    onChange: (value: string | null) => form.set({ [name]: value ?? KEEP }),
  });
  return (
    <Dialog open onClose={onClose} title={words.changeTitle(countText(count))}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.apply} disabled={Object.values(values).every((one) => one === KEEP)}>
        <Muted>{words.changeText}</Muted>
        <Select
          label={words.assignee}
          search
          {...box('assignee_id')}
          options={[keep, { value: NOBODY, label: words.nobody }, ...staff.map((one) => ({ value: String(one.id), label: one.name }))]}
        />
        <Select
          label={words.status}
          {...box('status_id')}
          options={[keep, ...statuses.map((one) => ({ value: String(one.id), label: named(one, language) }))]}
        />
        <Select
          label={words.priority}
          {...box('priority')}
          options={[keep, ...Object.entries(PRIORITIES).map(([value, name]) => ({ value, label: name[language] }))]}
        />
      </Form>
    </Dialog>
  );
}
