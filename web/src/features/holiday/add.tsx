/* Days off of the workspace's own: the last day is the last one off, as people say it. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import { dayAdd, daysBetween, today } from '../../lib/dates';
import { Dialog } from '../../ui/dialog';
import { DateBox, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import { useHolidayWords } from './words';

export const TOPICS = ['calendar', 'holiday', 'holidays', 'accounts', 'today'];

export function AddDaysOff({ onClose }: { onClose: () => void }) {
  const words = useHolidayWords();
  const form = useForm({ name: '', from_on: today(), last: today() }, ['name']);
  const { values } = form;

  async function save(): Promise<void> {
    await api('/holidays', { method: 'POST', body: { name: values.name, from_on: values.from_on, until_on: dayAdd(values.last, 1) } });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.add}>
      <Form form={form} onSend={save} onCancel={onClose}>
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
        <Row>
          <DateBox
            label={words.first}
            error={form.mark('from_on')}
            value={values.from_on}
            onChange={(day) => day && form.set({ from_on: day, last: daysBetween(values.last, day) > 0 ? day : values.last })}
          />
          <DateBox
            label={words.last}
            error={form.mark('until_on')}
            value={values.last}
            min={values.from_on}
            onChange={(day) => day && form.set({ last: day })}
          />
        </Row>
      </Form>
    </Dialog>
  );
}
