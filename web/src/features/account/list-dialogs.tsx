/* What the list opens: a new account. */
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Account } from '../../api/types';
import { useReadings } from '../../lib/me';
import type { Naming } from '../../ui/catalogue';
import { CountrySelect } from '../../ui/country';
import { Dialog } from '../../ui/dialog';
import { type Option, Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import { useListWords } from './list-words';

export function choices(words: Record<string, string>): Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export function people(naming: Naming): Option[] {
  return naming.catalogue.staff.filter((one) => one.active).map((one) => ({ value: String(one.id), label: one.name }));
}

export function teams(naming: Naming): Option[] {
  return naming.catalogue.teams.map((one) => ({ value: String(one.id), label: one.name }));
}

const EMPTY = {
  name: '',
  reading: '',
  external_id: '',
  domain: '',
  country: null as string | null,
  owner_id: null as string | null,
  team_id: null as string | null,
  touch: null as string | null,
  stage: null as string | null,
};

/** Empty boxes are left out: absent is not the same as "". */
function given(values: typeof EMPTY) {
  const filled = Object.entries(values).filter(([, value]) => value !== '' && value !== null);
  return Object.fromEntries(filled.map(([name, value]) => [name, name === 'owner_id' || name === 'team_id' ? Number(value) : value]));
}

export function NewAccount({ open, onClose, naming }: { open: boolean; onClose: () => void; naming: Naming }) {
  const words = useListWords();
  const navigate = useNavigate();
  const form = useForm(EMPTY);
  const readings = useReadings();

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
        {readings && <TextBox label={words.reading} hint={words.readingHint} {...form.box('reading')} />}
        <TextBox label={words.externalId} hint={words.externalHint} {...form.box('external_id')} />
        <Row>
          <TextBox label={words.domain} placeholder="example.co.jp" {...form.box('domain')} />
          <CountrySelect label={words.country} {...form.box('country')} />
        </Row>
        <Row>
          <Select label={words.owner} clearable search options={people(naming)} {...form.box('owner_id')} />
          <Select label={words.team} clearable search options={teams(naming)} {...form.box('team_id')} />
        </Row>
        <Row>
          <Select label={words.touch} clearable options={choices(naming.choices('touch'))} {...form.box('touch')} />
          <Select label={words.stage} clearable options={choices(naming.choices('stage'))} {...form.box('stage')} />
        </Row>
      </Form>
    </Dialog>
  );
}
