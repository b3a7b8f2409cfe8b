/* From row to row of a list, on the pages of its accounts, and back to the list at the same place. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { type Page, useRead } from '../api/query';
import type { Id } from '../api/types';
import { useKeys } from '../lib/keys';
import { dictionary } from '../lib/language';
import { useMe } from '../lib/me';
import { countText } from '../lib/numbers';
import { accountsOf, leftFor, leftReturns, type Trail, trailKeep, trailOf } from '../lib/trail';
import { Icon } from './icon';
import { IconButton } from './icon-button';
import css from './trail-bar.module.css';

const useTrailWords = dictionary(
  {
    list: 'Place in the list',
    place: (at: string, total: string) => `${at} of ${total}`,
    next: 'Next account',
    previous: 'Previous account',
    back: (list: string) => `Back to ${list}`,
  },
  {
    list: '一覧での位置',
    place: (at, total) => `${at} / ${total}`,
    next: '次の企業',
    previous: '前の企業',
    back: (list) => `${list}に戻る`,
  },
);

interface Along {
  trail: Trail;
  at: number;
  previous: Id | undefined;
  next: Id | undefined;
}

/** Where the account stands in the list that one goes along; what follows is read where the list was not read to its end. */
function useAlong(id: Id): Along | null {
  const staff = useMe().staff.id;
  const [reads, setReads] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is longer after each reading
  const trail = useMemo(() => trailOf(id, staff), [id, staff, reads]);
  const at = trail?.ids.indexOf(id) ?? -1;
  const ends = trail !== null && at === trail.ids.length - 1;
  const rest = ends ? trail.rest : null;
  const page = useRead<Page<unknown>>({
    path: rest?.path ?? '/accounts',
    query: { ...rest?.query, cursor: rest?.cursor },
    topics: [],
    enabled: rest !== null,
  });
  useEffect(() => {
    if (!trail || !rest || !page.data || page.isPlaceholderData) return;
    const ids = [...new Set([...trail.ids, ...accountsOf(page.data.items, rest.of)])];
    const next = page.data.next ? { ...rest, cursor: page.data.next } : null;
    trailKeep({ ...trail, ids, rest: next, total: trail.total ?? (next ? null : ids.length) });
    setReads((times) => times + 1);
  });
  return trail && { trail, at, previous: trail.ids[at - 1], next: trail.ids[at + 1] };
}

export function TrailBar({ id, asOf }: { id: Id; asOf: string | undefined }) {
  const along = useAlong(id);
  return along && <Bar along={along} id={id} asOf={asOf} />;
}

function Bar({ along: { trail, at, previous, next }, id, asOf }: { along: Along; id: Id; asOf: string | undefined }) {
  const words = useTrailWords();
  const navigate = useNavigate();
  const go = (to: Id | undefined) => {
    if (to !== undefined) void navigate({ to: '/accounts/$id', params: { id: String(to) }, search: asOf ? { as_of: asOf } : {} });
  };
  const back = () => {
    leftReturns();
    void navigate({ to: trail.to, search: trail.search as never });
  };
  useKeys([
    { keys: '[', label: words.previous, run: () => go(previous) },
    { keys: ']', label: words.next, run: () => go(next) },
    { keys: 'u', label: words.back(trail.name), run: back },
  ]);
  useEffect(() => leftFor(trail.href, id, at), [trail.href, id, at]);
  const total = trail.total ?? (trail.rest ? null : trail.ids.length);
  return (
    <nav className={css.trail} aria-label={words.list}>
      <Link to={trail.to} search={trail.search as never} className={css.back} title={words.back(trail.name)} onClick={() => leftReturns()}>
        <span aria-hidden="true">←</span> {trail.name}
      </Link>
      <IconButton name={words.previous} disabled={previous === undefined} onClick={() => go(previous)}>
        <Icon name="M10 3l-5 5 5 5" />
      </IconButton>
      <span className={css.place}>
        {words.place(countText(at + 1), total === null ? `${countText(trail.ids.length)}+` : countText(Math.max(total, trail.ids.length)))}
      </span>
      <IconButton name={words.next} disabled={next === undefined} onClick={() => go(next)}>
        <Icon name="M6 3l5 5-5 5" />
      </IconButton>
    </nav>
  );
}
