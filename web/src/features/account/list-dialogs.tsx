/* What the list opens: a new account, and one change to many accounts. */
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Account, Condition } from '../../api/types';
import { countText } from '../../lib/numbers';
import type { Naming } from '../../ui/catalogue';
import { CountrySelect } from '../../ui/country';
import { Dialog } from '../../ui/dialog';
import { type Option, Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { useListWords } from './list-words';

function choices(words: Record<string, string>): Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function people(naming: Naming): Option[] {
  return naming.catalogue.staff.filter((one) => one.active).map((one) => ({ value: String(one.id), label: one.name }));
}

const EMPTY = {
  name: '',
  reading: '',
  external_id: '',
  domain: '',
  country: null as string | null,
  owner_id: null as string | null,
  touch: null as string | null,
  stage: null as string | null,
};

/** Empty boxes are left out: absent is not the same as "". */
function given(values: typeof EMPTY) {
  const filled = Object.entries(values).filter(([, value]) => value !== '' && value !== null);
  return Object.fromEntries(filled.map(([name, value]) => [name, name === 'owner_id' ? Number(value) : value]));
}

export function NewAccount({ open, onClose, naming }: { open: boolean; onClose: () => void; naming: Naming }) {
  const words = useListWords();
  const navigate = useNavigate();
  const form = useForm(EMPTY);

  async function create(values: typeof EMPTY): Promise<void> {
    const account = await api<Account>('/accounts', { method: 'POST', body: given(values) });
    topicsChanged(['accounts']);
    toast(words.added(account.name));
    form.reset(EMPTY);
    onClose();
    void navigate({ to: '/accounts/$id', params: { id: String(account.id) }, search: {} });
  }

  return (
    <Dialog open={open} onClose={onClose} title={words.addTitle}>
      <Form form={form} onSend={create} onCancel={onClose} send={words.create} disabled={form.values.name.trim() === ''}>
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
        <TextBox label={words.reading} hint={words.readingHint} {...form.box('reading')} />
        <TextBox label={words.externalId} hint={words.externalHint} {...form.box('external_id')} />
        <Row>
          <TextBox label={words.domain} placeholder="example.co.jp" {...form.box('domain')} />
          <CountrySelect label={words.country} {...form.box('country')} />
        </Row>
        <Select label={words.owner} clearable search options={people(naming)} {...form.box('owner_id')} />
        <Row>
          <Select label={words.touch} clearable options={choices(naming.choices('touch'))} {...form.box('touch')} />
          <Select label={words.stage} clearable options={choices(naming.choices('stage'))} {...form.box('stage')} />
        </Row>
      </Form>
    </Dialog>
  );
}

export interface Chosen {
  ids?: number[];
  q?: string;
  filter?: Condition;
  count: number;
}

const KEEP = 'keep';
const NOBODY = 'nobody';

interface BulkProps {
  chosen: Chosen | null;
  onClose: () => void;
  onDone: () => void;
  naming: Naming;
}

/** Reaches what was chosen: some ids, or everything that fits the search and the filter. */
export function BulkChange({ chosen, onClose, onDone, naming }: BulkProps) {
  const words = useListWords();
  const form = useForm({ owner_id: KEEP, touch: KEEP, stage: KEEP });
  const keep = { value: KEEP, label: words.keep };
  const nothing = Object.values(form.values).every((value) => value === KEEP);

  async function change(values: typeof form.values): Promise<void> {
    if (!chosen) return;
    const set = Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== KEEP)
        .map(([name, value]) => [name, value === NOBODY ? null : name === 'owner_id' ? Number(value) : value]),
    );
    const { count: _count, ...whom } = chosen;
    const { changed } = await api<{ changed: number }>('/accounts/changes', { method: 'POST', body: { ...whom, set } });
    topicsChanged(['accounts', 'account']);
    toast(words.changed(countText(changed)));
    form.reset({ owner_id: KEEP, touch: KEEP, stage: KEEP });
    onDone();
  }

  return (
    <Dialog open={chosen !== null} onClose={onClose} title={words.bulkTitle(countText(chosen?.count ?? 0))}>
      <Form form={form} onSend={change} onCancel={onClose} send={words.apply} disabled={nothing}>
        <Muted>{words.bulkText}</Muted>
        <Select
          label={words.owner}
          search
          options={[keep, { value: NOBODY, label: words.nobody }, ...people(naming)]}
          {...select(form.box('owner_id'))}
        />
        <Select label={words.touch} options={[keep, ...choices(naming.choices('touch'))]} {...select(form.box('touch'))} />
        <Select label={words.stage} options={[keep, ...choices(naming.choices('stage'))]} {...select(form.box('stage'))} />
      </Form>
    </Dialog>
  );
}

function select(box: { value: string; onChange: (value: string) => void; error: string | null }) {
  return { ...box, onChange: (value: string | null) => box.onChange(value ?? KEEP) };
}
