/* Two accounts side by side: which one stays, which values it keeps, what moves. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { AccountMerge, AccountMergePreview, AccountMergeSide, CustomField } from '../../api/types';
import { countryName } from '../../lib/countries';
import { useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { AccountBox } from '../../ui/account-box';
import { useAddress } from '../../ui/address';
import { Button } from '../../ui/button';
import { wordOf } from '../../ui/catalogue';
import { Card, Facts, Muted, Page } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import css from './account.module.css';
import { useAccountFields } from './details';
import { useMergeWords } from './merge-words';
import { useAccountWords } from './words';

type Plain = string | number | boolean | null;
/** A value of both, as it is stored and as it is read. */
interface Line {
  key: string;
  label: string;
  values: [Plain, Plain];
  texts: [string | null, string | null];
}

export async function mergeUndo(merge: AccountMerge): Promise<void> {
  await api(`/account-merges/${merge.id}/undo`, { method: 'POST' });
  topicsChanged(['accounts', 'today', 'duplicates', `account:${merge.stays_id}`, `account:${merge.gone_id}`]);
}

function useLines(account: AccountMergeSide, other: AccountMergeSide): Line[] {
  const words = useAccountWords();
  const language = useLanguage();
  const dates = useDates();
  const fields = useAccountFields();
  const line = (key: string, label: string, read: (side: AccountMergeSide) => Plain, shown = (value: Plain) => String(value)): Line => {
    const values: [Plain, Plain] = [read(account), read(other)];
    const text = (value: Plain) => (value === null ? null : shown(value));
    return { key, label, values, texts: [text(values[0]), text(values[1])] };
  };
  const fieldText = (field: CustomField) => (value: Plain) => {
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (typeof value === 'number') return countText(value, 6);
    return field.kind === 'date' ? dates.day(String(value)) : String(value);
  };
  const beside = (text: 'owner' | 'parent' | 'team' | 'stand_in') => (value: Plain) =>
    (account[`${text}_id`] === value ? account[text] : other[text]) ?? '';
  const lines = [
    line('name', words.name, (side) => side.name),
    line('reading', words.reading, (side) => side.reading),
    line('external_id', words.externalId, (side) => side.external_id),
    line('domain', words.domain, (side) => side.domain),
    line(
      'country',
      words.country,
      (side) => side.country,
      (value) => countryName(String(value), language),
    ),
    line('time_zone', words.timeZone, (side) => side.time_zone),
    line('language', words.language, (side) => side.language),
    line('parent_id', words.parent, (side) => side.parent_id, beside('parent')),
    line('owner_id', words.ownerLabel, (side) => side.owner_id, beside('owner')),
    line('team_id', words.team, (side) => side.team_id, beside('team')),
    line('stand_in_id', words.standIn, (side) => side.stand_in_id, beside('stand_in')),
    line(
      'touch',
      words.touchLabel,
      (side) => side.touch,
      (value) => wordOf(words.touch, String(value)),
    ),
    line(
      'stage',
      words.stageLabel,
      (side) => side.stage,
      (value) => wordOf(words.stage, String(value)),
    ),
    ...fields.map((field) =>
      line(
        `fields.${field.key}`,
        named(field, language),
        (side) => (side.fields[field.key] as Plain | undefined) ?? null,
        fieldText(field),
      ),
    ),
  ];
  return lines.filter(({ values }) => values[0] !== values[1]);
}

function Side({ line, at, chosen, onChoose }: { line: Line; at: 0 | 1; chosen: boolean; onChoose: () => void }) {
  const words = useMergeWords();
  return (
    <label className={css.choose}>
      <input type="radio" name={line.key} checked={chosen} onChange={onChoose} />
      {line.texts[at] ?? <Muted>{words.empty}</Muted>}
    </label>
  );
}

function Compared({ preview, onSwap }: { preview: AccountMergePreview; onSwap: () => void }) {
  const words = useMergeWords();
  const account = useAccountWords();
  const navigate = useNavigate();
  const { account: stays, other: goes } = preview;
  const lines = useLines(stays, goes);
  const [chosen, choose] = useState<Record<string, boolean>>({});
  const [busy, setBusy] = useState(false);
  const differ = stays.test !== goes.test;
  /* What is empty in the one that stays is filled, unless somebody says otherwise. */
  const isOther = (line: Line) => chosen[line.key] ?? line.values[0] === null;
  async function merge(): Promise<void> {
    setBusy(true);
    try {
      const take = lines.filter(isOther).map(({ key }) => key);
      const done = await api<AccountMerge>(`/accounts/${stays.id}/merge`, { method: 'POST', body: { account_id: goes.id, take } });
      topicsChanged(['accounts', 'today', 'duplicates', `account:${stays.id}`, `account:${goes.id}`]);
      toast(words.merged(goes.name), () => mergeUndo(done));
      void navigate({ to: '/accounts/$id', params: { id: String(stays.id) }, search: {} as never });
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  }
  const value = (line: Line, at: 0 | 1) => (
    <Side key={at} line={line} at={at} chosen={isOther(line) === (at === 1)} onChoose={() => choose({ ...chosen, [line.key]: at === 1 })} />
  );
  return (
    <div className={css.page}>
      <Card title={words.values} beside={<Button onClick={onSwap}>{words.swap}</Button>}>
        <p className={css.mergeText}>{lines.length > 0 ? words.valuesText : words.same}</p>
        {lines.length > 0 && (
          <SmallTable
            label={words.values}
            head={[words.value, words.stays(stays.name), words.goes(goes.name)]}
            rows={lines.map((line) => [line.label, value(line, 0), value(line, 1)])}
          />
        )}
      </Card>
      <Card title={words.moves(goes.name)}>
        {goes.holds.length > 0 ? (
          <Facts items={goes.holds.map(({ what, count }) => [wordOf(words.what, what), countText(count)] as const)} />
        ) : (
          <Muted>{words.nothing}</Muted>
        )}
        <p className={css.mergeText}>{words.movesText}</p>
      </Card>
      <div className={css.mergeFoot}>
        <Muted>{differ ? words.testDiffers(stays.test ? stays.name : goes.name) : words.undoText(preview.undo_days)}</Muted>
        <Button quiet onClick={() => void navigate({ to: '/accounts/$id', params: { id: String(stays.id) }, search: {} as never })}>
          {account.cancel}
        </Button>
        <Button strong busy={busy} disabled={differ} onClick={() => void merge()}>
          {words.merge}
        </Button>
      </div>
    </div>
  );
}

function Chosen({ id, other }: { id: string; other: string }) {
  const navigate = useNavigate();
  const reading = useRead<AccountMergePreview>({
    path: `/accounts/${id}/merge`,
    query: { with: other },
    topics: [`account:${id}`, `account:${other}`],
  });
  const swap = () => void navigate({ to: '/accounts/$id/merge', params: { id: other }, search: { with: id } as never, replace: true });
  return (
    <Shown reading={reading} lines={10}>
      {(preview) => <Compared key={`${id}:${other}`} preview={preview} onSwap={swap} />}
    </Shown>
  );
}

export function MergePage() {
  const words = useMergeWords();
  const { id } = useParams({ from: '/inside/accounts/$id/merge' as never }) as { id: string };
  const [search, change] = useAddress<'with'>('/accounts/$id/merge');
  return (
    <Page title={words.title}>
      {search.with ? (
        <Chosen id={id} other={search.with} />
      ) : (
        <Card title={words.choose}>
          <p className={css.mergeText}>{words.chooseText}</p>
          <AccountBox
            label={words.choose}
            without={Number(id)}
            placeholder={words.placeholder}
            name={null}
            value={null}
            onChange={(other) => other !== null && change({ with: String(other) })}
            error={null}
          />
        </Card>
      )}
    </Page>
  );
}
