/*
 * Windows of business hours, as people write them: "9:00–12:00, 13:00–18:00". What ends before it begins ends on the next day, and
 * "22–30" is the same as "22–6". No words stand for a closed day.
 */
export interface Window {
  from_minute: number;
  until_minute: number;
}
export interface DayWindow extends Window {
  weekday: number;
}

const DAY = 1440;
const PART = /^(\d{1,2})(?:[:時](\d{2})?分?)?\s*[-–—−~〜～]\s*(\d{1,2})(?:[:時](\d{2})?分?)?$/;

function minutesOf(hours: string | undefined, minutes: string | undefined): number {
  const past = Number(minutes ?? 0);
  return past < 60 ? Number(hours) * 60 + past : Number.NaN;
}

function windowOf(text: string): Window | null {
  const found = PART.exec(text.trim());
  if (!found) return null;
  const from_minute = minutesOf(found[1], found[2]);
  const end = minutesOf(found[3], found[4]);
  const until_minute = end <= from_minute ? end + DAY : end;
  return from_minute < DAY && until_minute - from_minute <= DAY ? { from_minute, until_minute } : null;
}

/** null: it cannot be read. */
export function windowsOf(text: string): Window[] | null {
  const parts = text
    .normalize('NFKC')
    .split(/[,、;]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const windows = parts.map(windowOf);
  return windows.every((window) => window !== null) ? windows.sort((a, b) => a.from_minute - b.from_minute) : null;
}

function clock(minute: number): string {
  const shown = minute > DAY ? minute - DAY : minute;
  return `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, '0')}`;
}

export function windowsText(windows: readonly Window[]): string {
  return windows.map(({ from_minute, until_minute }) => `${clock(from_minute)}–${clock(until_minute)}`).join(', ');
}

/** Monday first, as offices count. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** Neighbouring days with the same windows as one: [1, 5, "9:00–17:00"]. */
export function weekRuns(windows: readonly DayWindow[]): [first: number, last: number, text: string][] {
  const runs: [number, number, string][] = [];
  for (const weekday of WEEK) {
    const text = windowsText(windows.filter((window) => window.weekday === weekday));
    const before = runs.at(-1);
    if (before && before[2] === text) before[1] = weekday;
    else runs.push([weekday, weekday, text]);
  }
  return runs;
}
