/*
 * Days are YYYY-MM-DD in the workspace's calendar and are never turned into a moment: a day has no time zone. Times are RFC 3339
 * and shown in the workspace's zone, which the session sets.
 */
import type { Day, Time } from '../api/types';
import { type Language, useLanguage } from './language';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = { en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'], ja: ['日', '月', '火', '水', '木', '金', '土'] };
const DAY_MS = 86_400_000;

let zone: string | undefined;
let workspaceDay: Day | null = null;

export function zoneSet(name: string, today: Day): void {
  zone = name;
  workspaceDay = today;
}

/** Today in the workspace's calendar. */
export function today(): Day {
  return workspaceDay ?? dayOf(new Date().toISOString());
}

/** A day of the past, as an address may name one; anything else is not such a day, and the page then speaks as of today. */
export function pastDay(text: string | undefined): Day | undefined {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text) || text < '1901-01-01' || text >= today()) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? undefined : text;
}

function parts(day: Day): { year: number; month: number; date: number; weekday: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, date, weekday: new Date(Date.UTC(year, month - 1, date)).getUTCDay() };
}

function ordinal(day: Day): number {
  const { year, month, date } = parts(day);
  return Date.UTC(year, month - 1, date) / DAY_MS;
}

export function dayAdd(day: Day, days: number): Day {
  return new Date((ordinal(day) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** The same date of the next month, or its last day. */
export function nextMonth(day: Day): Day {
  const { year, month, date } = parts(day);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Days from one day to another; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return ordinal(to) - ordinal(from);
}

/** The workspace's local date of a moment. */
export function dayOf(time: Time): Day {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(time));
}

/** A time of day as somebody types it, full-width too: "9:05" is "09:05"; null while it is none. */
export function clockRead(text: string): string | null {
  const tidy = text.normalize('NFKC').trim();
  return /^([01]?\d|2[0-3]):[0-5]\d$/.test(tidy) ? tidy.padStart(5, '0') : null;
}

/** The moment at which the workspace's clock shows this ("14:05") on that day. */
export function timeAt(day: Day, clock: string): Time {
  const wanted = Date.parse(`${day}T${clock}:00Z`);
  let at = wanted;
  /* Twice: the first guess may lie on the other side of a change to summer time. */
  for (let turn = 0; turn < 2; turn++) {
    const time = new Date(at).toISOString();
    at += wanted - Date.parse(`${dayOf(time)}T${clockText(time)}:00Z`);
  }
  return new Date(at).toISOString();
}

/** 2026年11月22日 · 22 Nov 2026 */
export function dayText(day: Day, language: Language): string {
  const { year, month, date } = parts(day);
  return language === 'ja' ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
}

/** 2026年11月 · Nov 2026 */
export function monthText(day: Day, language: Language): string {
  const { year, month } = parts(day);
  return language === 'ja' ? `${year}年${month}月` : `${MONTHS[month - 1]} ${year}`;
}

/** The year is left out where it is the year of today: 11月22日 · 22 Nov */
export function dayShort(day: Day, language: Language): string {
  const { year, month, date } = parts(day);
  if (year !== parts(today()).year) return dayText(day, language);
  return language === 'ja' ? `${month}月${date}日` : `${date} ${MONTHS[month - 1]}`;
}

/** 11月22日(日) · Sunday short: Sun 22 Nov */
export function dayWithWeekday(day: Day, language: Language): string {
  const name = WEEKDAYS[language][parts(day).weekday];
  return language === 'ja' ? `${dayShort(day, language)}(${name})` : `${name} ${dayShort(day, language)}`;
}

/** 2026年11月22日 14:05 · 22 Nov 2026, 14:05 */
export function timeText(time: Time, language: Language): string {
  const clock = clockText(time);
  const day = dayText(dayOf(time), language);
  return language === 'ja' ? `${day} ${clock}` : `${day}, ${clock}`;
}

export function clockText(time: Time): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(time));
}

/** Near days by name (today, yesterday, tomorrow), others by date. */
export function dayNear(day: Day, language: Language): string {
  const away = daysBetween(today(), day);
  if (away === 0) return language === 'ja' ? '今日' : 'today';
  if (away === -1) return language === 'ja' ? '昨日' : 'yesterday';
  if (away === 1) return language === 'ja' ? '明日' : 'tomorrow';
  return dayShort(day, language);
}

/** A stretch of time by the one unit that matters: 5 days, 3 weeks, 7 months. */
export function spanText(since: Day, language: Language, until: Day = today()): string {
  const days = Math.max(1, daysBetween(since, until));
  const [count, unit, name] =
    days < 14 ? [days, '日', 'day'] : days < 60 ? [Math.round(days / 7), '週間', 'week'] : [Math.round(days / 30.44), 'か月', 'month'];
  return language === 'ja' ? `${count}${unit}` : `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** How long ago; the near days by name. */
export function agoText(day: Day, language: Language, from: Day = today()): string {
  const days = daysBetween(day, from);
  if (days <= 0) return language === 'ja' ? '今日' : 'today';
  if (days === 1) return language === 'ja' ? '昨日' : 'yesterday';
  const span = spanText(day, language, from);
  return language === 'ja' ? `${span}前` : `${span} ago`;
}

export function useDates() {
  const language = useLanguage();
  return {
    day: (day: Day) => dayText(day, language),
    short: (day: Day) => dayShort(day, language),
    weekday: (day: Day) => dayWithWeekday(day, language),
    near: (day: Day) => dayNear(day, language),
    ago: (day: Day, from?: Day) => agoText(day, language, from),
    span: (since: Day, until?: Day) => spanText(since, language, until),
    time: (time: Time) => timeText(time, language),
  };
}
