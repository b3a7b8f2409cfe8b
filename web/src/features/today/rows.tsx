/* The ranked list: each row says why, and takes what is to be done in place. */
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Today, TodayItem } from '../../api/types';
import { dayOf, useDates } from '../../lib/dates';
import { useListKeys } from '../../lib/keys';
import { useLanguage } from '../../lib/language';
import { Button, Menu } from '../../ui/button';
import { Composer } from '../../ui/composer';
import { type Asked, type RowPart, slots, type TodayRow } from '../../ui/feature';
import { Card } from '../../ui/layout';
import { ITEMS_MOST, Rest } from '../../ui/rest';
import { Shown } from '../../ui/state';
import { toastError } from '../../ui/toast';
import css from './today.module.css';
import { useTodayWords } from './words';

/** The reason's words, where a source brings no more. */
function useReason(): (item: TodayItem) => string | undefined {
  const language = useLanguage();
  const { reasons } = slots.today.use();
  return (item) => reasons[`${item.source}.${item.reason}`]?.[language](item.arguments);
}

function PlainWhy({ item }: RowPart) {
  const words = useTodayWords();
  const reason = useReason()(item);
  return reason ? words.sentence(reason) : null;
}

const PLAIN: TodayRow = { Why: PlainWhy, useSuggestion: useReason };

interface RowsProps {
  items: TodayItem[];
  /** With those that are not shown. */
  total: number;
  onMore: () => void;
  /** How many more are put off. */
  snoozed: number;
  owner: string;
  asOf?: string;
  mayAct: boolean;
  showOwner: boolean;
  onAsk: (asked: Asked) => void;
}

interface RowProps {
  item: TodayItem;
  rank: number | null;
  marked: boolean;
  writing: string | null;
  onWrite: (kind: string | null) => void;
  list: RowsProps;
}

function Beside({ item, showOwner, past }: { item: TodayItem; showOwner: boolean; past: boolean }) {
  const words = useTodayWords();
  const language = useLanguage();
  const dates = useDates();
  const { beside } = slots.today.use();
  const told = [
    showOwner && item.owner ? words.mineOf(item.owner) : null,
    ...beside.map(({ say }) => say(item, language, past)),
    item.last_touch_at ? words.lastTouch(dates.ago(dayOf(item.last_touch_at))) : null,
    item.snoozed_until ? words.until(dates.short(item.snoozed_until)) : null,
    item.snooze_reason,
  ].filter((one) => one !== null);
  return told.length > 0 ? <div className={css.quiet}>{told.join(' · ')}</div> : null;
}

function Row({ item, rank, marked, writing, onWrite, list }: RowProps) {
  const words = useTodayWords();
  const language = useLanguage();
  const { standing: Standing, rows, stakes } = slots.today.use();
  const works = slots.works.use();
  const body = rows[item.source] ?? PLAIN;
  const suggest = body.useSuggestion();
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/accounts/$id', params: { id: String(item.account_id) }, search: { as_of: list.asOf } });
  const others = works.filter((work) => work.kind !== item.action);
  const act = works.find((work) => work.kind === item.action);
  const { snooze_id: snooze } = item;
  async function wake(): Promise<void> {
    try {
      await api(`/today/snoozes/${snooze}`, { method: 'DELETE' });
      topicsChanged(['today', `account:${item.account_id}`]);
    } catch (error) {
      toastError(error);
    }
  }
  return (
    <li className={css.row} data-marked={marked || undefined} data-account={item.account_id}>
      <span className={css.rank}>{rank}</span>
      {Standing && <Standing item={item} asOf={list.asOf} onAsk={list.onAsk} className={css.standing} />}
      <div className={css.why}>
        <Link to="/accounts/$id" params={{ id: String(item.account_id) }} search={{ as_of: list.asOf }} className={css.name}>
          {item.account}
        </Link>
        <div className={css.reasons}>
          <body.Why item={item} asOf={list.asOf} onAsk={list.onAsk} />
        </div>
        <Beside item={item} showOwner={list.showOwner} past={list.asOf !== undefined} />
      </div>
      {stakes.map(({ at, Stakes }) => (
        <Stakes key={at} item={item} asOf={list.asOf} onAsk={list.onAsk} className={css.stakes} />
      ))}
      {list.mayAct && (
        <div className={css.acts}>
          <Button strong={rank === 1} onClick={() => onWrite(writing === item.action ? null : item.action)}>
            {act?.act[language]}
          </Button>
          <Menu
            label={words.others(item.account)}
            target={<span aria-hidden="true">⋯</span>}
            items={[
              ...others.map((work) => ({ key: work.kind, label: work.act[language], onClick: () => onWrite(work.kind) })),
              ...(snooze === null || snooze === undefined ? [] : [{ key: 'wake', label: words.wake, onClick: () => void wake() }]),
              'line' as const,
              { key: 'open', label: words.open, onClick: open },
            ]}
          />
        </div>
      )}
      {writing && (
        <div className={css.writing}>
          <Composer
            key={writing}
            account={item.account_id}
            kind={writing}
            suggestion={suggest(item)}
            onDone={() => onWrite(null)}
            onCancel={() => onWrite(null)}
          />
        </div>
      )}
    </li>
  );
}

/** Those that somebody put off, read when they are asked for. */
function Asleep({ list, row }: { list: RowsProps; row: (item: TodayItem) => ReactNode }) {
  const words = useTodayWords();
  const [open, setOpen] = useState(false);
  const reading = useRead<Today>({
    path: '/today',
    query: { owner_id: list.owner, as_of: list.asOf, snoozed: true, limit: ITEMS_MOST },
    topics: ['today', 'task'],
    enabled: open,
    keep: true,
  });
  return (
    <details className={css.asleep} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.snoozed(list.snoozed)}</summary>
      {open && (
        <Shown reading={reading}>
          {(data) => (
            <>
              <ol className={css.rows}>{data.items.map(row)}</ol>
              <Rest shown={data.items.length} total={data.items_total} most={ITEMS_MOST} />
            </>
          )}
        </Shown>
      )}
    </details>
  );
}

/** An account may have several rows. */
function keyOf({ source, subject, account_id: account }: TodayItem): string {
  return `${source}.${subject ?? account}`;
}

export function Rows(props: RowsProps) {
  const words = useTodayWords();
  const navigate = useNavigate();
  const list = useRef<HTMLOListElement>(null);
  const [writing, write] = useState<{ row: string; kind: string } | null>(null);
  const { items } = props;
  const keys = useListKeys(items.length, {
    open: (index) => {
      const item = items[index];
      if (item) void navigate({ to: '/accounts/$id', params: { id: String(item.account_id) }, search: { as_of: props.asOf } });
    },
    close: (index) => {
      const item = items[index];
      if (item && props.mayAct) write({ row: keyOf(item), kind: 'snooze' });
    },
    seen: (index) => list.current?.children[index]?.scrollIntoView({ block: 'nearest' }),
    labels: { close: words.markDone },
  });
  function row(item: TodayItem, index: number | null): ReactNode {
    return (
      <Row
        key={keyOf(item)}
        item={item}
        rank={index === null ? null : index + 1}
        marked={index !== null && index === keys.index}
        writing={writing?.row === keyOf(item) ? writing.kind : null}
        onWrite={(kind) => write(kind ? { row: keyOf(item), kind } : null)}
        list={props}
      />
    );
  }
  return (
    <Card flush label={words.first}>
      <h2 className={css.hidden}>{words.first}</h2>
      <ol ref={list} className={css.rows}>
        {items.map(row)}
      </ol>
      <Rest shown={items.length} total={props.total} most={ITEMS_MOST} onMore={props.onMore} />
      {props.snoozed > 0 && <Asleep list={props} row={(item) => row(item, null)} />}
    </Card>
  );
}
