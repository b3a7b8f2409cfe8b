/* The ranked list: each row says why, and takes what is to be done in place. */
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Today, TodayItem } from '../../api/types';
import { dayOf, daysBetween, today, useDates } from '../../lib/dates';
import { useListKeys } from '../../lib/keys';
import { moneyText } from '../../lib/numbers';
import { BandBadge } from '../../ui/band';
import { Button, Explain, Menu } from '../../ui/button';
import { Composer, type WorkKind } from '../../ui/composer';
import type { Asked } from '../../ui/evidence';
import { Card } from '../../ui/layout';
import { refOf, useMeasures } from '../../ui/measure';
import { Shown } from '../../ui/state';
import { toastError } from '../../ui/toast';
import { ITEMS_MOST, Rest } from './rest';
import css from './today.module.css';
import { useTodayWords } from './words';

const NEAR_DAYS = 45;
const WORK: WorkKind[] = ['task', 'note', 'call', 'snooze'];

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
  writing: WorkKind | null;
  onWrite: (kind: WorkKind | null) => void;
  list: RowsProps;
}

/* The same measure of the same thing over another window says the same again. */
function saysMore(reason: TodayItem['reasons'][number], at: number, all: TodayItem['reasons']): boolean {
  const subject = (one: TodayItem['reasons'][number]) => {
    const ref = refOf(one);
    return ref && `${ref.measure}.${ref.product_id ?? ''}.${ref.feature_id ?? ''}.${ref.field ?? ''}`;
  };
  const own = subject(reason);
  return own === null || all.findIndex((other) => subject(other) === own) === at;
}

/** The reasons as sentences; each opens where it comes from. */
function Why({ item, list }: { item: TodayItem; list: RowsProps }) {
  const words = useTodayWords();
  const measures = useMeasures();
  const known = item.reasons.filter((reason) => reason.value !== null || reason.kind === 'rule').filter(saysMore);
  if (known.length === 0) {
    return item.band === 'UNKNOWN' ? (
      <>
        {words.noData}{' '}
        <Link to="/accounts/$id" params={{ id: String(item.account_id) }} className={css.more}>
          {words.noDataLink}
        </Link>
      </>
    ) : null;
  }
  return known.map((reason) => {
    const ref = refOf(reason);
    const key = `${reason.kind}${reason.rule}${reason.measure}${reason.name}`;
    if (!ref) return <span key={key}>{words.sentence(reason.name)}</span>;
    return (
      <Explain key={key} onClick={() => list.onAsk({ account: item.account_id, name: item.account, ref, asOf: list.asOf, reason })}>
        {words.sentence(measures.sentence(ref, reason.value))}
      </Explain>
    );
  });
}

function Standing({ item, asOf }: { item: TodayItem; asOf?: string }) {
  const words = useTodayWords();
  const dates = useDates();
  const { changed_on: on, previous_band: before } = item;
  const told = on && (before ? words.from(before, dates.ago(on, asOf)) : words.since(dates.span(on, asOf)));
  return (
    <div className={css.standing}>
      <BandBadge band={item.band} points={item.points} />
      {told && <span className={css.quiet}>{told}</span>}
    </div>
  );
}

function Stakes({ item, asOf }: { item: TodayItem; asOf?: string }) {
  const words = useTodayWords();
  const from = asOf ?? today();
  const near = item.days_to_renewal !== null && item.days_to_renewal <= NEAR_DAYS;
  return (
    <div className={css.stakes} title={item.expected_loss ? words.expected(moneyText(item.expected_loss)) : undefined}>
      <span>{item.mrr ? `${moneyText(item.mrr)}${words.perMonth}` : words.noContract}</span>
      {item.days_to_renewal !== null && <span className={near ? css.near : css.quiet}>{words.renewal(item.days_to_renewal)}</span>}
      {item.notice_on && daysBetween(from, item.notice_on) <= NEAR_DAYS && (
        <span className={css.near}>{words.notice(daysBetween(from, item.notice_on))}</span>
      )}
    </div>
  );
}

function Beside({ item, showOwner, past }: { item: TodayItem; showOwner: boolean; past: boolean }) {
  const words = useTodayWords();
  const dates = useDates();
  const told = [
    showOwner && item.owner ? words.mineOf(item.owner) : null,
    item.open_tasks > 0 && !past ? words.openTasks(item.open_tasks) : null,
    item.last_touch_at ? words.lastTouch(dates.ago(dayOf(item.last_touch_at))) : null,
    item.snoozed_until ? words.until(dates.short(item.snoozed_until)) : null,
    item.snooze_reason,
  ].filter((one) => one !== null);
  return told.length > 0 ? <div className={css.quiet}>{told.join(' · ')}</div> : null;
}

function Row({ item, rank, marked, writing, onWrite, list }: RowProps) {
  const words = useTodayWords();
  const measures = useMeasures();
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/accounts/$id', params: { id: String(item.account_id) }, search: { as_of: list.asOf } });
  const first = item.reasons.find((reason) => reason.value !== null);
  const firstRef = first ? refOf(first) : null;
  const suggestion = first && firstRef ? measures.sentence(firstRef, first.value) : undefined;
  const others = WORK.filter((kind) => kind !== item.action);
  const names = { ...words.action, snooze: words.snooze };
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
      <Standing item={item} asOf={list.asOf} />
      <div className={css.why}>
        <Link to="/accounts/$id" params={{ id: String(item.account_id) }} search={{ as_of: list.asOf }} className={css.name}>
          {item.account}
        </Link>
        <div className={css.reasons}>
          <Why item={item} list={list} />
        </div>
        <Beside item={item} showOwner={list.showOwner} past={list.asOf !== undefined} />
      </div>
      <Stakes item={item} asOf={list.asOf} />
      {list.mayAct && (
        <div className={css.acts}>
          <Button strong={rank === 1} onClick={() => onWrite(writing === item.action ? null : item.action)}>
            {words.action[item.action]}
          </Button>
          <Menu
            label={words.others(item.account)}
            target={<span aria-hidden="true">⋯</span>}
            items={[
              ...others.map((kind) => ({ key: kind, label: names[kind], onClick: () => onWrite(kind) })),
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
            kinds={WORK}
            suggestion={suggestion}
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

export function Rows(props: RowsProps) {
  const words = useTodayWords();
  const navigate = useNavigate();
  const list = useRef<HTMLOListElement>(null);
  const [writing, write] = useState<{ account: number; kind: WorkKind } | null>(null);
  const { items } = props;
  const keys = useListKeys(items.length, {
    open: (index) => {
      const item = items[index];
      if (item) void navigate({ to: '/accounts/$id', params: { id: String(item.account_id) }, search: { as_of: props.asOf } });
    },
    close: (index) => {
      const item = items[index];
      if (item && props.mayAct) write({ account: item.account_id, kind: 'snooze' });
    },
    seen: (index) => list.current?.children[index]?.scrollIntoView({ block: 'nearest' }),
    labels: { close: words.markDone },
  });
  function row(item: TodayItem, index: number | null): ReactNode {
    return (
      <Row
        key={item.account_id}
        item={item}
        rank={index === null ? null : index + 1}
        marked={index !== null && index === keys.index}
        writing={writing?.account === item.account_id ? writing.kind : null}
        onWrite={(kind) => write(kind ? { account: item.account_id, kind } : null)}
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
