/* Where a number comes from: how it is counted, its days, and the very events, each with who and what. */
import { useState } from 'react';
import { useRead, useReadList } from '../../api/query';
import type { Day, DayRun, Event, Id, MeasureRef, MeasureValue, Reason } from '../../api/types';
import { dayAdd, daysBetween, useDates } from '../../lib/dates';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { ChartFrame, DayBars } from '../../ui/chart';
import type { Asked } from '../../ui/feature';
import { Facts, Muted } from '../../ui/layout';
import { refText, useMeasures } from '../../ui/measure';
import { Empty, Failed, Loading, More, Shown } from '../../ui/state';
import { useKitWords } from '../../ui/words';
import css from './evidence.module.css';
import { useEvidenceWords } from './evidence-words';

interface EventsProps {
  account: Id;
  of: MeasureRef;
  from: Day;
  until: Day;
}

function OneEvent({ event }: { event: Event }) {
  const dates = useDates();
  const words = useEvidenceWords();
  const properties = Object.entries(event.properties ?? {});
  return (
    <li className={css.event} data-uncounted={!event.counted || undefined}>
      <div className={css.eventHead}>
        <span className={css.eventName}>{event.name || event.type}</span>
        <Muted small>{dates.time(event.at)}</Muted>
      </div>
      <div className={css.eventWho}>
        {event.contact ?? words.unknownPerson}
        {!event.counted && ` · ${words.uncounted}`}
      </div>
      {properties.length > 0 && (
        <details className={css.properties}>
          <summary>{words.properties}</summary>
          <Facts items={properties.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const)} />
        </details>
      )}
    </li>
  );
}

function Events({ account, of, from, until }: EventsProps) {
  const words = useEvidenceWords();
  const reading = useReadList<Event>({
    path: `/accounts/${account}/events`,
    query: { feature_id: of.feature_id, product_id: of.product_id, gauge_id: of.gauge_id, from, until, limit: 50 },
    topics: [`account:${account}`],
    keep: true,
  });
  if (reading.error && !reading.data) return <Failed error={reading.error} again={() => void reading.refetch()} />;
  if (reading.isPending) return <Loading lines={4} />;
  if (reading.items.length === 0) return <Empty title={words.noEvents}>{words.noEventsText}</Empty>;
  return (
    <>
      <ol className={css.events}>
        {reading.items.map((event) => (
          <OneEvent key={event.id} event={event} />
        ))}
      </ol>
      {reading.error && <Failed error={reading.error} again={() => void reading.refetch()} />}
      <More list={reading} />
    </>
  );
}

/** Every day of the window, also those on which nothing happened: silence must be seen. */
function filled(value: MeasureValue): { day: Day; count: number }[] {
  const counts = new Map(value.days.map((one) => [one.day, one.count]));
  const length = Math.max(0, Math.min(400, daysBetween(value.from, value.until)));
  return Array.from({ length }, (_, at) => {
    const day = dayAdd(value.from, at);
    return { day, count: counts.get(day) ?? 0 };
  });
}

/** A trend compares two stretches of days: where the later one begins, and the events of both. Holidays move that day. */
function partsOf({ ref }: Asked, value: MeasureValue, days: { day: Day; count: number }[]) {
  if (ref.measure !== 'trend' || value.holidays.length > 0) return null;
  const half = days.length / 2;
  const sum = (list: typeof days) => list.reduce((total, { count }) => total + count, 0);
  return { from: dayAdd(value.from, half), now: sum(days.slice(half)), before: sum(days.slice(0, half)) };
}

/** Holidays within the window: why it is longer than its name says. */
function LeftOut({ runs }: { runs: DayRun[] }) {
  const words = useEvidenceWords();
  const dates = useDates();
  if (runs.length === 0) return null;
  const text = ({ from, until }: DayRun) => {
    const last = dayAdd(until, -1);
    return last === from ? dates.short(from) : words.window(dates.short(from), dates.short(last));
  };
  return <p className={css.meaning}>{words.leftOut(runs.map(text).join(words.comma))}</p>;
}

function Days({ asked, value }: { asked: Asked; value: MeasureValue }) {
  const words = useEvidenceWords();
  const kit = useKitWords();
  const dates = useDates();
  const [picked, pick] = useState<Day | null>(null);
  const days = filled(value);
  const parted = partsOf(asked, value, days);
  const lastOn = asked.reason?.evidence?.last_on ?? null;
  const within = picked ? { from: picked, until: dayAdd(picked, 1) } : { from: value.from, until: value.until };
  return (
    <>
      <ChartFrame
        bare
        title={words.days}
        beside={words.window(dates.day(value.from), dates.day(dayAdd(value.until, -1)))}
        figures={{ head: [kit.day, kit.count], rows: days.map((one) => [one.day, one.count]) }}
      >
        <DayBars
          days={days}
          label={words.days}
          picked={picked}
          comparedFrom={parted?.from}
          onPick={(day) => pick(day === picked ? null : day)}
        />
        {parted && <p className={css.meaning}>{words.compared(countText(parted.now), countText(parted.before))}</p>}
      </ChartFrame>
      <LeftOut runs={value.holidays} />
      <div className={css.eventsHead}>
        <h3>{picked ? words.eventsOf(dates.day(picked)) : words.events}</h3>
        {picked && <TextButton onClick={() => pick(null)}>{words.allDays}</TextButton>}
        {!picked && lastOn && (
          <span>
            <Muted small>{words.last(dates.day(lastOn))}</Muted> <TextButton onClick={() => pick(lastOn)}>{words.showLast}</TextButton>
          </span>
        )}
      </div>
      <Events account={asked.account} of={asked.ref} {...within} />
    </>
  );
}

/** Which values earn how much. */
function Scale({ reason, ask }: { reason: Reason; ask: MeasureRef }) {
  const words = useEvidenceWords();
  const measures = useMeasures();
  const weight = reason.weight ?? 0;
  if (reason.pieces.length > 0)
    return reason.pieces.map((piece) => words.piece(measures.value(ask, piece.at), countText(weight * piece.share))).join(words.comma);
  const text = words.scale(measures.value(ask, reason.low), measures.value(ask, reason.high), countText(weight));
  return reason.scale === 'log' ? words.log(text) : text;
}

export function Evidence({ asked }: { asked: Asked }) {
  const words = useEvidenceWords();
  const dates = useDates();
  const measures = useMeasures();
  const { ref, reason } = asked;
  const reading = useRead<MeasureValue>({
    path: `/accounts/${asked.account}/measure`,
    query: { ref: refText(ref), as_of: asked.asOf },
    topics: [`account:${asked.account}`],
  });
  const scored = reason !== undefined && reason.kind === 'points' && reason.scale !== null && reason.weight !== null;
  return (
    <div className={css.evidence}>
      <p className={css.meaning}>{measures.meaning(ref)}</p>
      <Shown reading={reading}>
        {(value) => (
          <>
            <Facts
              items={[
                [measures.name(ref), <strong key="value">{measures.value(ref, value.value)}</strong>],
                asked.asOf ? [words.pickPast, dates.day(asked.asOf)] : null,
                scored && [
                  words.earned,
                  <>
                    <strong>{words.ofPoints(countText(reason.earned ?? 0), countText(reason.weight ?? 0))}</strong>{' '}
                    <Muted small>
                      <Scale reason={reason} ask={asked.ref} />
                    </Muted>
                  </>,
                ],
              ]}
            />
            {measures.dayless(ref) ? <p className={css.meaning}>{words.noDays}</p> : <Days asked={asked} value={value} />}
          </>
        )}
      </Shown>
    </div>
  );
}
