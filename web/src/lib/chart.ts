/* What a chart says of its figures, without drawing. */
import { countText } from './numbers';

/** A change with its sign: +3, −3, ±0. */
export function changeText(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${countText(change)}` : `−${countText(-change)}`;
}

/** From here on a change of points is a trend: less is what a week brings and takes. */
const TREND_POINTS = 8;

export type TrendState = 'falling' | 'rising' | 'steady';

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The last value that is known against the mean of those before it. */
export function trendState(values: readonly (number | null)[]): TrendState {
  const known = values.filter((value) => value !== null);
  const last = known.pop();
  if (last === undefined || known.length === 0) return 'steady';
  const change = last - mean(known);
  return change <= -TREND_POINTS ? 'falling' : change >= TREND_POINTS ? 'rising' : 'steady';
}

const RECENT_WEEKS = 4;
const USUAL_WEEKS = 8;

/** A usual week before the recent ones, where those fell below two thirds of it: from which week on, and what was usual. */
export function usageFall(weeks: readonly number[]): { from: number; usual: number } | null {
  const from = weeks.length - RECENT_WEEKS;
  const usual = mean(weeks.slice(Math.max(0, from - USUAL_WEEKS), Math.max(0, from)));
  return from > 0 && usual > 0 && mean(weeks.slice(from)) < (2 / 3) * usual ? { from, usual } : null;
}

interface Run<B> {
  from: string;
  /** The first day after it. */
  until: string;
  band: B;
}

/** Days on end of one band as one: hundreds of slivers beside each other shimmer. */
export function runsOf<B>(stretches: readonly Run<B>[]): Run<B>[] {
  const runs: Run<B>[] = [];
  for (const { from, until, band } of stretches) {
    const last = runs.at(-1);
    if (last && last.band === band && last.until === from) last.until = until;
    else runs.push({ from, until, band });
  }
  return runs;
}

/** Those first in the list keep their place; what would stand on one of them is left out. */
export function apart<M extends { at: number }>(marks: readonly M[], distance: number): M[] {
  const kept: M[] = [];
  for (const mark of marks) if (kept.every(({ at }) => Math.abs(at - mark.at) >= distance)) kept.push(mark);
  return kept;
}
