/* A scheduled import's form: which import it repeats, where its files come from, and when. */
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Import, ImportSchedule } from '../../api/types';
import { useDates } from '../../lib/dates';
import { Dialog } from '../../ui/dialog';
import { Check, NumberBox, Select, TextBox } from '../../ui/field';
import { PasswordBox, TextArea } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { useFetchWords } from './words';

export const TOPICS = ['fetch', 'import-schedules'];
const HOURS = 24;

type Source = ImportSchedule['source'];

interface Values {
  name: string;
  import_id: string;
  source: Source;
  place: string;
  user_name: string;
  password: string;
  private_key: string;
  forget: boolean;
  fingerprint: string;
  when: 'every' | 'daily';
  every_hours: number | null;
  at_time: string;
}

function start(one: ImportSchedule | null): Values {
  return {
    name: one?.name ?? '',
    import_id: '',
    source: one?.source ?? 'folder',
    place: one?.place ?? '',
    user_name: one?.user_name ?? '',
    password: '',
    private_key: '',
    forget: false,
    fingerprint: one?.fingerprint ?? '',
    when: one && one.at_time === null ? 'every' : 'daily',
    every_hours: one?.every_hours ?? HOURS,
    at_time: one?.at_time ?? '06:30',
  };
}

/* What was stored and is left empty stays. */
function bodyOf(values: Values): Record<string, unknown> {
  const remote = values.source !== 'folder';
  return {
    name: values.name,
    source: values.source,
    place: values.place,
    user_name: remote && values.user_name ? values.user_name : null,
    fingerprint: values.source === 'sftp' && values.fingerprint ? values.fingerprint : null,
    every_hours: values.when === 'every' ? values.every_hours : null,
    at_time: values.when === 'daily' ? values.at_time : null,
    ...(values.import_id && { import_id: Number(values.import_id) }),
    ...(remote && values.forget && { password: null }),
    ...(remote && values.password && { password: values.password }),
    ...(values.source === 'sftp' && values.private_key && { private_key: values.private_key }),
  };
}

type FormValues = ReturnType<typeof useForm<Values>>;

function Host({ form, kept }: { form: FormValues; kept: boolean }) {
  const words = useFetchWords();
  const { source } = form.values;
  if (source === 'folder') return null;
  return (
    <>
      <Row>
        <TextBox label={words.user} hint={words.userHint[source]} {...form.box('user_name')} />
        <PasswordBox label={words.password} autoComplete="new-password" hint={kept ? words.kept : undefined} {...form.box('password')} />
      </Row>
      {kept && <Check label={words.removeSecret} value={form.values.forget} onChange={(forget) => form.set({ forget })} />}
      {source === 'sftp' && (
        <>
          <TextArea label={words.key} rows={3} hint={words.keyHint} {...form.box('private_key')} />
          <TextBox label={words.fingerprint} hint={words.fingerprintHint} required {...form.box('fingerprint')} />
        </>
      )}
    </>
  );
}

function When({ form }: { form: FormValues }) {
  const words = useFetchWords();
  const { when } = form.values;
  return (
    <Row>
      <Select
        label={words.when}
        value={when}
        onChange={(next) => form.set({ when: next as Values['when'] })}
        options={[
          { value: 'daily', label: words.daily },
          { value: 'every', label: words.every },
        ]}
      />
      {when === 'every' ? (
        <NumberBox label={words.hours} min={1} max={168} {...form.box('every_hours')} />
      ) : (
        <TextBox label={words.at} kind="time" {...form.box('at_time')} />
      )}
    </Row>
  );
}

export function ScheduleForm({ one, onClose }: { one: ImportSchedule | null; onClose: () => void }) {
  const words = useFetchWords();
  const dates = useDates();
  const imports = useReadList<Import>({ path: '/imports', query: { limit: 100 }, topics: ['imports'] });
  const done = imports.items.filter((other) => other.state === 'done' && other.erased_at === null && (!one || other.kind === one.kind));
  const form = useForm<Values>(start(one), one ? ['name', 'place'] : ['name', 'import_id', 'place']);
  const { values } = form;

  async function send(): Promise<void> {
    if (one) await api(`/import-schedules/${one.id}`, { method: 'PATCH', body: bodyOf(values), version: one.version });
    else await api('/import-schedules', { method: 'POST', body: bodyOf(values) });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={one ? words.edit : words.add}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.save}>
        {imports.data && done.length === 0 && !one && <Muted>{words.noImports}</Muted>}
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
        <Select
          label={words.like}
          hint={words.likeHint}
          error={form.mark('import_id') ?? undefined}
          value={values.import_id}
          onChange={(next) => form.set({ import_id: next ?? '' })}
          options={done.map((other) => ({ value: String(other.id), label: `${other.file_name} · ${dates.time(other.created_at)}` }))}
        />
        <Select
          label={words.source}
          error={form.mark('source') ?? undefined}
          value={values.source}
          onChange={(next) => form.set({ source: next as Source })}
          options={(['folder', 'https', 'sftp'] as const).map((value) => ({ value, label: words.sources[value] }))}
        />
        <TextBox label={words.place[values.source]} hint={words.placeHint[values.source]} required {...form.box('place')} />
        <Host form={form} kept={one !== null && one.secret_is !== null} />
        <When form={form} />
      </Form>
    </Dialog>
  );
}
