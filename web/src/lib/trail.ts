/*
 * The list that somebody goes along, account by account: its address and the accounts in it, in its order. It is what the list showed,
 * so it holds when the list changes meanwhile. The tab keeps its own, which outlives a reload; the last lists of this browser are kept
 * for other tabs, where an account of theirs is opened. No address says any of it.
 */
import type { Id } from '../api/types';

export interface Trail {
  /** Whose: nobody else goes along it on this browser. */
  staff: Id;
  /** The list's address: as a whole, and in parts for a link. */
  href: string;
  to: string;
  search: Record<string, string>;
  name: string;
  ids: Id[];
  /** How many accounts there are; null = not known. */
  total: number | null;
  /** Where what follows is read; null = there is no more. */
  rest: { path: string; query: Record<string, string | number | boolean | null | undefined>; cursor: string; of: TrailOf } | null;
}

/** How a row names its accounts: it is one, has one, or has several, of which the first counts. */
export type TrailOf = 'id' | 'account_id' | 'accounts';

const KEY = 'banso.trail';
const KEY_ALL = 'banso.trails';
const LISTS_MOST = 6;
const IDS_MOST = 5_000;

function read<T>(storage: Storage, key: string, otherwise: T): T {
  try {
    return (JSON.parse(storage.getItem(key) ?? 'null') as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** A full storage costs the way back, and nothing else. */
function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    storage.removeItem(key);
  }
}

export function trailKeep(trail: Trail): void {
  write(sessionStorage, KEY, trail);
}

/** The list is shown: this tab goes along it, and others may. */
export function trailShow(given: Trail): void {
  const trail = { ...given, ids: given.ids.slice(0, IDS_MOST) };
  trailKeep(trail);
  const others = read<Trail[]>(localStorage, KEY_ALL, []).filter(({ href, staff }) => href !== trail.href || staff !== trail.staff);
  write(localStorage, KEY_ALL, [trail, ...others].slice(0, LISTS_MOST));
}

/** The list of this tab, if the account stands in it; in a tab that has shown none, the last one of this browser that has the account. */
export function trailOf(id: Id, staff: Id): Trail | null {
  const own = read<Trail | null>(sessionStorage, KEY, null);
  if (own?.staff === staff) return own.ids.includes(id) ? own : null;
  const found = read<Trail[]>(localStorage, KEY_ALL, []).find((trail) => trail.staff === staff && trail.ids.includes(id)) ?? null;
  if (found) trailKeep(found);
  return found;
}

type Row = { id?: Id; account_id?: Id | null; accounts?: readonly { id: Id }[] };

/** Each account once, where it first stands. */
export function accountsOf(rows: readonly unknown[], of: TrailOf): Id[] {
  const all = (rows as Row[]).map((row) => (of === 'accounts' ? row.accounts?.[0]?.id : row[of]));
  return [...new Set(all.filter((id): id is Id => id !== undefined && id !== null))];
}

/*
 * Where a list was left, and from which account somebody comes back to it: the row is in sight again, as far below the edge of the
 * window as it stood. Who went on to another account comes back to that one's row. The tab keeps it, so it outlives a reload. It
 * holds for those who go back, by the browser's Back or the link of the trail, and once: who comes by the rail sees the list anew.
 */
interface Left {
  href: string;
  row: string | null;
  top: number | null;
  /** How many rows had been read: beyond them nobody looks for the row. */
  rows: number;
  /** Somebody is on the way back. */
  returns: boolean;
  /** The account that was opened from the row, and the one that was last seen. */
  opened: Id | null;
  from: Id | null;
}

/** `row`: the very row that was left, where its account is still the same. */
export interface Back {
  account: Id;
  row: string | null;
  top: number | null;
  rows: number;
}

const KEY_LEFT = 'banso.left';

const left = () => read<Left | null>(sessionStorage, KEY_LEFT, null);

/** A row is opened. */
export function leftAt(href: string, row: string, top: number, rows: number): void {
  const at: Left = { href, row, top: Math.round(top), rows, returns: false, opened: null, from: null };
  write(sessionStorage, KEY_LEFT, at);
}

/** An account of the list is shown, the one at that place: the first one is that of the row. */
export function leftFor(href: string, id: Id, place: number): void {
  const known = left();
  const at = known?.href === href ? known : { href, row: null, top: null, rows: 0, opened: id };
  const rows = Math.max(at.rows, place + 1);
  write(sessionStorage, KEY_LEFT, { ...at, rows, returns: false, opened: at.opened ?? id, from: id } satisfies Left);
}

/** Somebody goes back to the list; `path`: only if it is that of the list. */
export function leftReturns(path?: string): void {
  const known = left();
  if (known && (path === undefined || known.href.split('?')[0] === path)) write(sessionStorage, KEY_LEFT, { ...known, returns: true });
}

/** They are there. */
export function leftUsed(href: string): void {
  const known = left();
  if (known?.href === href && known.returns) sessionStorage.removeItem(KEY_LEFT);
}

/** Null where nobody comes back to that list. */
export function leftIn(href: string): Back | null {
  const known = left();
  if (known?.href !== href || known.from === null || !known.returns) return null;
  return { account: known.from, row: known.opened === known.from ? known.row : null, top: known.top, rows: known.rows };
}
