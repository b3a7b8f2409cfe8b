/* One row of the list: how the account stands, why it is there, how it went, what is at stake, and what is to be done in place. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { TodayItem } from '../../api/types';
import { dayOf, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { Button, Menu } from '../../ui/button';
import { Composer } from '../../ui/composer';
import { type Asked, type RowPart, slots, type TodayRow } from '../../ui/feature';
import { toastError } from '../../ui/toast';
import { useKitWords } from '../../ui/words';
import { DoneMark, useDone } from './done';
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

/** What all rows of a list share. */
export interface RowList {
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
  list: RowList;
}

/** What is said below the reasons, in passing. */
function useBeside(item: TodayItem, { showOwner, asOf }: RowList): string[] {
  const words = useTodayWords();
  const kit = useKitWords();
  const language = useLanguage();
  const dates = useDates();
  const { beside } = slots.today.use();
  return [
    item.for_owner && item.owner ? kit.forOwner(item.owner) : null,
    showOwner && item.owner ? words.mineOf(item.owner) : null,
    ...beside.map(({ say }) => say(item, language, asOf !== undefined)),
    item.last_touch_at ? words.lastTouch(dates.ago(dayOf(item.last_touch_at))) : null,
  ].filter((one) => one !== null);
}

/** Until when the account is put off, and why: that comes before what it is there for. */
function PutOff({ item: { snoozed_until: until, snooze_reason: reason } }: { item: TodayItem }) {
  const words = useTodayWords();
  const dates = useDates();
  if (!until) return null;
  return <span className={css.quiet}>{[words.until(dates.short(until)), reason].filter((one) => one !== null).join(' · ')}</span>;
}

/** What was last written down, and whom to call. */
function Known({ item: { note, person }, past }: { item: TodayItem; past: boolean }) {
  const words = useTodayWords();
  const dates = useDates();
  return (
    <>
      {note && (
        <div className={css.note}>
          {note.text} <span className={css.quiet}>{words.noteOf(note.author, dates.ago(dayOf(note.at)))}</span>
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

/** The name, and why it is there: one line of it, all on request. */
function About({ item, list }: { item: TodayItem; list: RowList }) {
  const words = useTodayWords();
  const { rows } = slots.today.use();
  const [whole, show] = useState(false);
  const body = rows[item.source] ?? PLAIN;
  const told = useBeside(item, list);
  const more = told.length > 0 || item.reasons.length > 1 || item.previous_band !== null || item.note !== null || item.person?.phone;
  return (
    <div className={css.why}>
      <div className={css.head}>
        <Link to="/accounts/$id" params={{ id: String(item.account_id) }} search={{ as_of: list.asOf }} className={css.name}>
          {item.account}
        </Link>
        <DoneMark item={item} asOf={list.asOf} />
      </div>
      <div className={css.line} data-whole={whole || undefined}>
        <PutOff item={item} />
        <body.Why item={item} asOf={list.asOf} onAsk={list.onAsk} whole={whole} />
        {told.length > 0 && <span className={css.quiet}>{told.join(' · ')}</span>}
        {more && (
          <button
            type="button"
            className={css.more}
            aria-expanded={whole}
            aria-label={words.moreAbout(item.account)}
            onClick={() => show(!whole)}
          >
            <span aria-hidden="true">{whole ? '▴' : '…'}</span>
          </button>
        )}
      </div>
      {whole && <Known item={item} past={list.asOf !== undefined} />}
    </div>
  );
}

export function Row({ item, marked, walked, writing, onWrite, list }: RowProps) {
  const words = useTodayWords();
  const language = useLanguage();
  const { standing: Standing, trend: Trend, rows, stakes } = slots.today.use();
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
      <About item={item} list={list} />
      <div className={css.trend}>{Trend && <Trend item={item} asOf={list.asOf} onAsk={list.onAsk} />}</div>
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
              {marked && act?.key && (
                <span className={css.key} aria-hidden="true">
                  {act.key.toUpperCase()}
                </span>
              )}
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
