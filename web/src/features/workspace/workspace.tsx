/* The workspace: its name, zone, currency; below, what features have to offer for the whole of it. */
import { api } from '../../api/client';
import { everythingChanged } from '../../api/query';
import type { Workspace } from '../../api/types';
import { useMay, useMe } from '../../lib/me';
import { slots } from '../../ui/feature';
import { Select, TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Card, Notice } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { useWorkspaceWords } from './words';
import css from './workspace.module.css';

const CURRENCIES = ['JPY', 'USD', 'EUR', 'GBP', 'AUD', 'CAD', 'CHF', 'CNY', 'HKD', 'INR', 'KRW', 'NZD', 'SEK', 'SGD', 'THB', 'TWD', 'VND'];

function options(values: string[], also: string) {
  return [...new Set([also, ...values])].map((value) => ({ value, label: value }));
}

function WorkspaceForm({ workspace, admin }: { workspace: Workspace; admin: boolean }) {
  const words = useWorkspaceWords();
  const { name, time_zone, language, currency } = workspace;
  const form = useForm({ name, time_zone, language: language as string, currency });

  async function save(values: typeof form.values): Promise<void> {
    await api('/workspace', { method: 'PATCH', body: values, version: workspace.version });
    toast(words.saved);
    everythingChanged();
  }

  return (
    <div className={css.form}>
      <Form form={form} onSend={save} disabled={!admin}>
        {!admin && <Notice>{words.readOnly}</Notice>}
        <TextBox label={words.name} required disabled={!admin} {...form.box('name')} />
        <Select
          label={words.zone}
          hint={words.zoneHint}
          search
          disabled={!admin}
          value={form.values.time_zone}
          onChange={(value) => value && form.set({ time_zone: value })}
          options={options(Intl.supportedValuesOf('timeZone'), time_zone)}
        />
        <Select
          label={words.currency}
          disabled={!admin}
          value={form.values.currency}
          onChange={(value) => value && form.set({ currency: value })}
          options={options(CURRENCIES, currency)}
        />
        <Select
          label={words.language}
          disabled={!admin}
          value={form.values.language}
          onChange={(value) => value && form.set({ language: value })}
          options={[
            { value: 'ja', label: words.ja },
            { value: 'en', label: words.en },
          ]}
        />
      </Form>
    </div>
  );
}

export function WorkspacePage() {
  const { workspace } = useMe();
  const admin = useMay('admin');
  const cards = slots.workspace.use();
  return (
    <>
      <Card>
        <WorkspaceForm key={workspace.version} workspace={workspace} admin={admin} />
      </Card>
      {cards.map(({ order, Card: One }) => (
        <One key={order} />
      ))}
    </>
  );
}
