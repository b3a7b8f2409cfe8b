/* What a list says of itself, so that its accounts can be gone along and led back from: see lib/trail.ts and ui/trail-bar.tsx. */
import { useMatch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Query } from '../api/client';
import { addressWords } from '../lib/condition-address';
import { useMe } from '../lib/me';
import { accountsOf, type Back, leftAt, leftIn, leftReturns, leftUsed, type Trail, type TrailOf, trailShow } from '../lib/trail';

/* The browser's Back, or Forward, to the list. */
window.addEventListener('popstate', () => leftReturns(window.location.pathname));

interface Listed {
  name: string;
  rows: readonly unknown[];
  of: TrailOf;
  /** How many rows there are in all. */
  total?: number;
  /** Where the list goes on: what was asked, and the cursor of the next page. */
  rest?: { path: string; query: Query; cursor: string | null | undefined };
}

/** The place in a list: where somebody comes back to, and where they leave it. */
export interface ListPlace {
  back: Back | null;
  leave: (row: string, top: number) => void;
}

/** Says what the list shows; gives the place in it. */
export function useTrail({ name, rows, of, total, rest }: Listed): ListPlace {
  /* The list's own address: the page's is another one already while a list is being left. */
  const { pathname, search: asked } = useMatch({ strict: false });
  const search = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Record<string, string>;
  const words = addressWords(search);
  const href = words === '' ? pathname : `${pathname}?${words}`;
  const staff = useMe().staff.id;
  const [back] = useState(() => leftIn(href));
  useEffect(() => leftUsed(href), [href]);
  const ids = accountsOf(rows, of);
  const more = rest?.cursor ? { path: rest.path, query: rest.query, cursor: rest.cursor, of } : null;
  const known = of === 'id' && total !== undefined ? total : more ? null : ids.length;
  const trail: Trail = { staff, href, to: pathname, search, name, ids, total: known, rest: more };
  const written = JSON.stringify(trail);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trail is another one when it reads otherwise
  useEffect(() => {
    if (trail.ids.length > 0) trailShow(trail);
  }, [written]);
  return { back, leave: (row, top) => leftAt(href, row, top, rows.length) };
}
