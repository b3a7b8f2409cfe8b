/* A meeting or a mail, written down in place. Words outlive a reload and an expired session, as those of notes and calls do. */
import { useDeferredValue, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Activity, Contact, Day, Id, NewActivity } from '../../api/types';
import { timeAt, today } from '../../lib/dates';
import { draftForget, useDraft } from '../../lib/draft';
import { useMe } from '../../lib/me';
import { useAttachments } from '../../ui/attach';
import type { WorkProps } from '../../ui/feature';
import { DateBox, NumberBox, type Option, Select, TextBox } from '../../ui/field';
import { Several } from '../../ui/field-more';
import { AttachBox } from '../../ui/files';
import { Form, type FormOf, Row, useForm } from '../../ui/form';
import { MentionArea } from '../../ui/mention';
import { useStaff } from '../../ui/staff';
import { toast } from '../../ui/toast';
import { useVisibleDraft, VisibleBox } from '../../ui/visible';
import { useActivityWords } from './words';

type Kind = NewActivity['kind'];

interface Values {
  day: Day | null;
  clock: string;
  minutes: number | null;
  direction: NonNullable<Activity['direction']>;
  outcome: NonNullable<Activity['outcome']>;
  contact_ids: string[];
  staff_ids: string[];
  title: null;
  text: null;
  next_step: null;
  at: null;
}

function changed(account: Id): void {
  topicsChanged(['today', 'activities', `account:${account}`]);
}

const OFFERED = 50;

/** The account's people as one types; whom one chose keeps the name. */
function useContacts(account: Id) {
  const [text, setText] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const q = useDeferredValue(text.trim());
  const reading = useRead<{ items: Contact[] }>({
    path: '/contacts',
    query: { account_id: account, limit: OFFERED, ...(q !== '' && { q }) },
    topics: [`account:${account}`],
    keep: true,
  });
  const found: Option[] = (reading.data?.items ?? []).map((one) => ({
    value: String(one.id),
    label: one.name ?? one.email ?? String(one.id),
  }));
  function choose(ids: string[]): void {
    const names = new Map([...known, ...found.map(({ value, label }) => [value, label] as const)]);
    setKnown(new Map(ids.map((id) => [id, names.get(id) ?? id])));
  }
  const chosen = [...known].map(([value, label]) => ({ value, label })).filter(({ value }) => !found.some((one) => one.value === value));
  return { options: [...found, ...chosen], onSearch: setText, choose };
}

function PeopleBox({ account, label, form }: { account: Id; label: string; form: Log['form'] }) {
  const { options, onSearch, choose } = useContacts(account);
  const box = form.box('contact_ids');
  const change = (ids: string[]) => {
    choose(ids);
    box.onChange(ids);
  };
  return <Several search label={label} {...box} onChange={change} options={options} onSearch={onSearch} />;
}

/** Words of a kind of work that were not sent yet. */
function useWords(kind: Kind, account: Id) {
  const names = ['title', 'text', 'next_step', 'visible_to'].map((part) => `${kind}.${account}.${part}`);
  const [title, setTitle] = useDraft(names[0] as string);
  const [text, setText] = useDraft(names[1] as string);
  const [step, setStep] = useDraft(names[2] as string);
  const [to, setTo] = useVisibleDraft(names[3] as string);
  function empty(): void {
    setTitle('');
    setText('');
    setStep('');
    setTo(null);
  }
  /** Once it is saved it is no draft any more, also while its files are on their way. */
  const forget = () => names.forEach(draftForget);
  return { title, setTitle, text, setText, step, setStep, to, setTo, empty, forget };
}

function useLog(kind: Kind, account: Id, said: string) {
  const me = useMe();
  const words = useWords(kind, account);
  const files = useAttachments();
  const form = useForm<Values>({
    day: today(),
    clock: '',
    minutes: 30,
    direction: 'out',
    outcome: 'held',
    contact_ids: [],
    staff_ids: [String(me.staff.id)],
    title: null,
    text: null,
    next_step: null,
    at: null,
  });
  function body({ day, clock, minutes, direction, outcome, contact_ids, staff_ids }: Values) {
    /* Without a time, what was today is now, and now is the server's to say: this machine's clock may run ahead. */
    const at = day === null || (day === today() && clock === '') ? null : timeAt(day, clock || '12:00');
    return {
      account_id: account,
      kind,
      at,
      title: words.title.trim() || null,
      text: words.text || null,
      next_step: words.step.trim() || null,
      visible_to: words.to,
      contact_ids: contact_ids.map(Number),
      ...(kind === 'meeting' ? { minutes, outcome, staff_ids: staff_ids.map(Number) } : { direction }),
    };
  }
  async function make(values: Values): Promise<Activity> {
    const made = await api<Activity>('/activities', { method: 'POST', body: body(values) });
    words.forget();
    changed(account);
    return made;
  }
  async function send(values: Values): Promise<void> {
    const made = await files.send(kind, () => make(values));
    words.empty();
    changed(account);
    toast(said, async () => {
      await api(`/activities/${made.id}`, { method: 'DELETE' });
      changed(account);
    });
  }
  return { form, words, files, send };
}

type Log = ReturnType<typeof useLog>;

function When({ form }: { form: FormOf<Values> }) {
  const words = useActivityWords();
  return (
    <>
      <DateBox label={words.day} {...form.box('day')} max={today()} error={form.mark('at')} />
      <TextBox label={words.time} kind="time" {...form.box('clock')} />
    </>
  );
}

function Words({ log, label, onDone }: { log: Log; label: string; onDone: () => void }) {
  const said = useActivityWords();
  const { form, words, files, send } = log;
  const all = () => void form.send(send).then((sent) => sent && onDone());
  return (
    <AttachBox of={files}>
      <MentionArea
        to={words.to}
        label={label}
        disabled={files.partly}
        value={words.text}
        onChange={words.setText}
        rows={3}
        hint={said.send}
        error={form.mark('text')}
        onSend={all}
      />
      <TextBox label={said.nextStep} disabled={files.partly} value={words.step} onChange={words.setStep} error={form.mark('next_step')} />
    </AttachBox>
  );
}

function Title({ log, label }: { log: Log; label: string }) {
  const { form, words, files } = log;
  return (
    <TextBox label={label} autoFocus disabled={files.partly} value={words.title} onChange={words.setTitle} error={form.mark('title')} />
  );
}

function Sight({ log: { form, words, files } }: { log: Log }) {
  return <VisibleBox value={words.to} onChange={words.setTo} disabled={files.partly} error={form.mark('visible_to')} />;
}

export function NewMeeting({ account, onDone, onCancel }: WorkProps) {
  const words = useActivityWords();
  const staff = useStaff().filter((one) => one.active);
  const log = useLog('meeting', account, words.meetingAdded);
  const { form, send } = log;
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={onCancel} send={words.addMeeting} beside={<Sight log={log} />}>
      <Title log={log} label={words.about} />
      <Row>
        <When form={form} />
        <NumberBox label={words.minutes} min={0} max={1440} {...form.box('minutes')} />
        <Select
          label={words.outcome}
          {...form.box('outcome')}
          onChange={(value) => value && form.set({ outcome: value as Values['outcome'] })}
          options={Object.entries(words.outcomes).map(([value, label]) => ({ value, label }))}
        />
      </Row>
      <Row>
        <PeopleBox account={account} label={words.theirs} form={form} />
        <Several
          search
          label={words.ours}
          {...form.box('staff_ids')}
          options={staff.map((one) => ({ value: String(one.id), label: one.name }))}
        />
      </Row>
      <Words log={log} label={words.meetingText} onDone={onDone} />
    </Form>
  );
}

export function NewMail({ account, onDone, onCancel }: WorkProps) {
  const words = useActivityWords();
  const log = useLog('mail', account, words.mailAdded);
  const { form, send } = log;
  return (
    <Form
      form={form}
      onSend={send}
      onSent={onDone}
      onCancel={onCancel}
      send={words.addMail}
      disabled={log.words.title.trim() === ''}
      beside={<Sight log={log} />}
    >
      <Title log={log} label={words.subject} />
      <Row>
        <Select
          label={words.direction}
          {...form.box('direction')}
          onChange={(value) => value && form.set({ direction: value as Values['direction'] })}
          options={[
            { value: 'out', label: words.out },
            { value: 'in', label: words.in },
          ]}
        />
        <When form={form} />
      </Row>
      <PeopleBox account={account} label={words.to} form={form} />
      <Words log={log} label={words.mailText} onDone={onDone} />
    </Form>
  );
}
