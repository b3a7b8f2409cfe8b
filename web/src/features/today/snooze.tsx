/* Putting an account off, with the reason that the next reader needs. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Day, Id } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { Choice } from '../../ui/button';
import type { WorkProps } from '../../ui/feature';
import { DateBox, TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import css from './snooze.module.css';
import { useSnoozeWords } from './snooze-words';

function changed(account: Id): void {
  topicsChanged(['today', 'task', `account:${account}`]);
}

async function undo(path: string, account: Id): Promise<void> {
  await api(path, { method: 'DELETE' });
  changed(account);
}

export function Snooze({ account, onDone, onCancel }: WorkProps) {
  const words = useSnoozeWords();
  const dates = useDates();
  const form = useForm<{ until: Day | null; reason: string }>({ until: dayAdd(today(), 7), reason: '' });
  async function send(values: { until: Day | null; reason: string }): Promise<void> {
    const made = await api<{ id: Id }>('/today/snoozes', {
      method: 'POST',
      body: { account_id: account, until: values.until, reason: values.reason },
    });
    changed(account);
    toast(words.snoozed(values.until ? dates.short(values.until) : ''), () => undo(`/today/snoozes/${made.id}`, account));
  }
  const spans = [
    [3, words.in3],
    [7, words.in7],
    [30, words.in30],
  ] as const;
  return (
    <Form
      form={form}
      onSend={send}
      onSent={onDone}
      onCancel={onCancel}
      send={words.doSnooze}
      disabled={form.values.until === null || form.values.reason.trim() === ''}
    >
      <TextBox label={words.reason} hint={words.reasonHint} required autoFocus {...form.box('reason')} />
      <div className={css.until}>
        <Choice
          label={words.until}
          value={String(spans.find(([days]) => dayAdd(today(), days) === form.values.until)?.[0] ?? '')}
          onChange={(days) => form.set({ until: dayAdd(today(), Number(days)) })}
          options={spans.map(([days, label]) => ({ value: String(days), label }))}
        />
        <DateBox name={words.until} size="xs" width={150} min={dayAdd(today(), 1)} {...form.box('until')} />
      </div>
    </Form>
  );
}
