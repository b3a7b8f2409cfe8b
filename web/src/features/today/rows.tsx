/* The ranked list: each row says why, and takes what is to be done in place. */
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { TodayGroup, TodayItem } from '../../api/types';
import { dayOf, useDates } from '../../lib/dates';
import { useKeys, useListKeys } from '../../lib/keys';
import { useLanguage } from '../../lib/language';
import { Button, Menu } from '../../ui/button';
import { Composer } from '../../ui/composer';
import { type Asked, type RowPart, slots, type TodayRow } from '../../ui/feature';
import { Card } from '../../ui/layout';
import { ITEMS_MOST, Rest } from '../../ui/rest';
import { toastError } from '../../ui/toast';
import { useTrail } from '../../ui/trail';
import { DoneMark, useDone } from './done';
import { Folded, FoldedTitle, GroupHead } from './groups';
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
  asOf?: string;
  mayAct: boolean;
  showOwner: boolean;
  onAsk: (asked: Asked) => void;
}

interface RowProps {
  item: TodayItem;
  marked: boolean;
  /** One of those that j and k walk. */
  walked: boolean;
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

/** What was last written down, and whom to call. */
function Known({ item: { note, person }, past }: { item: TodayItem; past: boolean }) {
  const words = useTodayWords();
  const dates = useDates();
  return (
    <>
      {note && (
        <div className={css.note}>
          <span className={css.noteText}>{note.text}</span>{' '}
          <span className={css.quiet}>{words.noteOf(note.author, dates.ago(dayOf(note.at)))}</span>
        </div>
      )}
      {person?.phone && !past && (
        <div className={css.quiet}>
          <a href={`tel:${person.phone.replace(/[^\d+]/g, '')}`} className={css.phone}>
            {words.call(person.name ?? person.phone)} {person.name && person.phone}
          </a>
        </div>
      )}
    </>
  );
}

function Row({ item, marked, walked, writing, onWrite, list }: RowProps) {
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
  const { done, reopen } = useDone();
  async function wake(): Promise<void> {
    try {
      await api(`/today/snoozes/${snooze}`, { method: 'DELETE' });
      topicsChanged(['today', `account:${item.account_id}`]);
    } catch (error) {
      toastError(error);
    }
  }
  return (
    <li
      className={css.row}
      data-done={item.done ? true : undefined}
      data-marked={marked || undefined}
      data-account={item.account_id}
      data-row={walked || undefined}
    >
      {Standing && <Standing item={item} asOf={list.asOf} onAsk={list.onAsk} className={css.standing} />}
      <div className={css.why}>
        <Link to="/accounts/$id" params={{ id: String(item.account_id) }} search={{ as_of: list.asOf }} className={css.name}>
          {item.account}
        </Link>
        <DoneMark item={item} asOf={list.asOf} />
        <div className={css.reasons}>
          <body.Why item={item} asOf={list.asOf} onAsk={list.onAsk} />
        </div>
        <Beside item={item} showOwner={list.showOwner} past={list.asOf !== undefined} />
        <Known item={item} past={list.asOf !== undefined} />
      </div>
      <div className={css.stakesAll}>
        {stakes.map(({ at, Stakes }) => (
          <Stakes key={at} item={item} asOf={list.asOf} onAsk={list.onAsk} className={css.stakes} />
        ))}
      </div>
      {list.mayAct && (
        <div className={css.acts}>
          {!item.done && (
            <Button strong={marked} onClick={() => onWrite(writing === item.action ? null : item.action)}>
              {act?.act[language]}
            </Button>
          )}
          <Menu
            label={words.others(item.account)}
            target={<span aria-hidden="true">⋯</span>}
            items={[
              ...others.map((work) => ({ key: work.kind, label: work.act[language], onClick: () => onWrite(work.kind) })),
              ...(snooze === null || snooze === undefined ? [] : [{ key: 'wake', label: words.wake, onClick: () => void wake() }]),
              item.done
                ? { key: 'reopen', label: words.reopen, onClick: () => void reopen(item.account_id) }
                : { key: 'done', label: words.markAsDone, onClick: () => void done(item.account_id) },
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

/** An account may have several rows. */
function keyOf({ source, subject, account_id: account }: TodayItem): string {
  return `${source}.${subject ?? account}`;
}

export function Rows(props: RowsProps) {
  const words = useTodayWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
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
    seen: (index) => list.current?.querySelectorAll('[data-row]')[index]?.scrollIntoView({ block: 'nearest' }),
    labels: { close: words.markDone },
  });
  const place = useTrail({ name: words.title, rows: items, of: 'account_id' });
  const { mark } = keys;
  useEffect(() => {
    const row = place === null ? null : list.current?.querySelector(`[data-row][data-account="${place}"]`);
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    mark([...(list.current?.querySelectorAll('[data-row]') ?? [])].indexOf(row));
  }, [place, mark]);
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
      <div ref={list}>
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
