/* The promises of a ticket: when each is due, what is left, and on demand why. */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { SlaClock, Ticket } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { TextButton } from '../../ui/button';
import { Card, Muted, Tag } from '../../ui/layout';
import css from './promise.module.css';
import { Reasons } from './promise-reasons';
import { minutesText, type PromiseWords, usePromiseWords } from './promise-words';

function Standing({ clock, words }: { clock: SlaClock; words: PromiseWords }) {
  if (clock.breached_at !== null) return <Tag tone="bad">{words.missed}</Tag>;
  if (clock.stopped_at !== null) return <Tag tone="good">{words.met}</Tag>;
  return clock.paused ? <Tag>{words.pausedAt}</Tag> : null;
}

function leftText({ left_minutes: left }: SlaClock, words: PromiseWords): string | null {
  if (left === null) return null;
  return left < 0 ? words.over(minutesText(-left, words)) : words.left(minutesText(left, words));
}

function Clock({ clock }: { clock: SlaClock }) {
  const words = usePromiseWords();
  const dates = useDates();
  const [why, setWhy] = useState(false);
  const told = [
    leftText(clock, words),
    clock.stopped_at !== null && words.used(minutesText(clock.used_minutes, words), minutesText(clock.target, words)),
  ];
  return (
    <li className={css.clock}>
      <span className={css.line}>
        <span className={css.kind}>{words.kinds[clock.kind]}</span>
        <Standing clock={clock} words={words} />
      </span>
      {clock.due_at !== null && <span>{words.dueAt(dates.time(clock.due_at))}</span>}
      <Muted small>{told.filter(Boolean).join(' · ')}</Muted>
      <span>
        <TextButton onClick={() => setWhy(!why)}>{words.why}</TextButton>
      </span>
      {why && <Reasons reasons={clock.reasons} />}
    </li>
  );
}

/** Of the messages that were answered, the last one tells enough; a breach always shows. */
function worthShowing(clocks: readonly SlaClock[]): SlaClock[] {
  const next = clocks.filter(({ kind }) => kind === 'next');
  return clocks.filter((clock) => clock.kind !== 'next' || clock === next.at(-1) || clock.breached_at !== null);
}

export function Clocks({ ticket }: { ticket: Ticket }) {
  const words = usePromiseWords();
  const language = useLanguage();
  const reading = useRead<{ items: SlaClock[] }>({
    path: `/tickets/${ticket.id}/clocks`,
    topics: [`ticket:${ticket.id}`, 'tickets', 'ticket'],
  });
  const clocks = worthShowing(reading.data?.items ?? []);
  const current = clocks.find(({ stopped_at }) => stopped_at === null) ?? clocks[0];
  if (!current) return null;
  return (
    <Card title={words.clocks}>
      <Muted small>{(language === 'ja' && current.policy_ja) || current.policy}</Muted>
      <ul className={css.list} aria-label={words.clocks}>
        {clocks.map((clock) => (
          <Clock key={`${clock.kind} ${clock.started_at}`} clock={clock} />
        ))}
      </ul>
    </Card>
  );
}
