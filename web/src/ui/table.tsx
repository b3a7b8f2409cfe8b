/*
 * The table of lists: virtual (only the rows in sight exist), pages by cursor, sorts on the server, its columns chosen and kept in
 * this browser. A real <table>, so that it reads as one; what is out of sight is two empty rows of the right height.
 */
import { Popover } from '@mantine/core';
import { type ColumnDef, columnVisibilityFeature, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useListKeys } from '../lib/keys';
import { useStored } from '../lib/stored';
import { Button } from './button';
import { Check } from './field';
import { Loading } from './state';
import css from './table.module.css';
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

export function DataTable<T>(props: TableProps<T>) {
  const { rows, more, rowId, onOpen, selected, onSelect } = props;
  const opens = (row: T) => onOpen !== undefined && (props.opens?.(row) ?? true);
  const words = useKitWords();
  const { isShown } = useColumns(props.name, props.columns, props.address);
  const scroller = useRef<HTMLDivElement>(null);
  const visibility = Object.fromEntries(props.columns.map((column) => [column.id, isShown(column)]));
  const definitions = useMemo(
    () =>
      props.columns.map(
        (column): ColumnDef<typeof features, Kept<T>> => ({
          id: column.id,
          header: column.name,
          cell: (context) => column.cell(context.row.original.row),
        }),
      ),
    [props.columns],
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
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight ?? 41,
    overscan: 12,
  });
  const inSight = virtual.getVirtualItems();
  const last = inSight.at(-1)?.index ?? 0;
  const above = inSight[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  const keys = useListKeys(model.length, {
    open: (index) => {
      const row = rows[index];
      if (row !== undefined && opens(row)) onOpen?.(row);
    },
    seen: (index) => virtual.scrollToIndex(index),
    enabled: onOpen !== undefined,
  });

  const wantsMore = more?.has && !more.busy && model.length > 0 && last >= model.length - 15;
  const readMore = more?.read;
  useEffect(() => {
    if (wantsMore) readMore?.();
  }, [wantsMore, readMore]);

  const shown = props.columns.filter((column) => visibility[column.id]);
  const width = shown.reduce((sum, column) => sum + (column.width ?? 140), onSelect ? 40 : 0);
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
        <colgroup>
          {onSelect && <col style={{ width: 40 }} />}
          {shown.map((column) => (
            <col key={column.id} style={{ width: column.width ?? 140 }} />
          ))}
        </colgroup>
        <thead>
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
            const row = model[item.index];
            if (!row) return null;
            const label = props.rowLabel?.(row.original.row) ?? row.id;
            return (
              <tr
                key={row.id}
                ref={virtual.measureElement}
                data-index={item.index}
                data-marked={keys.index === item.index || undefined}
                data-selected={row.getIsSelected() || undefined}
                aria-rowindex={item.index + 2}
                className={opens(row.original.row) ? css.opens : undefined}
                onClick={(event) => {
                  if (!onOpen || !opens(row.original.row) || (event.target as HTMLElement).closest('a, button, input, label')) return;
                  if (!window.getSelection()?.toString()) onOpen(row.original.row);
                }}
              >
                {onSelect && (
                  <td>
                    <Check label="" name={words.selectRow(label)} value={row.getIsSelected()} onChange={(on) => row.toggleSelected(on)} />
                  </td>
                )}
                {row.getVisibleCells().map((cell, at) => (
                  <td key={cell.id} data-align={shown[at]?.align}>
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
