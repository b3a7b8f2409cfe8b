/* One import from its columns to its result. It runs on the server: leaving the page or loading it again loses nothing. */
import { Link, useParams } from '@tanstack/react-router';
import { api, apiText } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Import, ImportChange } from '../../api/types';
import { csvRows, csvSave } from '../../lib/csv';
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
import { useHasEnds, useKindName } from './kinds';
import { Options } from './options';
import { StateTag } from './state';
import { useImportWords } from './words';

const LEAVE = 'leave';

type Change = (change: ImportChange) => void;

function Mapping({ one, change, editable }: { one: Import; change: Change; editable: boolean }) {
  const words = useImportWords();
  const language = useLanguage();
  const taken = new Set(one.columns.map((column) => column.target));
  const missing = one.targets.filter((target) => target.required && !taken.has(target.key)).map((target) => named(target, language));
  const options = [
    { value: LEAVE, label: words.leave },
    ...one.targets.map((target) => ({
      value: target.key,
      label: target.required ? `${named(target, language)} (${words.required})` : named(target, language),
    })),
  ];
  return (
    <Card title={words.mapping} beside={words.mappingText}>
      {missing.length > 0 && <Notice tone="bad">{words.missing(missing.join(language === 'ja' ? '、' : ', '))}</Notice>}
      <SmallTable
        label={words.mapping}
        head={[words.column, words.samples, words.target]}
        rows={one.columns.map((column) => [
          <strong key="name">{column.name}</strong>,
          <span key="samples" className={css.samples}>
            {column.samples.slice(0, 3).join(' · ')}
          </span>,
          <Select
            key="target"
            size="xs"
            width={220}
            search
            name={`${words.target}: ${column.name}`}
            disabled={!editable}
            value={column.target ?? LEAVE}
            onChange={(target) => change({ mapping: { [column.index]: target === LEAVE ? null : target } })}
            options={options}
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
      const [line = '', field = '', reason, first = '', second = '', text = ''] = row.slice(-TOLD.length);
      const cells = Array.from({ length: width }, (_, at) => (at < row.length - TOLD.length ? (row[at] ?? '') : ''));
      return [...cells, line, fieldName(one, field, language), reasonSentence(sentences, reason, [first, second]) ?? text];
    });
    csvSave(words.badFile(one.file_name.replace(/\.\w+$/, '')), [...head.slice(0, width), words.line, words.field, words.what], told);
  };
}

function fieldName(one: Import, field: string | null, language: Parameters<typeof named>[1]): string {
  const target = one.targets.find((target) => target.key === field || target.key === `field:${field}`);
  return target ? named(target, language) : (field ?? '');
}

function Errors({ one }: { one: Import }) {
  const words = useImportWords();
  const sentences = useProblemWords();
  const language = useLanguage();
  const download = useBadRows(one);
  const checked = one.state === 'checked' || one.state === 'done';
  if (!checked) return null;
  if (one.bad === 0) return <Notice tone="good">{words.noErrors}</Notice>;
  return (
    <Card title={words.errors} beside={words.errorsText(countText(one.errors.length), countText(one.bad))}>
      <SmallTable
        label={words.errors}
        head={[words.line, words.field, words.what]}
        rows={one.errors.map((error) => [
          countText(error.line),
          fieldName(one, error.field, language),
          reasonSentence(sentences, error.reason, error.args) ?? error.text,
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

function Result({ one }: { one: Import }) {
  const words = useImportWords();
  if (one.state !== 'done' && one.state !== 'cancelled' && one.state !== 'checked') return null;
  const [added, changed, unchanged, bad] = [one.added, one.changed, one.unchanged, one.bad].map((count) => countText(count));
  return (
    <Card title={words.states[one.state]} beside={one.state === 'checked' && words.dry}>
      <Facts
        items={[
          [words.added, added],
          [words.changed, changed],
          [words.unchanged, unchanged],
          [words.badRows, bad],
        ]}
      />
    </Card>
  );
}

function Acts({ one, act, onCancel }: { one: Import; act: (what: 'check' | 'run') => void; onCancel: () => void }) {
  const words = useImportWords();
  const hasEnds = useHasEnds(one.kind);
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
  const ready = one.targets.every((target) => !target.required || taken.has(target.key)) && (!hasEnds || one.options.ends !== null);
  return (
    <Button strong disabled={!ready} onClick={() => act('check')}>
      {words.check}
    </Button>
  );
}

function One({ one }: { one: Import }) {
  const words = useImportWords();
  const kindName = useKindName();
  const mayManage = useMay('manage');
  const [ask, asking] = useQuestion();
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

  return (
    <>
      <div className={css.head}>
        <Link to="/settings/imports">← {words.back}</Link>
        <strong>{one.file_name}</strong>
        <Muted>{kindName(one.kind)}</Muted>
        <StateTag one={one} />
        {mayManage && (
          <span className={css.acts}>
            <Acts one={one} act={act} onCancel={cancel} />
          </span>
        )}
      </div>
      {one.state === 'failed' && (
        <Notice tone="bad">
          {words.failedText} {one.error}
        </Notice>
      )}
      <Progress one={one} />
      <Result one={one} />
      {erased ? <Erased one={one} /> : <Errors one={one} />}
      {!erased && one.state !== 'done' && one.state !== 'cancelled' && (
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
