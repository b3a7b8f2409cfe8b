/* Points over time, with the limits of the bands, the band of each day below, and what else happened on the way. */
import type { Band, Day } from '../api/types';
import { apart, changeText, runsOf } from '../lib/chart';
import { dayAdd, daysBetween, useDates } from '../lib/dates';
import { countText } from '../lib/numbers';
import css from './chart.module.css';
import { Hover, type Spot } from './chart-hover';
import { useKitWords } from './words';

/** Days on end with one judgement; on days that belong to none nobody judged. */
export interface Stretch {
  from: Day;
  /** The first day after it. */
  until: Day;
  band: Band;
  points: number | null;
}

/** Something of a day that explains the line: a new version of the scorecard, a change of the contract. */
export interface Tick {
  day: Day;
  text: string;
}

/** Where a band ends: BAD is below its limit, GOOD begins at its own. */
export interface Limit {
  band: Band;
  points: number;
}

interface HistoryProps {
  stretches: Stretch[];
  from: Day;
  until: Day;
  label: string;
  limits?: Limit[];
  ticks?: Tick[];
}

const WIDTH = 640;
const HEIGHT = 92;
const STRIP = 12;
const PLOT = HEIGHT - STRIP - 6;
const MARK = 12;
const COMPARED_DAYS = 7;

const top = (points: number) => PLOT - (points / 100) * (PLOT - 6) - 1;

/** The limits first, then the ends of the scale where they leave room. */
function marksOf(limits: Limit[]): { at: number; text: string; band?: Band }[] {
  const ends = [100, 0].map((points) => ({ at: top(points), text: String(points) }));
  return apart([...limits.map(({ band, points }) => ({ at: top(points), text: `${band} ${countText(points)}`, band })), ...ends], MARK);
}

function pathOf(stretches: Stretch[], x: (day: Day) => number): string {
  let path = '';
  stretches.forEach(({ from, until, points }, at) => {
    const before = stretches[at - 1];
    if (points === null) return;
    const goesOn = before?.until === from && before.points !== null;
    path += `${goesOn ? 'L' : 'M'}${x(from).toFixed(1)} ${top(points).toFixed(1)}H${x(until).toFixed(1)}`;
  });
  return path;
}

/** What stands at the pointer: the day, its band and points, the change in a week, and what happened within a few pixels. */
function useReader({ stretches, from, until, ticks = [] }: HistoryProps): (share: number) => Spot | null {
  const dates = useDates();
  const words = useKitWords();
  const span = Math.max(1, daysBetween(from, until));
  const on = (day: Day) => stretches.find((one) => one.from <= day && day < one.until);
  return (share) => {
    const day = dayAdd(from, Math.min(span - 1, Math.floor(share * span)));
    const stretch = on(day);
    if (!stretch) return null;
    const before = on(dayAdd(day, -COMPARED_DAYS))?.points ?? undefined;
    const change = stretch.points === null || before === undefined ? '' : ` (${words.inWeek(changeText(stretch.points - before))})`;
    const near = ticks.filter((tick) => Math.abs(daysBetween(tick.day, day)) <= span / 100).map((tick) => tick.text);
    const points = stretch.points === null ? '' : ` ${stretch.points}`;
    return { at: share, text: [`${dates.day(day)}: ${stretch.band}${points}${change}`, ...near].join(' · ') };
  };
}

/** Points as steps over the bands as a strip of colour; a mark on the axis where something else changed. */
export function HealthHistory(props: HistoryProps) {
  const { stretches, from, until, label, limits = [], ticks = [] } = props;
  const read = useReader(props);
  const span = Math.max(1, daysBetween(from, until));
  const x = (day: Day) => Math.max(0, Math.min(WIDTH, (daysBetween(from, day) / span) * WIDTH));
  return (
    <div className={css.axed}>
      <Hover read={read}>
        <svg className={css.history} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
          {[0, 100].map((value) => (
            <line key={value} x1="0" x2={WIDTH} y1={top(value)} y2={top(value)} className={css.grid} vectorEffect="non-scaling-stroke" />
          ))}
          {limits.map(({ band, points }) => (
            <line
              key={band}
              x1="0"
              x2={WIDTH}
              y1={top(points)}
              y2={top(points)}
              className={css.limit}
              data-band={band}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <path d={pathOf(stretches, x)} className={css.line} vectorEffect="non-scaling-stroke" />
          {runsOf(stretches).map((run) => (
            <rect
              key={run.from}
              data-band={run.band}
              x={x(run.from)}
              y={HEIGHT - STRIP}
              width={Math.max(1, x(run.until) - x(run.from))}
              height={STRIP}
            />
          ))}
        </svg>
        {ticks.length > 0 && (
          <ul className={css.ticks}>
            {ticks.map((tick) => (
              <li key={tick.day} style={{ left: `${(x(tick.day) / WIDTH) * 100}%` }} title={tick.text}>
                <span aria-hidden="true">▾</span>
                <span className={css.heard}>{tick.text}</span>
              </li>
            ))}
          </ul>
        )}
      </Hover>
      {marksOf(limits).map(({ at, text, band }) => (
        <span key={text} className={css.mark} data-band={band} style={{ top: `${at}px` }} aria-hidden="true">
          {text}
        </span>
      ))}
    </div>
  );
}
