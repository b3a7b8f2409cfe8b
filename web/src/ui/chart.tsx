/*
 * Small charts in plain SVG. Each stands in a frame that can show its data as a table and give it as CSV: a chart is a view of
 * figures, never their only form.
 */
import { type ReactNode, useState } from 'react';
import type { Band, Day } from '../api/types';
import { csvSave } from '../lib/csv';
import { useDates } from '../lib/dates';
import { BANDS } from './band';
import css from './chart.module.css';
import { columnSpots, Hover, type Spot } from './chart-hover';
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
  counts: number[];
  label: string;
  /** Bars from this one on are shown in the colour of a fall. */
  fallsFrom?: number;
  width?: number;
  height?: number;
  titles?: string[];
  /** What the full height stands for, where bars are compared with others; otherwise the tallest of them. */
  most?: number;
}

/** Bars without axes: the shape of some weeks beside a number. */
export function Bars({ counts, label, fallsFrom, width = 146, height = 22, titles, most: full }: BarsProps) {
  const most = Math.max(1, full ?? Math.max(...counts));
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
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className={css.base} />
      {counts.map((count, at) => {
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

/** Days on end with one judgement; on days that belong to none nobody judged. */
export interface Stretch {
  from: Day;
  /** The first day after it. */
  until: Day;
  band: Band;
  points: number | null;
}

interface HistoryProps {
  stretches: Stretch[];
  from: Day;
  until: Day;
  label: string;
  height?: number;
}

/** Days on end of one band, whatever their points: hundreds of slivers beside each other shimmer. */
function runsOf(stretches: Stretch[]): Stretch[] {
  const runs: Stretch[] = [];
  for (const stretch of stretches) {
    const last = runs.at(-1);
    if (last && last.band === stretch.band && last.until === stretch.from) last.until = stretch.until;
    else runs.push({ ...stretch });
  }
  return runs;
}

function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

/** Points over time as steps, over the bands as a strip of colour. */
export function HealthHistory({ stretches, from, until, label, height = 92 }: HistoryProps) {
  const dates = useDates();
  const width = 640;
  const strip = 12;
  const plot = height - strip - 6;
  const start = dayNumber(from);
  const span = Math.max(1, dayNumber(until) - start);
  const x = (day: Day) => Math.max(0, Math.min(width, ((dayNumber(day) - start) / span) * width));
  const y = (value: number) => plot - (value / 100) * (plot - 6) - 1;
  const steps = stretches.map((stretch) => ({ ...stretch, left: x(stretch.from), right: x(stretch.until) }));
  let path = '';
  steps.forEach((step, at) => {
    const before = steps[at - 1];
    if (step.points === null) return;
    const goesOn = before?.until === step.from && before.points !== null;
    path += `${goesOn ? 'L' : 'M'}${step.left.toFixed(1)} ${y(step.points).toFixed(1)}H${step.right.toFixed(1)}`;
  });
  const read = (share: number): Spot | null => {
    const stretch = stretches.find((one) => x(one.from) <= share * width && share * width < x(one.until));
    if (!stretch) return null;
    const points = stretch.points === null ? '' : ` ${stretch.points}`;
    const day = new Date((start + Math.floor(share * span)) * 86_400_000).toISOString().slice(0, 10) as Day;
    return { at: share, text: `${dates.day(day)}: ${stretch.band}${points}` };
  };
  return (
    <div className={css.axed}>
      <Hover read={read}>
        <svg className={css.history} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} preserveAspectRatio="none">
          {[0, 50, 100].map((value) => (
            <line key={value} x1="0" x2={width} y1={y(value)} y2={y(value)} className={css.grid} vectorEffect="non-scaling-stroke" />
          ))}
          <path d={path} className={css.line} vectorEffect="non-scaling-stroke" />
          {runsOf(stretches).map((run) => (
            <rect
              key={run.from}
              data-band={run.band}
              x={x(run.from)}
              y={height - strip}
              width={Math.max(1, x(run.until) - x(run.from))}
              height={strip}
            />
          ))}
        </svg>
      </Hover>
      {[100, 50, 0].map((value) => (
        <span key={value} className={css.mark} style={{ top: `${(y(value) / height) * 100}%` }} aria-hidden="true">
          {value}
        </span>
      ))}
    </div>
  );
}

interface DaysProps {
  days: { day: Day; count: number }[];
  label: string;
  onPick?: (day: Day) => void;
  picked?: Day | null;
}

/** One bar a day, each a button that opens its day. */
export function DayBars({ days, label, onPick, picked }: DaysProps) {
  const dates = useDates();
  const most = Math.max(1, ...days.map((day) => day.count));
  return (
    <fieldset className={css.days} aria-label={label}>
      {days.map(({ day, count }) => (
        <button
          key={day}
          type="button"
          className={css.day}
          disabled={!onPick}
          aria-pressed={picked === day}
          aria-label={`${dates.day(day)}: ${count}`}
          title={`${dates.weekday(day)}: ${count}`}
          onClick={() => onPick?.(day)}
        >
          <span style={{ height: `${Math.max(count > 0 ? 4 : 0, (count / most) * 100)}%` }} />
        </button>
      ))}
    </fieldset>
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
