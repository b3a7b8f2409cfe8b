import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { AccountPage as Account, CustomField, Id } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { useReadings } from '../../lib/me';
import { AccountBox } from '../../ui/account-box';
import { CountrySelect } from '../../ui/country';
import type { EditorProps } from '../../ui/feature';
import { Check, DateBox, NumberBox, Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { OwnerSelect, TeamSelect } from '../../ui/staff';
import { toast } from '../../ui/toast';
import { useDetailOptions } from './choices';
import { useAccountFields } from './details';
import { useAccountWords } from './words';

type FieldValue = string | number | boolean | null;

function FieldBox({
  field,
  value,
  onChange,
  error,
}: {
  field: CustomField;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  error: string | null;
}) {
  const language = useLanguage();
  const label = named(field, language);
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'flag':
      return <Check label={label} value={value === true} onChange={onChange} error={error} />;
    case 'number':
      return <NumberBox label={label} value={typeof value === 'number' ? value : null} onChange={onChange} fraction={6} error={error} />;
    case 'date':
      return <DateBox label={label} value={text || null} onChange={onChange} clearable error={error} />;
    case 'choice':
      return (
        <Select
          label={label}
          value={text || null}
          onChange={onChange}
          clearable
          options={field.choices.map((one) => ({ value: one, label: one }))}
          error={error}
        />
      );
    default:
      return <TextBox label={label} value={text} onChange={(next) => onChange(next === '' ? null : next)} error={error} />;
  }
}

interface Values {
  name: string;
  reading: string;
  external_id: string;
  domain: string;
  country: string | null;
  time_zone: string | null;
  language: string | null;
  parent_id: Id | null;
  owner_id: Id | null;
  team_id: Id | null;
  stand_in_id: Id | null;
  touch: string | null;
  stage: string | null;
  test: boolean;
  fields: Record<string, FieldValue>;
}

function startOf(account: Account): Values {
  return {
    name: account.name,
    reading: account.reading ?? '',
    external_id: account.external_id ?? '',
    domain: account.domain ?? '',
    country: account.country,
    time_zone: account.time_zone,
    language: account.language,
    parent_id: account.parent_id,
    owner_id: account.owner_id,
    team_id: account.team_id,
    stand_in_id: account.stand_in_id,
    touch: account.touch,
    stage: account.stage,
    test: account.test,
    fields: { ...account.fields },
  };
}

/** Only what was changed is sent: the rest may have been changed by others. An emptied box clears the value. */
function changeOf(before: Values, after: Values): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    if (key === 'fields') continue;
    if (value !== before[key as keyof Values]) change[key] = value === '' ? null : value;
  }
  const fields = Object.fromEntries(Object.entries(after.fields).filter(([key, value]) => value !== (before.fields[key] ?? null)));
  if (Object.keys(fields).length > 0) change.fields = fields;
  return change;
}

export function EditAccount({ account, onDone }: EditorProps) {
  const words = useAccountWords();
  const options = useDetailOptions();
  const fields = useAccountFields();
  const [start] = useState(() => startOf(account));
  const readings = useReadings(start.reading);
  const form = useForm(start);
  async function send(values: Values): Promise<void> {
    await api(`/accounts/${account.id}`, { method: 'PATCH', version: account.version, body: changeOf(start, values) });
    topicsChanged(['accounts', `account:${account.id}`, 'today']);
    toast(words.saved);
  }
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={onDone}>
      <Row>
        <TextBox label={words.name} required {...form.box('name')} />
        {readings && <TextBox label={words.reading} {...form.box('reading')} />}
      </Row>
      <Row>
        <OwnerSelect label={words.ownerLabel} {...form.box('owner_id')} />
        <OwnerSelect label={words.standIn} hint={words.standInHint} without={form.values.owner_id} {...form.box('stand_in_id')} />
        <TeamSelect label={words.team} {...form.box('team_id')} />
      </Row>
      <Row>
        <Select label={words.touchLabel} clearable options={options.touch} {...form.box('touch')} />
        <Select label={words.stageLabel} clearable options={options.stage} {...form.box('stage')} />
      </Row>
      <Row>
        <TextBox label={words.domain} {...form.box('domain')} />
        <TextBox label={words.externalId} {...form.box('external_id')} />
      </Row>
      <Row>
        <CountrySelect label={words.country} {...form.box('country')} />
        <Select label={words.language} clearable options={options.language} {...form.box('language')} />
      </Row>
      <Row>
        <Select label={words.timeZone} clearable search options={options.zones} {...form.box('time_zone')} />
        <AccountBox label={words.parent} without={account.id} placeholder={words.none} name={account.parent} {...form.box('parent_id')} />
      </Row>
      <Check label={words.test} hint={words.testHint} {...form.box('test')} />
      {fields.map((field) => (
        <FieldBox
          key={field.id}
          field={field}
          value={form.values.fields[field.key] ?? null}
          error={form.mark(`field:${field.key}`)}
          onChange={(value) => form.set({ fields: { ...form.values.fields, [field.key]: value } })}
        />
      ))}
    </Form>
  );
}
