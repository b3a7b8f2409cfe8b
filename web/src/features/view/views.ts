/* Saved views: read once for rail and list, where each leads, and what can be done with one. */
import { api } from '../../api/client';
import { type Page, topicsChanged, useRead } from '../../api/query';
import type { Id, SavedView, ViewCount } from '../../api/types';
import { conditionWritten } from '../../lib/condition-address';
import { asksFor } from '../../lib/condition-ask';
import { countText } from '../../lib/numbers';
import type { ListShown } from '../../ui/feature';

/* What has a page of its own; the API has views of more. */
const LISTS: { [subject: string]: string } = { account: '/accounts', contact: '/people', task: '/tasks', ticket: '/inbox' };

/* What a list narrows by itself until its address says otherwise: a view says all that it asks, so where it does not ask for the
 * attribute, its address shows all. */
const NARROWED: { [subject: string]: { word: 'show' | 'whose'; attribute: string }[] } = {
  account: [{ word: 'show', attribute: 'status' }],
  task: [
    { word: 'show', attribute: 'done' },
    { word: 'whose', attribute: 'owner_id' },
  ],
  ticket: [{ word: 'show', attribute: 'done' }],
};

function widened(view: SavedView): { show?: string; whose?: string } {
  if (isKeptBack(view)) return {};
  const open = NARROWED[view.subject]?.filter(({ attribute }) => !asksFor(view.filter ?? null, attribute)) ?? [];
  return Object.fromEntries(open.map(({ word }) => [word, 'all']));
}

/* Whatever moves a count. */
const COUNTED = ['accounts', 'account', 'contacts', 'contact', 'health', 'tasks', 'task', 'tickets', 'ticket'];

interface Views {
  views: SavedView[];
  /** “12”, “1,000+” where not all were counted; null where nobody can say. */
  count: (id: Id) => string | null;
}

function counted(of: ViewCount | undefined): string | null {
  if (!of || of.count === null) return null;
  return `${countText(of.count)}${of.at_least ? '+' : ''}`;
}

export function useViews(): Views {
  const views = useRead<Page<SavedView>>({ path: '/views', topics: ['views', 'view'] });
  const listed = views.data?.items.filter((view) => view.subject in LISTS) ?? [];
  const counts = useRead<Page<ViewCount>>({
    path: '/views/counts',
    topics: ['views', 'view'],
    calmly: COUNTED,
    enabled: listed.length > 0,
  });
  return { views: listed, count: (id) => counted(counts.data?.items.find((one) => one.id === id)) };
}

/** Its filter is not told: the reader's areas do not include it, or nobody can read it any more. */
export const isKeptBack = (view: SavedView) => view.withheld !== null || view.unreadable;

/** Where a view leads: its list, which says in its address what the view asks. */
export function viewAddress(view: SavedView) {
  return {
    to: LISTS[view.subject] ?? '/today',
    search: {
      view: String(view.id),
      filter: conditionWritten(view.filter ?? null),
      q: view.q ?? undefined,
      sort: view.sort ?? undefined,
      columns: view.columns.join(',') || undefined,
      ...widened(view),
    },
  };
}

/** What the list shows, as a view keeps it. */
function kept({ condition, q, sort, columns }: ListShown) {
  return { filter: condition, q: q ?? null, sort, columns };
}

export function isChanged(view: SavedView, list: ListShown): boolean {
  if (view.withheld) return false;
  return (
    conditionWritten(list.condition) !== conditionWritten(view.filter ?? null) ||
    (list.q ?? null) !== (view.q ?? null) ||
    list.sort !== (view.sort ?? list.sort) ||
    (list.columnsAsked ?? '') !== view.columns.join(',')
  );
}

async function done<T>(made: Promise<T>): Promise<T> {
  const out = await made;
  topicsChanged(['views']);
  return out;
}

const path = (view: SavedView) => `/views/${view.id}`;
const create = (body: object) => api<SavedView>('/views', { method: 'POST', body });
const asNew = ({ subject, name, filter, q, sort, columns }: SavedView) => ({ subject, name, filter, q, sort, columns });

export const viewSave = (name: string, list: ListShown) => done(create({ subject: list.subject, name, ...kept(list) }));
export const viewUpdate = (view: SavedView, list: ListShown) =>
  done(api<SavedView>(path(view), { method: 'PATCH', body: kept(list), version: view.version }));
export const viewRename = (view: SavedView, name: string) =>
  done(api<SavedView>(path(view), { method: 'PATCH', body: { name }, version: view.version }));
export const viewCopy = (view: SavedView, name: string) => done(create({ ...asNew(view), name }));
export const viewShare = (view: SavedView, share: boolean) =>
  done(api<SavedView>(`${path(view)}/share`, { method: share ? 'POST' : 'DELETE' }));
export const viewTake = (view: SavedView) => done(api<SavedView>(`${path(view)}/owner`, { method: 'POST' }));
export const viewsOrder = (ids: Id[]) => done(api('/views/order', { method: 'POST', body: { ids } }));

/** Deletes it; what is given back puts it where it was. */
export async function viewDelete(view: SavedView, own: SavedView[]): Promise<() => Promise<SavedView>> {
  await done(api(path(view), { method: 'DELETE' }));
  return async () => {
    const again = await create(asNew(view));
    if (view.shared) await api(`/views/${again.id}/share`, { method: 'POST' });
    await viewsOrder(own.map((one) => (one.id === view.id ? again.id : one.id)));
    return again;
  };
}
