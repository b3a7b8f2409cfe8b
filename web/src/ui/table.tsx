/*
 * The table of lists: virtual (only the rows in sight exist), pages by cursor, sorts on the server, its columns chosen and kept in
 * this browser. A real <table>, so that it reads as one; what is out of sight is two empty rows of the right height.
 */
import { Popover } from '@mantine/core';
import { type ColumnDef, columnVisibilityFeature, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Id } from '../api/types';
import { useKeys, useListKeys } from '../lib/keys';
import { useNarrow } from '../lib/narrow';
import { useScrolled } from '../lib/scrolled';
import { stand } from '../lib/stand';
import { useStored } from '../lib/stored';
import { Button } from './button';
import { Check } from './field';
import { Loading } from './state';
import css from './table.module.css';
import type { ListPlace } from './trail';
import { useKitWords } from './words';

export interface Column<T> {
  id: string;
  name: string;
  cell: (row: T) => ReactNode;
  width?: number;
  align?: 'end';
  /** The word by which the server sorts; without it the column is not sorted. */
  sort?: string;
  /** Shown until the person chooses otherwise. */
  shown?: boolean;
  /** Cannot be hidden (the name). */
  fixed?: boolean;
}

/** A head over each stretch of rows that are of the same group. */
export interface Groups<T> {
  of: (row: T) => string;
  head: (group: string) => ReactNode;
}

/** What a key does with the marked row. */
export interface RowKey<T> {
  keys: string;
  label: string;
  run: (row: T) => void;
}

interface TableProps<T> {
  /** Names the table, and the choice of its columns in this browser. */
  name: string;
  label: string;
  columns: Column<T>[];
  address?: ColumnsAsked;
  rows: T[];
  rowId: (row: T) => string;
  rowLabel?: (row: T) => string;
  /** "-mrr": descending by mrr. */
  sort?: string;
  onSort?: (sort: string) => void;
  onOpen?: (row: T) => void;
  /** Rows that open nothing; none = all do. */
  opens?: (row: T) => boolean;
  more?: { has: boolean; busy: boolean; read: () => void };
  total?: number;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  loading?: boolean;
  empty?: ReactNode;
  rowHeight?: number;
  /** A row on a phone, in two lines, in place of the columns; "columns": the first of them, and below it the others by their names. */
  brief?: ((row: T) => ReactNode) | 'columns';
  groups?: Groups<T>;
  keys?: RowKey<T>[];
  /** The row that somebody comes back to is marked, and where it stood; `placeOf`: the account that a row leads to. */
  place?: ListPlace;
  placeOf?: (row: T) => Id | null | undefined;
  /** Height of the part that scrolls; without it the table is as high as its rows, up to the window (or what a page that fills it leaves). */
  height?: number | string;
}

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });

/** Columns that the address asks for, in place of those chosen in this browser: "mrr,owner". */
export interface ColumnsAsked {
  asked: string | undefined;
  ask: (columns: string) => void;
}

export function useColumns<T>(name: string, columns: Column<T>[], address?: ColumnsAsked) {
  const [chosen, choose] = useStored<Record<string, boolean>>(`columns.${name}`, {});
  const asked = address?.asked?.split(',');
  const isShown = (column: Column<T>) => column.fixed || (asked?.includes(column.id) ?? chosen[column.id] ?? column.shown ?? true);
  function put(id: string, on: boolean): void {
    const next = columns.filter((column) => (column.id === id ? on : isShown(column)));
    if (asked) address?.ask(next.map((column) => column.id).join(','));
    else choose({ ...chosen, [id]: on });
  }
  return { shown: columns.filter(isShown), isShown, choose: put };
}

/** The button that opens the list of columns. */
export function ColumnChoice<T>({ name, columns, address }: { name: string; columns: Column<T>[]; address?: ColumnsAsked }) {
  const words = useKitWords();
  const { isShown, choose } = useColumns(name, columns, address);
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" withinPortal trapFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Button onClick={() => setOpen(!open)}>{words.columns}</Button>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={words.columns}>
        <div className={css.choice}>
          {columns.map((column) => (
            <Check
              key={column.id}
              label={column.name}
              value={isShown(column)}
              disabled={column.fixed}
              onChange={(on) => choose(column.id, on)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function HeadCell<T>({ column, sort, onSort }: { column: Column<T>; sort?: string; onSort?: (sort: string) => void }) {
  const words = useKitWords();
  const key = column.sort;
  if (!key || !onSort) {
    return (
      <th scope="col" data-align={column.align}>
        {column.name}
      </th>
    );
  }
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none';
  return (
    <th scope="col" data-align={column.align} aria-sort={direction}>
      <button
        type="button"
        className={css.sort}
        title={words.sortBy(column.name)}
        onClick={() => onSort(direction === 'descending' ? key : `-${key}`)}
      >
        {column.name}
        <span aria-hidden="true" className={css.arrow}>
          {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}
        </span>
      </button>
    </th>
  );
}

function Widths<T>({ columns, selects, narrow }: { columns: Column<T>[]; selects: boolean; narrow: boolean }) {
  return (
    <colgroup>
      {selects && <col style={{ width: 40 }} />}
      {columns.map((column) => (
        <col key={column.id} style={narrow ? undefined : { width: column.width ?? 140 }} />
      ))}
    </colgroup>
  );
}

/** Not something in the row, and no end of selecting its words. */
function meantRow(event: MouseEvent): boolean {
  return !(event.target as HTMLElement).closest('a, button, input, label') && !window.getSelection()?.toString();
}

function Brief<T>({ row, first, others }: { row: T; first: Column<T> | undefined; others: Column<T>[] }) {
  return (
    <>
      {first?.cell(row)}
      <div className={css.briefRest}>
        {others.map((column) => (
          <span key={column.id}>
            <span className={css.lineHead}>{column.name}</span> {column.cell(row)}
          </span>
        ))}
      </div>
    </>
  );
}

function briefOf<T>(brief: TableProps<T>['brief'], [first, ...others]: Column<T>[]): ((row: T) => ReactNode) | undefined {
  return brief === 'columns' ? (row) => <Brief row={row} first={first} others={others} /> : brief;
}

/** On a phone, one column that says a row in short, and nothing is selected. */
function useNarrowed<T>({ columns: all, brief, onSelect }: Pick<TableProps<T>, 'columns' | 'brief' | 'onSelect'>) {
  const small = useNarrow();
  const short = useMemo(() => (small ? briefOf(brief, all) : undefined), [small, brief, all]);
  const columns = useMemo<Column<T>[]>(() => (short ? [{ id: 'brief', name: '', fixed: true, cell: short }] : all), [short, all]);
  return { columns, narrow: short !== undefined, onSelect: short ? undefined : onSelect };
}

type Line = { head: string } | { row: number };

/** Rows in their order, with a head where another group begins; and in which line each row stands. */
function linesOf<T>(rows: T[], groups: Groups<T> | undefined): { lines: Line[]; lineOf: number[] } {
  const lines: Line[] = [];
  const lineOf: number[] = [];
  let group: string | null = null;
  for (const [row, one] of rows.entries()) {
    const next = groups?.of(one) ?? null;
    if (next !== null && next !== group) lines.push({ head: next });
    group = next;
    lineOf.push(lines.length);
    lines.push({ row });
  }
  return { lines, lineOf };
}

function useRowKeys<T>(marked: T | undefined, all: RowKey<T>[]): void {
  useKeys(all.map(({ run, ...key }) => ({ ...key, run: () => marked !== undefined && run(marked) })));
}

/** The row to come back to, the very one that was left or the first one of the account; −1 while it was not read, or is gone. */
function placeIn<T>({ rows, rowId, place, placeOf, more }: TableProps<T>): number {
  const back = place?.back;
  if (!back) return -1;
  const isOf = (row: T) => placeOf?.(row) === back.account;
  const exact = back.row === null ? -1 : rows.findIndex((row) => rowId(row) === back.row && isOf(row));
  return exact >= 0 || (back.row !== null && more?.has && rows.length < back.rows) ? exact : rows.findIndex(isOf);
}

/** Goes to the row one comes back to, once. Pages are read for it as far as they had been read, unless somebody scrolls first. */
function usePlace<T>(props: TableProps<T>, go: (index: number, top: number | null) => void): void {
  const { rows, place, more } = props;
  const [sought, setSought] = useState(place?.back != null);
  const at = sought ? placeIn(props) : -1;
  const reads = sought && at < 0 && rows.length > 0;
  const further = more?.has && rows.length < (place?.back?.rows ?? 0);
  useScrolled(sought, () => setSought(false));
  useEffect(() => {
    if (at >= 0) {
      go(at, place?.back?.top ?? null);
      setSought(false);
    } else if (reads && !further) setSought(false);
    else if (reads && !more?.busy) more?.read();
  });
}

export function DataTable<T>(props: TableProps<T>) {
  const { rows, more, rowId, onOpen, selected } = props;
  const opens = (row: T) => onOpen !== undefined && (props.opens?.(row) ?? true);
  const words = useKitWords();
  const { columns, narrow, onSelect } = useNarrowed(props);
  const { isShown } = useColumns(props.name, columns, props.address);
  const scroller = useRef<HTMLDivElement>(null);
  const visibility = Object.fromEntries(columns.map((column) => [column.id, isShown(column)]));
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Kept<T>> => ({
          id: column.id,
          header: column.name,
          cell: (context) => column.cell(context.row.original.row),
        }),
      ),
    [columns],
  );
  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: (kept) => rowId(kept.row),
    state: { columnVisibility: visibility, rowSelection: Object.fromEntries([...(selected ?? [])].map((id) => [id, true])) },
    enableRowSelection: onSelect !== undefined,
    onRowSelectionChange: (change) => {
      const before = Object.fromEntries([...(selected ?? [])].map((id) => [id, true as const]));
      const after = typeof change === 'function' ? change(before) : change;
      onSelect?.(new Set(Object.keys(after).filter((id) => after[id])));
    },
  });
  const model = table.getRowModel().rows;
  const { lines, lineOf } = linesOf(rows, props.groups);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight ?? 41,
    overscan: 12,
  });
  const inSight = virtual.getVirtualItems();
  const last = inSight.at(-1)?.index ?? 0;
  const above = inSight[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  const lineAt = (index: number) => scroller.current?.querySelector(`tr[data-index="${lineOf[index] ?? 0}"]`);
  const leave = (index: number) => {
    const row = rows[index];
    if (row !== undefined) props.place?.leave(rowId(row), lineAt(index)?.getBoundingClientRect().top ?? 0);
  };
  const keys = useListKeys(model.length, {
    open: (index) => {
      const row = rows[index];
      if (row === undefined || !opens(row)) return;
      leave(index);
      onOpen?.(row);
    },
    seen: (index) => virtual.scrollToIndex(lineOf[index] ?? 0),
    enabled: onOpen !== undefined,
  });
  const tick = (row: T) => table.getRow(rowId(row)).toggleSelected();
  useRowKeys(rows[keys.index], [...(props.keys ?? []), ...(onSelect ? [{ keys: 'x', label: words.selectKey, run: tick }] : [])]);
  usePlace(props, (index, top) => {
    keys.mark(index);
    const [start] = virtual.getOffsetForIndex(lineOf[index] ?? 0, 'start') ?? [0];
    if (scroller.current) scroller.current.scrollTop = start - (top === null ? 0 : top - scroller.current.getBoundingClientRect().top);
    stand(() => lineAt(index), top);
  });

  const wantsMore = more?.has && !more.busy && lines.length > 0 && last >= lines.length - 15;
  const readMore = more?.read;
  useEffect(() => {
    if (wantsMore) readMore?.();
  }, [wantsMore, readMore]);

  const shown = columns.filter((column) => visibility[column.id]);
  const width = narrow ? 0 : shown.reduce((sum, column) => sum + (column.width ?? 140), onSelect ? 40 : 0);
  const wide = shown.length + (onSelect ? 1 : 0);
  if (rows.length === 0 && props.loading) return <Loading lines={8} />;
  if (rows.length === 0) return <>{props.empty}</>;

  return (
    <section
      ref={scroller}
      className={css.scroller}
      style={props.height === undefined ? undefined : { maxHeight: props.height }}
      tabIndex={0}
      aria-label={props.label}
    >
      <table className={css.table} style={{ minWidth: width }} aria-label={props.label} aria-rowcount={props.total ?? -1}>
        <Widths columns={shown} selects={onSelect !== undefined} narrow={narrow} />
        <thead className={narrow ? css.hidden : undefined}>
          <tr>
            {onSelect && (
              <th scope="col">
                <Check
                  label=""
                  name={words.selectAll}
                  value={table.getIsAllRowsSelected()}
                  onChange={(on) => table.toggleAllRowsSelected(on)}
                />
              </th>
            )}
            {shown.map((column) => (
              <HeadCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr style={{ height: above }} />}
          {inSight.map((item) => {
            const line = lines[item.index];
            if (line && 'head' in line) {
              return (
                <tr key={`head-${line.head}`} ref={virtual.measureElement} data-index={item.index} className={css.group}>
                  <th scope="rowgroup" colSpan={wide}>
                    {props.groups?.head(line.head)}
                  </th>
                </tr>
              );
            }
            const row = line && model[line.row];
            if (!row) return null;
            const label = props.rowLabel?.(row.original.row) ?? row.id;
            return (
              <tr
                key={row.id}
                ref={virtual.measureElement}
                data-index={item.index}
                data-marked={keys.index === row.index || undefined}
                data-selected={row.getIsSelected() || undefined}
                aria-rowindex={row.index + 2}
                className={opens(row.original.row) ? css.opens : undefined}
                onClickCapture={() => leave(row.index)}
                onClick={(event) => {
                  if (opens(row.original.row) && meantRow(event)) onOpen?.(row.original.row);
                }}
              >
                {onSelect && (
                  <td>
                    <Check label="" name={words.selectRow(label)} value={row.getIsSelected()} onChange={(on) => row.toggleSelected(on)} />
                  </td>
                )}
                {row.getVisibleCells().map((cell, at) => (
                  <td key={cell.id} data-align={shown[at]?.align} data-brief={narrow || undefined}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <tr style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  );
}

/* TanStack Table asks for rows that are records; ours may be of any shape. */
interface Kept<T> {
  row: T;
}
