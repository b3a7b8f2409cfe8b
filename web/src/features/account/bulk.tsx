/* One change to many accounts: what to set, how many it alters, how far it is, and its undo. */
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { AccountChangesPreview, AccountsChanged, CustomField } from '../../api/types';
import { named } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { Dialog } from '../../ui/dialog';
import { type Option, Select } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Muted, Notice } from '../../ui/layout';
import type { Chosen } from '../../ui/selection';
import { toastError } from '../../ui/toast';
import { type BulkWords, useBulkWords } from './bulk-words';
import css from './list.module.css';
import { choices, people, teams } from './list-dialogs';

/** Some ids, or everything that fits the search and the filter. */
const KEEP = 'keep';
const NOTHING = 'nothing';
const FIELD = 'field:';
const START = { owner_id: KEEP, team_id: KEEP, stand_in_id: KEEP, touch: KEEP, stage: KEEP };
type Values = Record<string, string>;

/* A name of a choice may be any text: what stands for none has a mark before it that no choice gets. */
const CHOICE = '=';

function meantOf(name: string, value: string): unknown {
  if (value === NOTHING) return null;
  if (name.endsWith('_id')) return Number(value);
  if (!name.startsWith(FIELD)) return value;
  const plain = value.slice(CHOICE.length);
  return value.startsWith(CHOICE) ? plain : value === 'true';
}

/** What is sent: the boxes that are not left as they are. */
function setOf(values: Values): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === KEEP) continue;
    if (name.startsWith(FIELD)) fields[name.slice(FIELD.length)] = meantOf(name, value);
    else set[name] = meantOf(name, value);
  }
  return Object.keys(fields).length > 0 ? { ...set, fields } : set;
}

function whom({ count: _count, ...chosen }: Chosen) {
  return chosen;
}

/** How many accounts the change would alter; null while that is not known. */
function useHowMany(chosen: Chosen, set: Record<string, unknown>): AccountChangesPreview | null {
  const asked = JSON.stringify({ ...whom(chosen), set });
  const [known, setKnown] = useState<{ asked: string; look: AccountChangesPreview } | null>(null);
  const nothing = Object.keys(set).length === 0;
  useEffect(() => {
    if (nothing) return;
    const stop = new AbortController();
    api<AccountChangesPreview>('/accounts/changes/preview', { method: 'POST', body: JSON.parse(asked), signal: stop.signal })
      .then((look) => setKnown({ asked, look }))
      .catch(() => undefined); // the change itself says what is wrong
    return () => stop.abort();
  }, [asked, nothing]);
  return known?.asked === asked ? known.look : null;
}

function howMany(words: BulkWords, { changed, accounts }: AccountChangesPreview): string {
  return changed === accounts ? words.allChange(countText(accounts)) : words.howMany(countText(changed), countText(accounts));
}

function fieldOptions(field: CustomField, words: BulkWords): Option[] {
  if (field.kind === 'flag')
    return [
      { value: 'true', label: words.yes },
      { value: 'false', label: words.no },
    ];
  return field.choices.map((one) => ({ value: CHOICE + one, label: one }));
}

interface BulkProps {
  chosen: Chosen;
  onClose: () => void;
  onDone: (change: AccountsChanged) => void;
  naming: Naming;
}

function BulkForm({ chosen, onClose, onDone, naming }: BulkProps) {
  const words = useBulkWords();
  const form = useForm<Values>(START);
  const set = setOf(form.values);
  const look = useHowMany(chosen, set);
  const keep = { value: KEEP, label: words.keep };
  const none = { value: NOTHING, label: words.none };
  const fields = naming.catalogue.fields.filter(({ object, kind }) => object === 'account' && (kind === 'choice' || kind === 'flag'));
  const box = (name: string) => ({
    value: form.values[name] ?? KEEP,
    onChange: (value: string | null) => form.set({ [name]: value ?? KEEP }),
    error: form.box(name).error,
  });

  async function change(values: Values): Promise<void> {
    const changed = await api<AccountsChanged>('/accounts/changes', { method: 'POST', body: { ...whom(chosen), set: setOf(values) } });
    topicsChanged(['accounts', 'account']);
    onDone(changed);
  }

  return (
    <Form form={form} onSend={change} onCancel={onClose} send={words.apply} disabled={Object.keys(set).length === 0}>
      <Muted>{words.text}</Muted>
      <Select label={words.owner} search options={[keep, none, ...people(naming)]} {...box('owner_id')} />
      <Select label={words.team} search options={[keep, none, ...teams(naming)]} {...box('team_id')} />
      <Select label={words.standIn} search options={[keep, none, ...people(naming)]} {...box('stand_in_id')} />
      <Select label={words.touch} options={[keep, none, ...choices(naming.choices('touch'))]} {...box('touch')} />
      <Select label={words.stage} options={[keep, none, ...choices(naming.choices('stage'))]} {...box('stage')} />
      {fields.map((field) => (
        <Select
          key={field.key}
          label={named(field, naming.language)}
          options={[keep, none, ...fieldOptions(field, words)]}
          {...box(FIELD + field.key)}
        />
      ))}
      {look && <Muted>{howMany(words, look)}</Muted>}
    </Form>
  );
}

export function BulkChange({ chosen, ...props }: Omit<BulkProps, 'chosen'> & { chosen: Chosen | null }) {
  const words = useBulkWords();
  return (
    <Dialog open={chosen !== null} onClose={props.onClose} title={words.title(countText(chosen?.count ?? 0))}>
      {chosen && <BulkForm chosen={chosen} {...props} />}
    </Dialog>
  );
}

/** What stands over the list from the change on, until somebody closes it. */
export function BulkNotice({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useBulkWords();
  const { data: change } = useRead<AccountsChanged>({ path: `/accounts/changes/${id}`, topics: ['account_bulk', 'accounts'], keep: true });
  const mayManage = useMay('manage');
  const [busy, setBusy] = useState(false);
  if (!change) return null;

  function undo(): void {
    if (busy) return;
    setBusy(true);
    api(`/accounts/changes/${id}/undo`, { method: 'POST' })
      .then(() => topicsChanged(['account_bulk', 'accounts', 'account']), toastError)
      .finally(() => setBusy(false));
  }
  const works = change.state === 'changing' || change.state === 'undoing';
  const left = change.kept > 0 || change.state === 'done' || change.state === 'failed';
  const can = mayManage && !works && left && change.changed > change.undone;
  return (
    <Notice
      tone={change.state === 'failed' ? 'bad' : 'plain'}
      action={
        <span className={css.quick}>
          {can && <TextButton onClick={undo}>{change.state === 'undone' ? words.undoAgain : words.undo}</TextButton>}
          {!works && <TextButton onClick={onClose}>{words.close}</TextButton>}
        </span>
      }
    >
      {words.states[change.state]({
        done: countText(change.done),
        accounts: countText(change.accounts),
        changed: countText(change.changed),
        undone: countText(change.undone),
      })}
      {change.kept > 0 && <> {words.kept(countText(change.kept), change.kept_accounts.map(({ name }) => name).join(words.comma))}</>}
    </Notice>
  );
}
