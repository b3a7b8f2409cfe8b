/* A file comes in here; what came before is listed below. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type DragEvent, useRef, useState } from 'react';
import { api } from '../../api/client';
import { useReadList } from '../../api/query';
import type { Import } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Choice } from '../../ui/button';
import { type ImportKind, slots } from '../../ui/feature';
import { Card, Muted } from '../../ui/layout';
import { Empty, Failed } from '../../ui/state';
import { type Column, DataTable } from '../../ui/table';
import { toastError } from '../../ui/toast';
import css from './import.module.css';
import { kindGuess, useKindName, useKinds } from './kinds';
import { StateTag } from './state';
import { TakeOut } from './take-out';
import { useImportWords } from './words';

function Upload() {
  const words = useImportWords();
  const navigate = useNavigate();
  const kinds = useKinds();
  const imports = slots.imports.use();
  const asked = (useSearch({ strict: false }) as { kind?: ImportKind }).kind;
  const [chosen, setKind] = useState<ImportKind | null>(kinds.some(({ value }) => value === asked) ? (asked ?? null) : null);
  const kind = chosen ?? 'accounts';
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  /* What somebody said of the file counts; else its name says it. */
  async function send(file: File | undefined): Promise<void> {
    if (!file || sending) return;
    const told = chosen ?? kindGuess(imports, kinds, file.name) ?? kind;
    setKind(told);
    setSending(file.name);
    try {
      const blob = new Blob([file], { type: 'text/csv' });
      const made = await api<Import>('/imports', { method: 'POST', query: { kind: told, file_name: file.name }, file: blob });
      void navigate({ to: '/settings/imports/$id', params: { id: String(made.id) } });
    } catch (error) {
      toastError(error);
      setSending(null);
    }
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  }

  return (
    <Card>
      <div className={css.kind}>
        <Muted>{words.kind}</Muted>
        <Choice label={words.kind} value={kind} onChange={setKind} options={kinds} />
      </div>
      <section
        className={css.drop}
        data-over={over || undefined}
        aria-label={words.drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{sending ? words.sending(sending) : words.drop}</p>
        <Button strong busy={sending !== null} onClick={() => input.current?.click()}>
          {words.choose}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          hidden
          aria-label={words.choose}
          onChange={(event) => void send(event.currentTarget.files?.[0])}
        />
        <Muted small>{words.dropHint}</Muted>
      </section>
    </Card>
  );
}

function useImportColumns(): Column<Import>[] {
  const words = useImportWords();
  const kindName = useKindName();
  const dates = useDates();
  return [
    { id: 'file', name: words.columns.file, width: 200, fixed: true, cell: (one) => <strong>{one.file_name}</strong> },
    { id: 'kind', name: words.columns.kind, width: 100, cell: (one) => kindName(one.kind) },
    { id: 'state', name: words.columns.state, width: 186, cell: (one) => <StateTag one={one} /> },
    { id: 'rows', name: words.columns.rows, width: 76, align: 'end', cell: (one) => countText(one.rows) },
    { id: 'at', name: words.columns.at, width: 166, cell: (one) => dates.time(one.created_at) },
    {
      id: 'result',
      name: words.columns.result,
      width: 330,
      cell: (one) =>
        one.state === 'done'
          ? words.result(countText(one.added), countText(one.changed), countText(one.unchanged), countText(one.bad))
          : one.state === 'undone'
            ? words.undoResult(countText(one.undone), countText(one.kept))
            : '',
    },
  ];
}

export function ImportListPart() {
  const words = useImportWords();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  const list = useReadList<Import>({ path: '/imports', topics: ['import', 'imports'] });
  const columns = useImportColumns();
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  return (
    <>
      {mayManage && <Upload />}
      <TakeOut />
      <Card title={words.history} flush>
        <DataTable
          brief="columns"
          name="imports"
          label={words.history}
          columns={columns}
          rows={list.items}
          rowId={(one) => String(one.id)}
          rowLabel={(one) => one.file_name}
          onOpen={(one) => void navigate({ to: '/settings/imports/$id', params: { id: String(one.id) } })}
          more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, read: () => void list.fetchNextPage() }}
          loading={list.isPending}
          empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
        />
      </Card>
    </>
  );
}
