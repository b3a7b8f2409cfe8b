/* Writing down a visit, in place. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Day } from '../../api/types';
import { today } from '../../lib/dates';
import { draftForget, useDraft } from '../../lib/draft';
import type { WorkProps } from '../../ui/feature';
import { DateBox } from '../../ui/field';
import { TextArea } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import { useVisitWords } from './words';

export default function NewVisit({ account, onDone, onCancel }: WorkProps) {
  const words = useVisitWords();
  const [text, setText] = useDraft(`visit.${account}`);
  const form = useForm<{ on_day: Day | null; text: null }>({ on_day: today(), text: null });
  async function send(): Promise<void> {
    await api('/visits', { method: 'POST', body: { account_id: account, on_day: form.values.on_day, text: text || null } });
    draftForget(`visit.${account}`);
    topicsChanged(['today', `account:${account}`]);
    toast(words.added);
  }
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={onCancel} send={words.add} disabled={form.values.on_day === null}>
      <DateBox label={words.day} {...form.box('on_day')} />
      <TextArea label={words.text} autoFocus value={text} onChange={setText} rows={2} error={form.box('text').error} />
    </Form>
  );
}
