/* The ranked list: its groups, and the keys that walk it. */
import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { TodayGroup, TodayItem } from '../../api/types';
import { useKeys, useListKeys } from '../../lib/keys';
import { useLanguage } from '../../lib/language';
import { stand } from '../../lib/stand';
import { slots } from '../../ui/feature';
import { Card } from '../../ui/layout';
import { ITEMS_MOST, Rest } from '../../ui/rest';
import { useTrail } from '../../ui/trail';
import { useDone } from './done';
import { Folded, FoldedTitle, GroupHead } from './groups';
import { Row, type RowList } from './row';
import css from './today.module.css';
import { useTodayWords } from './words';

interface RowsProps extends RowList {
  /** Of the groups that are open. */
  items: TodayItem[];
  groups: TodayGroup[];
  /** With those that are not shown. */
  total: number;
  onMore: () => void;
  /** How many of them were seen to today, and of how many. */
  done: number;
  toDo: number;
  /** How many more are put off. */
  snoozed: number;
  owner: string;
}

/** An account may have several rows. */
function keyOf({ source, subject, account_id: account }: TodayItem): string {
  return `${source}.${subject ?? account}`;
}

export function Rows(props: RowsProps) {
  const words = useTodayWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const rowAt = (index: number) => list.current?.querySelectorAll('[data-row]')[index];
  const leaveRow = (index: number) => {
    const item = items[index];
    if (item) leave(keyOf(item), rowAt(index)?.getBoundingClientRect().top ?? 0);
  };
  const [writing, write] = useState<{ row: string; kind: string } | null>(null);
  const { items } = props;
  const keys = useListKeys(items.length, {
    open: (index) => {
      const item = items[index];
      leaveRow(index);
      if (item) void navigate({ to: '/accounts/$id', params: { id: String(item.account_id) }, search: { as_of: props.asOf } });
    },
    close: (index) => {
      const item = items[index];
      if (item && props.mayAct) write({ row: keyOf(item), kind: 'snooze' });
    },
    seen: (index) => rowAt(index)?.scrollIntoView({ block: 'nearest' }),
    labels: { close: words.markDone },
  });
  const { back, leave } = useTrail({ name: words.title, rows: items, of: 'account_id' });
  const { mark } = keys;
  const exact = items.findIndex((item) => item.account_id === back?.account && keyOf(item) === back.row);
  const place = exact >= 0 ? exact : items.findIndex((item) => item.account_id === back?.account);
  const [sought, setSought] = useState(back !== null);
  useEffect(() => {
    if (!sought) return;
    if (place < 0 && items.length < Math.min(props.total, ITEMS_MOST)) return props.onMore();
    setSought(false);
    if (place < 0) return;
    mark(place);
    stand(() => rowAt(place), back?.top ?? null);
  });
  const { done } = useDone();
  const works = slots.works.use();
  const marked = items[keys.index];
  function writeWith(kind: string): void {
    if (marked) write({ row: keyOf(marked), kind });
  }
  useKeys(
    [
      { keys: 'd', label: words.markAsDone, run: () => void (marked && done(marked.account_id)) },
      ...works.flatMap(({ key, kind, act }) => (key ? [{ keys: key, label: act[language], run: () => writeWith(kind) }] : [])),
    ],
    props.mayAct,
  );
  function leaveClicked({ target }: MouseEvent): void {
    const row = (target as Element).closest('[data-row]');
    if (row) leaveRow([...(list.current?.querySelectorAll('[data-row]') ?? [])].indexOf(row));
  }
  function row(item: TodayItem, index: number | null): ReactNode {
    return (
      <Row
        key={keyOf(item)}
        item={item}
        walked={index !== null}
        marked={index !== null && index === keys.index}
        writing={writing?.row === keyOf(item) ? writing.kind : null}
        onWrite={(kind) => write(kind ? { row: keyOf(item), kind } : null)}
        list={props}
      />
    );
  }
  const open = props.groups.filter((group) => items.some((item) => item.group === group.group));
  const steady = props.groups.find((group) => group.group === 'steady');
  const settled = props.groups.find((group) => group.group === 'done');
  const earlier = settled ? settled.rows - props.done : 0;
  const doneBeside = [words.doneOf(props.done, props.toDo), earlier > 0 ? words.doneEarlier(earlier) : null].filter((one) => one !== null);
  const asked = { owner_id: props.owner, as_of: props.asOf };
  return (
    <Card flush label={words.first}>
      <h2 className={css.hidden}>{words.first}</h2>
      <div ref={list} onClickCapture={leaveClicked}>
        {open.map((group) => (
          <section key={group.group} aria-label={words.groups[group.group]}>
            <GroupHead group={group} />
            <ol className={css.rows}>{items.map((item, index) => item.group === group.group && row(item, index))}</ol>
          </section>
        ))}
      </div>
      <Rest shown={items.length} total={props.total} most={ITEMS_MOST} onMore={props.onMore} />
      {steady && steady.rows > 0 && (
        <Folded
          title={<FoldedTitle group={steady} />}
          open={open.length === 0}
          query={{ ...asked, group: 'steady' }}
          row={(item) => row(item, null)}
        />
      )}
      {settled && settled.rows > 0 && (
        <Folded
          title={<FoldedTitle group={settled} beside={doneBeside} />}
          open={false}
          query={{ ...asked, group: 'done' }}
          row={(item) => row(item, null)}
        />
      )}
      {props.snoozed > 0 && (
        <Folded title={words.snoozed(props.snoozed)} open={false} query={{ ...asked, snoozed: true }} row={(item) => row(item, null)} />
      )}
    </Card>
  );
}
