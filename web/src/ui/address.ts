/* The words in a page's address (its filters, its day): what a link says is what the next reader sees. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Condition } from '../api/types';
import { conditionWritten } from '../lib/condition-address';

type Words<K extends string> = { [N in K]?: string };

/** The page's words, and a way to change some of them; `replace` leaves no step back. */
export function useAddress<K extends string>(page: string): [Words<K>, (next: Words<K>, replace?: boolean) => void] {
  const search = useSearch({ from: `/inside${page}` as never }) as Words<K>;
  const navigate = useNavigate();
  const change = (next: Words<K>, replace = false) =>
    void navigate({ to: '.', search: ((before: Words<K>) => ({ ...before, ...next })) as never, replace });
  return [search, change];
}

/** The list of accounts with this condition, for a link: `<Link {...accountsWhere(condition)}>`. `sort`: "-mrr"; `show`: "all", "left". */
export function accountsWhere(condition: Condition | null, more: { sort?: string; show?: string; as_of?: string } = {}) {
  return { to: '/accounts', search: { filter: conditionWritten(condition), ...more } } as const;
}
