/* Writing down what to do or what was done, in place: a task, a note, a logged call. */
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Call, Contact, Day, Id, Note, Task } from '../../api/types';
import { dayAdd, today } from '../../lib/dates';
import { draftForget, useDraft } from '../../lib/draft';
import { useMe } from '../../lib/me';
import { useAttachments } from '../../ui/attach';
import type { WorkProps } from '../../ui/feature';
import { DateBox, NumberBox, Select } from '../../ui/field';
import { AttachBox } from '../../ui/files';
import { Form, Row, useForm } from '../../ui/form';
import { MentionArea, MentionBox } from '../../ui/mention';
import { OwnerSelect } from '../../ui/staff';
import { toast } from '../../ui/toast';
import { useVisibleDraft, VisibleBox } from '../../ui/visible';
import { useWorkWords } from './work-words';

function changed(account: Id): void {
  topicsChanged(['today', 'task', `account:${account}`]);
}

/** Where the choice of who sees a draft is kept. */
const sightOf = (draft: string) => `${draft}.visible_to`;

/** Once it is saved, what was typed is no draft any more, also while its files are on their way. */
async function save<T>(path: string, body: unknown, account: Id, draft: string): Promise<T> {
  const made = await api<T>(path, { method: 'POST', body });
  draftForget(draft);
  draftForget(sightOf(draft));
  changed(account);
  return made;
}

async function undo(path: string, account: Id): Promise<void> {
  await api(path, { method: 'DELETE' });
  changed(account);
}

export function NewTask({ account, suggestion, onDone, onCancel }: WorkProps) {
  const words = useWorkWords();
  const me = useMe();
  const [title, setTitle] = useDraft(`task.${account}`);
  const form = useForm<{ due_on: Day | null; owner_id: Id | null; title: null }>({
    due_on: dayAdd(today(), 1),
    owner_id: me.staff.id,
    title: null,
  });
  const files = useAttachments();
  async function send(): Promise<void> {
    const made = await files.send('task', () => {
      const body = { account_id: account, title: title || suggestion, due_on: form.values.due_on, owner_id: form.values.owner_id };
      return save<Task>('/tasks', body, account, `task.${account}`);
    });
    setTitle('');
    changed(account);
    toast(words.taskAdded, () => undo(`/tasks/${made.id}`, account));
  }
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={onCancel} send={words.addTask} disabled={title.trim() === '' && !suggestion}>
      <AttachBox of={files}>
        <MentionBox
          label={words.taskTitle}
          autoFocus
          disabled={files.partly}
          value={title}
          onChange={setTitle}
          placeholder={suggestion}
          error={form.box('title').error}
        />
        <Row>
          <DateBox label={words.due} {...form.box('due_on')} clearable />
          <OwnerSelect label={words.owner} {...form.box('owner_id')} />
        </Row>
      </AttachBox>
    </Form>
  );
}

export function NewNote({ account, onDone, onCancel }: WorkProps) {
  const words = useWorkWords();
  const [text, setText] = useDraft(`note.${account}`);
  const [to, setTo] = useVisibleDraft(sightOf(`note.${account}`));
  const form = useForm({ text: '' });
  const files = useAttachments();
  async function send(): Promise<void> {
    const made = await files.send('note', () =>
      save<Note>('/notes', { account_id: account, text, visible_to: to }, account, `note.${account}`),
    );
    setText('');
    setTo(null);
    changed(account);
    toast(words.noteAdded, () => undo(`/notes/${made.id}`, account));
  }
  return (
    <Form
      form={form}
      onSend={send}
      onSent={onDone}
      onCancel={onCancel}
      send={words.addNote}
      disabled={text.trim() === ''}
      beside={<VisibleBox value={to} onChange={setTo} disabled={files.partly} error={form.mark('visible_to')} />}
    >
      <AttachBox of={files}>
        <MentionArea
          to={to}
          label={words.noteText}
          autoFocus
          disabled={files.partly}
          value={text}
          onChange={setText}
          error={form.box('text').error}
          hint={words.send}
          onSend={() => void form.send(send).then((sent) => sent && onDone())}
        />
      </AttachBox>
    </Form>
  );
}

interface CallValues {
  direction: Call['direction'];
  outcome: Call['outcome'];
  minutes: number | null;
  contact_id: string | null;
  text: null;
}

export function NewCall({ account, onDone, onCancel }: WorkProps) {
  const words = useWorkWords();
  const [text, setText] = useDraft(`call.${account}`);
  const [to, setTo] = useVisibleDraft(sightOf(`call.${account}`));
  const contacts = useRead<{ items: Contact[] }>({
    path: '/contacts',
    query: { account_id: account, limit: 200 },
    topics: [`account:${account}`],
  });
  const form = useForm<CallValues>({ direction: 'out', outcome: 'reached', minutes: 10, contact_id: '', text: null });
  const files = useAttachments();
  async function send(values: CallValues): Promise<void> {
    /* When it was is the server's to say: this machine's clock may run ahead. */
    const body = {
      account_id: account,
      contact_id: values.contact_id ? Number(values.contact_id) : null,
      minutes: values.minutes ?? 0,
      direction: values.direction,
      outcome: values.outcome,
      text: text || null,
      visible_to: to,
    };
    const made = await files.send('call', () => save<Call>('/calls', body, account, `call.${account}`));
    setText('');
    setTo(null);
    changed(account);
    toast(words.callAdded, () => undo(`/calls/${made.id}`, account));
  }
  const outcomes = Object.entries(words.outcomes).map(([value, label]) => ({ value, label }));
  const people = (contacts.data?.items ?? []).map((one) => ({ value: String(one.id), label: one.name ?? one.email ?? String(one.id) }));
  return (
    <Form
      form={form}
      onSend={send}
      onSent={onDone}
      onCancel={onCancel}
      send={words.addCall}
      beside={<VisibleBox value={to} onChange={setTo} disabled={files.partly} error={form.mark('visible_to')} />}
    >
      <Row>
        <Select
          label={words.direction}
          {...form.box('direction')}
          onChange={(value) => value && form.set({ direction: value as Call['direction'] })}
          options={[
            { value: 'out', label: words.out },
            { value: 'in', label: words.in },
          ]}
        />
        <Select
          label={words.outcome}
          {...form.box('outcome')}
          onChange={(value) => value && form.set({ outcome: value as Call['outcome'] })}
          options={outcomes}
        />
        <NumberBox label={words.minutes} min={0} max={1440} {...form.box('minutes')} />
        <Select label={words.with} {...form.box('contact_id')} search options={[{ value: '', label: words.nobody }, ...people]} />
      </Row>
      <AttachBox of={files}>
        <MentionArea
          to={to}
          label={words.callText}
          autoFocus
          disabled={files.partly}
          value={text}
          onChange={setText}
          rows={2}
          hint={words.send}
          error={form.box('text').error}
          onSend={() => void form.send(send).then((sent) => sent && onDone())}
        />
      </AttachBox>
    </Form>
  );
}
