/* One import from its columns to its result. It runs on the server: leaving the page or loading it again loses nothing. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { api, apiText } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Import, ImportChange, ImportColumn } from '../../api/types';
import { csvRows, csvSave } from '../../lib/csv';
import { dayOf, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { Card, Facts, Muted, Notice } from '../../ui/layout';
import { reasonSentence, useProblemWords } from '../../ui/problem';
import { Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toastError } from '../../ui/toast';
import css from './import.module.css';
import { useKindName, useNextKind } from './kinds';
import { NearIds } from './near';
import { NEW_FIELD, newFieldOf } from './new-field';
import { Options } from './options';
import { Instead, Replaced } from './replaced';
import { StateTag } from './state';
import { NoUndo, Undone, useUndo } from './undo';
import { useImportWords } from './words';

const LEAVE = 'leave';

type Change = (change: ImportChange) => void;

function Mapping({ one, change, editable }: { one: Import; change: Change; editable: boolean }) {
  const words = useImportWords();
  const language = useLanguage();
  const dates = useDates();
  const taken = new Set(one.columns.map((column) => column.target));
  const missing = one.targets.filter((target) => target.required && !taken.has(target.key)).map((target) => named(target, language));
  const newField = newFieldOf(one, change);
  const options = (column: ImportColumn) => [
    { value: LEAVE, label: words.leave },
    ...(newField ? [{ value: NEW_FIELD, label: words.newField(column.name) }] : []),
    ...one.targets.map((target) => ({
      value: target.key,
      label: target.required ? `${named(target, language)} (${words.required})` : named(target, language),
    })),
  ];
  return (
    <Card title={words.mapping} beside={one.mapped_as ? words.mappedAs(dates.short(dayOf(one.mapped_as))) : words.mappingText}>
      {missing.length > 0 && <Notice tone="bad">{words.missing(missing.join(language === 'ja' ? '、' : ', '))}</Notice>}
      <SmallTable
        label={words.mapping}
        head={[words.column, words.samples, words.target]}
        rows={one.columns.map((column) => [
          <strong key="name">{column.name}</strong>,
          <span key="samples" className={css.samples}>
            {column.samples.slice(0, 3).join(' · ')}
            {column.date_order && <Muted small> ({words.dateOrders[column.date_order]})</Muted>}
          </span>,
          <Select
            key="target"
            size="xs"
            width={220}
            search
            name={`${words.target}: ${column.name}`}
            disabled={!editable}
            value={column.target ?? LEAVE}
            onChange={(target) =>
              target === NEW_FIELD ? newField?.(column) : change({ mapping: { [column.index]: target === LEAVE ? null : target } })
            }
            options={options(column)}
          />,
        ])}
      />
    </Card>
  );
}

function PreviewRows({ one }: { one: Import }) {
  const words = useImportWords();
  const language = useLanguage();
  const keys = one.targets.filter((target) => one.preview.some((row) => row[target.key] !== undefined));
  if (one.preview.length === 0 || keys.length === 0) return null;
  return (
    <Card title={words.preview} beside={words.dry}>
      <div className={css.scroll}>
        <SmallTable
          label={words.preview}
          head={keys.map((target) => named(target, language))}
          rows={one.preview.slice(0, 10).map((row) => keys.map((target) => row[target.key] ?? ''))}
        />
      </div>
    </Card>
  );
}

/* What the server adds behind the columns of the file. */
const TOLD = ['line', 'field', 'reason', 'arg_1', 'arg_2', 'text'];

/** The bad rows as a file, each with its reason in the language of the page. */
function useBadRows(one: Import): () => Promise<void> {
  const words = useImportWords();
  const sentences = useProblemWords();
  const language = useLanguage();
  return async () => {
    const [head = [], ...rows] = csvRows(await apiText(`/imports/${one.id}/bad.csv`));
    const width = head.length - TOLD.length;
    const told = rows.map((row) => {
      const [line = '', ...troubles] = row.slice(-TOLD.length);
      const cells = Array.from({ length: width }, (_, at) => (at < row.length - TOLD.length ? (row[at] ?? '') : ''));
      const [fields, reasons, firsts, seconds, texts] = troubles.map((cell) => cell.split('\n'));
      const names = fields?.map((field) => fieldName(one, field, language));
      const whats = reasons?.map(
        (reason, at) => reasonSentence(sentences, reason, [firsts?.[at] ?? '', seconds?.[at] ?? '']) ?? texts?.[at],
      );
      return [...cells, line, names?.join('\n') ?? '', whats?.join('\n') ?? ''];
    });
    csvSave(words.badFile(one.file_name.replace(/\.\w+$/, '')), [...head.slice(0, width), words.line, words.field, words.what], told);
  };
}

function fieldName(one: Import, field: string | null, language: Parameters<typeof named>[1]): string {
  const target = one.targets.find((target) => target.key === field || target.key === `field:${field}`);
  return target ? named(target, language) : (field ?? '');
}

function Errors({ one, change, editable }: { one: Import; change: Change; editable: boolean }) {
  const words = useImportWords();
  const sentences = useProblemWords();
  const language = useLanguage();
  const download = useBadRows(one);
  const checked = one.state === 'checked' || one.state === 'done';
  if (!checked) return null;
  if (one.errors.length === 0) return <Notice tone="good">{words.noErrors}</Notice>;
  const rows = new Set(one.errors.map((error) => error.line)).size;
  return (
    <Card title={words.errors} beside={words.errorsText(countText(rows), countText(one.bad + one.partly))}>
      {one.groups.length > 0 && (
        <SmallTable
          label={words.groups}
          head={[words.rowCount, words.field, words.what]}
          rows={one.groups.map((group) => [
            countText(group.rows),
            fieldName(one, group.field, language),
            <span key="what">
              {reasonSentence(sentences, group.reason, group.args) ?? group.reason}
              {group.taken && ` (${words.taken})`} {group.reason === 'no_staff' && <Link to="/settings/staff">{words.invite}</Link>}
              {editable && <Instead group={group} change={change} />}
            </span>,
          ])}
          align={['end']}
        />
      )}
      <SmallTable
        label={words.errors}
        head={[words.line, words.field, words.what]}
        rows={one.errors.map((error) => [
          countText(error.line),
          fieldName(one, error.field, language),
          `${reasonSentence(sentences, error.reason, error.args) ?? error.text}${error.taken ? ` (${words.taken})` : ''}`,
        ])}
        align={['end']}
      />
      <p>
        <TextButton onClick={() => void download().catch(toastError)}>{words.download}</TextButton>{' '}
        <Muted small>{words.downloadHint}</Muted>
      </p>
    </Card>
  );
}

/* What stands in the place of all that was read from a file that is gone. */
function Erased({ one }: { one: Import }) {
  const words = useImportWords();
  const sentences = useProblemWords();
  const atWork = one.state === 'checking' || one.state === 'running';
  return <Notice>{atWork ? words.erasedAtEnd : reasonSentence(sentences, 'file_erased')}</Notice>;
}

function Progress({ one }: { one: Import }) {
  const words = useImportWords();
  if (one.state !== 'checking' && one.state !== 'running') return null;
  return (
    <Card title={words.states[one.state]} beside={words.progress(countText(one.done), countText(one.rows))}>
      <progress className={css.progress} max={Math.max(1, one.rows)} value={one.done} aria-label={words.states[one.state]} />
    </Card>
  );
}

/* The pages that list what came in. */
const FOUND: { [kind in Import['kind']]?: string } = { accounts: '/accounts', contacts: '/people' };

/* Where it goes on: what was imported, and the kind of file that builds on it. */
function Onward({ one }: { one: Import }) {
  const words = useImportWords();
  const kindName = useKindName();
  const next = useNextKind(one.kind);
  const found = FOUND[one.kind];
  return (
    <p className={css.onward}>
      {found && <Link to={found}>{words.found(kindName(one.kind))}</Link>}
      {next && (
        <Link to="/settings/imports" search={{ kind: next.value } as never}>
          {words.next(next.label)}
        </Link>
      )}
    </p>
  );
}

/* What of the file does not come in, though nothing is wrong with it. */
function LeftOut({ one, change, editable }: { one: Import; change: Change; editable: boolean }) {
  const words = useImportWords();
  const language = useLanguage();
  const ignored = one.columns.filter((column) => column.target === null && column.samples.length > 0).map((column) => column.name);
  const taken = one.options.totals === 'take' && one.total_rows > 0;
  const line = countText(one.total_line ?? 0);
  const rest = words.rest(
    one.total_rows > 0 && !taken ? countText(one.total_rows) : '',
    line,
    one.empty_rows > 0 ? countText(one.empty_rows) : '',
  );
  if (ignored.length === 0 && !rest && !taken && Object.keys(one.replaced).length === 0) return null;
  return (
    <Notice>
      {ignored.length > 0 && <p className={css.told}>{words.ignored(ignored.length, ignored.join(language === 'ja' ? '、' : ', '))}</p>}
      {taken && <p className={css.told}>{words.totalsTaken(countText(one.total_rows), line)}</p>}
      {rest && <p className={css.told}>{rest}</p>}
      <Replaced one={one} editable={editable} change={change} />
    </Notice>
  );
}

function Result({ one }: { one: Import }) {
  const words = useImportWords();
  if (one.state !== 'done' && one.state !== 'cancelled' && one.state !== 'checked') return null;
  const [added, changed, unchanged, bad] = [one.added, one.changed, one.unchanged, one.bad].map((count) => countText(count));
  const partly: [string, string][] = one.partly > 0 ? [[words.partly, countText(one.partly)]] : [];
  return (
    <Card title={words.states[one.state]} beside={one.state === 'checked' && words.dry}>
      <Facts items={[[words.added, added], [words.changed, changed], [words.unchanged, unchanged], ...partly, [words.badRows, bad]]} />
      {one.state === 'done' && <Onward one={one} />}
    </Card>
  );
}

function Acts({ one, act, onCancel }: { one: Import; act: (what: 'check' | 'run') => void; onCancel: () => void }) {
  const words = useImportWords();
  if (one.state === 'checking' || one.state === 'running') return <Button onClick={onCancel}>{words.cancel}</Button>;
  if (one.erased_at !== null) return null;
  if (one.state === 'checked') {
    return (
      <>
        <Button onClick={() => act('check')}>{words.again}</Button>
        <Button strong disabled={one.good === 0} onClick={() => act('run')}>
          {one.bad > 0 ? words.runGood(countText(one.good)) : words.run}
        </Button>
      </>
    );
  }
  if (one.state !== 'mapping' && one.state !== 'failed') return null;
  const taken = new Set(one.columns.map((column) => column.target));
  const ready = one.targets.every((target) => !target.required || taken.has(target.key)) && one.asks.length === 0;
  return (
    <Button strong disabled={!ready} onClick={() => act('check')}>
      {words.check}
    </Button>
  );
}

/* What came in, or was taken back again, is not read anew. */
const isOver = (one: Import) => one.state === 'done' || one.state === 'undoing' || one.state === 'undone';

function One({ one }: { one: Import }) {
  const words = useImportWords();
  const language = useLanguage();
  const kindName = useKindName();
  const mayManage = useMay('manage');
  const navigate = useNavigate();
  const [ask, asking] = useQuestion();
  const undo = useUndo(one, ask);
  const erased = one.erased_at !== null;
  const editable = mayManage && (one.state === 'mapping' || one.state === 'checked' || one.state === 'failed');
  const changed = () => topicsChanged([`import:${one.id}`, 'imports']);

  const change: Change = (body) =>
    void api(`/imports/${one.id}`, { method: 'PATCH', body, version: one.version }).then(changed).catch(toastError);
  const act = (what: 'check' | 'run') =>
    void api(`/imports/${one.id}/${what}`, { method: 'POST', body: {} }).then(changed).catch(toastError);
  const cancel = () =>
    ask({
      title: words.cancelAsk,
      text: words.cancelText,
      act: words.cancel,
      run: () => api(`/imports/${one.id}/cancellation`, { method: 'POST', body: {} }).then(changed),
    });

  const remove = () =>
    ask({
      title: words.removeAsk,
      text: words.removeText,
      act: words.remove,
      run: () =>
        api(`/imports/${one.id}`, { method: 'DELETE' }).then(() => {
          topicsChanged(['imports']);
          void navigate({ to: '/settings/imports' });
        }),
    });
  const removable = one.changes === 0 && ['mapping', 'checked', 'failed', 'cancelled'].includes(one.state);

  return (
    <>
      <div className={css.head}>
        <Link to="/settings/imports">← {words.back}</Link>
        <strong>{one.file_name}</strong>
        <Muted>{kindName(one.kind)}</Muted>
        <StateTag one={one} />
        {mayManage && (
          <span className={css.acts}>
            {removable && <Button onClick={remove}>{words.remove}</Button>}
            {undo && <Button onClick={undo.ask}>{undo.name}</Button>}
            <Acts one={one} act={act} onCancel={cancel} />
          </span>
        )}
      </div>
      {one.state === 'failed' && (
        <Notice tone="bad">
          {words.failedText} {one.error}
        </Notice>
      )}
      {!erased && !isOver(one) && <LeftOut one={one} editable={editable} change={change} />}
      <NoUndo one={one} />
      <Progress one={one} />
      <Undone one={one} />
      <Result one={one} />
      {!erased && <NearIds one={one} fieldName={(key) => fieldName(one, key, language)} />}
      {erased ? <Erased one={one} /> : <Errors one={one} editable={editable} change={change} />}
      {!erased && !isOver(one) && one.state !== 'cancelled' && (
        <>
          <Options one={one} editable={editable} onChange={(options) => change({ options })} />
          <Mapping one={one} editable={editable} change={change} />
          <PreviewRows one={one} />
        </>
      )}
      {asking}
    </>
  );
}

export function ImportPart() {
  const { id } = useParams({ strict: false }) as { id: string };
  const reading = useRead<Import>({ path: `/imports/${id}`, topics: [`import:${id}`, 'import', 'imports'] });
  return (
    <Shown reading={reading} lines={8}>
      {(one) => <One one={one} />}
    </Shown>
  );
}
