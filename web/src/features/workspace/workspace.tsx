/* The workspace: its name, zone, currency; below, what features have to offer for the whole of it. */
import { api } from '../../api/client';
import { everythingChanged } from '../../api/query';
import type { Workspace } from '../../api/types';
import { CURRENCIES } from '../../lib/currencies';
import { type Language, useLanguage } from '../../lib/language';
import { useMay, useMe } from '../../lib/me';
import { slots } from '../../ui/feature';
import { Select, TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Card, Notice } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { useWorkspaceWords } from './words';
import css from './workspace.module.css';

function options(values: string[], also: string) {
  return [...new Set([also, ...values])].map((value) => ({ value, label: value }));
}

function monthOptions(language: Language) {
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: name.format(Date.UTC(2026, at, 1)) }));
}

function WorkspaceForm({ workspace, admin }: { workspace: Workspace; admin: boolean }) {
  const words = useWorkspaceWords();
  const reader = useLanguage();
  const { name, time_zone, language, currency, fiscal_month } = workspace;
  const form = useForm({ name, time_zone, language: language as string, currency, fiscal_month });

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
          label={words.fiscal}
          hint={words.fiscalHint}
          disabled={!admin}
          value={String(form.values.fiscal_month)}
          onChange={(value) => value && form.set({ fiscal_month: Number(value) })}
          options={monthOptions(reader)}
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
      {cards.map(({ at, Card: One }) => (
        <One key={at} />
      ))}
    </>
  );
}
