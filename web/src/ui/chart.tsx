/*
 * Small charts in plain SVG. Each stands in a frame that can show its data as a table and give it as CSV: a chart is a view of
 * figures, never their only form.
 */
import { type ReactNode, useState } from 'react';
import type { Band, Day } from '../api/types';
import { csvSave } from '../lib/csv';
import { useDates } from '../lib/dates';
import { countText } from '../lib/numbers';
import { BANDS } from './band';
import css from './chart.module.css';
import { columnSpots, Hover, spotText } from './chart-hover';
import { Card } from './layout';
import { SmallTable } from './table-small';
import { useKitWords } from './words';

export interface Figures {
  head: string[];
  rows: (string | number | null)[][];
}

function Toggle({ name, figures, asTable, onToggle }: { name: string; figures: Figures; asTable: boolean; onToggle: () => void }) {
  const words = useKitWords();
  return (
    <span className={css.toggles}>
      <button type="button" aria-pressed={asTable} aria-label={`${name}: ${asTable ? words.chart : words.table}`} onClick={onToggle}>
        {asTable ? words.chart : words.table}
      </button>
      <button type="button" aria-label={`${name}: ${words.csv}`} onClick={() => csvSave(name, figures.head, figures.rows)}>
        {words.csv}
      </button>
    </span>
  );
}

interface FrameProps {
  title: string;
  figures: Figures;
  beside?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
  /** Without a card around it, where the chart stands in one already. */
  bare?: boolean;
}

/** A chart, or its data as a table, and the way to CSV. */
export function ChartFrame({ title, figures, beside, children, below, bare }: FrameProps) {
  const [asTable, setAsTable] = useState(false);
  const toggle = <Toggle name={title} figures={figures} asTable={asTable} onToggle={() => setAsTable(!asTable)} />;
  const align = figures.head.map((_, at) => (at === 0 ? undefined : ('end' as const)));
  const inside = asTable ? (
    <section className={css.tableView} tabIndex={0} aria-label={title}>
      <SmallTable label={title} head={figures.head} rows={figures.rows.map((row) => row.map((value) => value ?? '–'))} align={align} />
    </section>
  ) : (
    children
  );
  if (bare) {
    return (
      <div>
        <div className={css.bareHead}>
          <span>{beside}</span>
          {toggle}
        </div>
        {inside}
        {below}
      </div>
    );
  }
  return (
    <Card
      title={title}
      beside={
        <>
          {beside} {toggle}
        </>
      }
    >
      {inside}
      {below}
    </Card>
  );
}

interface BarsProps {
  /** null = unknown: a gap, in the line below as well, where 0 is a bar of no height. */
  counts: (number | null)[];
  label: string;
  /** Bars from this one on are shown in the colour of a fall. */
  fallsFrom?: number;
  width?: number;
  height?: number;
  titles?: string[];
  /** What the full height stands for, where bars are compared with others; otherwise the tallest of them. */
  most?: number;
}

/** The line below the bars, broken where nothing is known. */
function baseOf(counts: readonly (number | null)[], step: number, y: number): string {
  const begins = (at: number) => at === 0 || counts[at - 1] === null;
  return counts.map((count, at) => (count === null ? '' : `${begins(at) ? `M${at * step} ${y}` : ''}h${step}`)).join('');
}

/** Bars without axes: the shape of some weeks beside a number. */
export function Bars({ counts, label, fallsFrom, width = 146, height = 22, titles, most: full }: BarsProps) {
  const most = Math.max(1, full ?? Math.max(...counts.map((count) => count ?? 0)));
  const step = width / Math.max(1, counts.length);
  const chart = (
    <svg
      className={css.bars}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      <path d={baseOf(counts, step, height - 0.5)} className={css.base} />
      {counts.map((count, at) => {
        if (count === null) return null;
        const tall = count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 1));
        return (
          <rect
            key={at}
            x={at * step}
            y={height - tall}
            width={Math.max(1, step - 2)}
            height={tall}
            rx="1"
            className={fallsFrom !== undefined && at >= fallsFrom ? css.fall : css.bar}
          />
        );
      })}
    </svg>
  );
  return titles ? <Hover read={columnSpots(titles)}>{chart}</Hover> : chart;
}

export interface BandWeek extends Record<Band, number> {
  day: Day;
}

/** How many accounts stood in which band, week by week: one column is a week, BAD below. */
export function BandWeeks({ weeks, label, height = 104 }: { weeks: BandWeek[]; label: string; height?: number }) {
  const dates = useDates();
  const width = 258;
  const step = width / Math.max(1, weeks.length);
  const most = Math.max(1, ...weeks.map((week) => BANDS.reduce((sum, band) => sum + week[band], 0)));
  const order: Band[] = ['BAD', 'NORMAL', 'GOOD', 'UNKNOWN'];
  const titles = weeks.map((week) => `${dates.short(week.day)}: ${BANDS.map((band) => `${band} ${week[band]}`).join(', ')}`);
  return (
    <Hover read={columnSpots(titles)}>
      <svg className={css.stack} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {weeks.map((week, at) => {
          let floor = height;
          return (
            <g key={week.day} data-last={at === weeks.length - 1 || undefined}>
              {order.map((band) => {
                const tall = (week[band] / most) * height;
                floor -= tall;
                return tall > 0 ? (
                  <rect key={band} data-band={band} x={at * step} y={floor} width={step - 4} height={Math.max(0.5, tall - 1)} rx="1" />
                ) : null;
              })}
            </g>
          );
        })}
      </svg>
    </Hover>
  );
}

interface DaysProps {
  days: { day: Day; count: number }[];
  label: string;
  onPick?: (day: Day) => void;
  picked?: Day | null;
  /** Days before this one are what the others are compared with, and paler. */
  comparedFrom?: Day;
}

/** One bar a day, each a button that opens its day; the most and 0 at the right. */
export function DayBars({ days, label, onPick, picked, comparedFrom }: DaysProps) {
  const dates = useDates();
  const most = Math.max(1, ...days.map((day) => day.count));
  const titles = days.map(({ day, count }, at) => spotText(dates.weekday(day), count, days[at - 1]?.count));
  return (
    <div className={css.daysAxed}>
      <Hover read={columnSpots(titles)}>
        <fieldset className={css.days} aria-label={label}>
          {days.map(({ day, count }) => (
            <button
              key={day}
              type="button"
              className={css.day}
              disabled={!onPick}
              data-before={(comparedFrom !== undefined && day < comparedFrom) || undefined}
              aria-pressed={picked === day}
              aria-label={`${dates.day(day)}: ${count}`}
              onClick={() => onPick?.(day)}
            >
              <span style={{ height: `${Math.max(count > 0 ? 4 : 0, (count / most) * 100)}%` }} />
            </button>
          ))}
        </fieldset>
      </Hover>
      <span className={css.ends} aria-hidden="true">
        <span>{countText(most)}</span>
        <span>0</span>
      </span>
    </div>
  );
}

/** A share of a whole, with its words beside it. */
export function Meter({ share, label }: { share: number; label: string }) {
  const held = Math.max(0, Math.min(1, share));
  return (
    <span className={css.meter} role="img" aria-label={label}>
      <span style={{ width: `${held * 100}%` }} />
    </span>
  );
}

/** How much of a whole is used, as one bar. */
export function SeatBar({ used, of, label }: { used: number; of: number; label: string }) {
  return (
    <span className={css.seats} role="img" aria-label={label}>
      <span style={{ width: `${Math.max(0, Math.min(1, used / Math.max(1, of))) * 100}%` }} />
    </span>
  );
}
