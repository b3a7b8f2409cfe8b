/*
 * Reading and writing with TanStack Query. Every reading says of which topics it tells ("today", "account:12"); the stream of
 * changes and each write name topics, and what tells of them is read again.
 */
import {
  type Query as CachedQuery,
  keepPreviousData,
  QueryCache,
  QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ApiError, api, type Query } from './client';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Error;
    queryMeta: { topics?: readonly string[]; calmly?: readonly string[] };
  }
}

/* The newest failure of each reading. The library forgets it as soon as a reading that has no answer yet is tried again. */
const failures = new WeakMap<object, Error>();

export const client = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => failures.set(query, error) }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      /* A mistake of the caller stays one; any other failure is tried twice more. */
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 502),
    },
  },
});

function tells(topics: readonly string[] | undefined, changed: readonly string[]): boolean {
  return topics?.some((topic) => changed.some((key) => key === topic || key.startsWith(`${topic}:`))) ?? false;
}

/* A first answer that is still under way may be from before the change: it is left to come, and read again. */
function readAgain(predicate: (query: CachedQuery) => boolean): void {
  const underWay = client.getQueryCache().findAll({ predicate, fetchStatus: 'fetching' });
  void client.invalidateQueries({ predicate });
  for (const query of underWay) {
    if (query.state.data !== undefined) continue;
    const again = () => void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    void query.promise?.then(again, () => undefined);
  }
}

/* How often what changes with everything is read again, at most. */
const CALM_MS = 3_000;
const waiting = new Set<string>();

function readCalmly(query: CachedQuery): void {
  const again = () => void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
  const since = Date.now() - query.state.dataUpdatedAt;
  const busy = query.state.fetchStatus === 'fetching';
  if (waiting.has(query.queryHash)) return;
  if (since >= CALM_MS && !busy) {
    again();
    return;
  }
  waiting.add(query.queryHash);
  setTimeout(
    () => {
      waiting.delete(query.queryHash);
      again();
    },
    busy ? CALM_MS : CALM_MS - since,
  );
}

/** The stream's word for more than it could name. */
const ANYTHING = '*';

export function topicsChanged(changed: readonly string[]): void {
  if (changed.includes(ANYTHING)) {
    everythingChanged();
    return;
  }
  readAgain((query) => tells(query.meta?.topics, changed));
  const calm = (query: CachedQuery) => tells(query.meta?.calmly, changed) && !tells(query.meta?.topics, changed);
  for (const query of client.getQueryCache().findAll({ predicate: calm })) readCalmly(query);
}

/** After a gap in the stream nobody knows what was missed. */
export function everythingChanged(): void {
  readAgain((query) => query.meta?.topics !== undefined);
}

export interface Reading {
  path: string;
  query?: Query;
  topics: readonly string[];
  /** Topics that change all the time and are not waited for: after these it is read again every few seconds at most. */
  calmly?: readonly string[];
  enabled?: boolean;
  /** Keeps showing the last answer while the next one is read, where only a parameter changed. */
  keep?: boolean;
}

/** Several at once, as many as there are; undefined while one is not there yet. */
export function useReads(readings: readonly Reading[], enabled: boolean): unknown[] {
  return useQueries({
    queries: readings.map(({ path, query, topics }) => ({
      queryKey: [path, query ?? {}],
      queryFn: ({ signal }: { signal: AbortSignal }) => api<unknown>(path, { query, signal }),
      meta: { topics },
      enabled,
    })),
    combine: (results) => results.map((result) => result.data),
  });
}

/* A failure is shown until there is an answer: what a person opened there stays open while it is tried again. */
function standing(queryKey: QueryKey, { data, error }: { data: unknown; error: Error | null }): Error | null {
  if (error !== null || data !== undefined) return error;
  const query = client.getQueryCache().find({ queryKey, exact: true });
  return (query && failures.get(query)) ?? null;
}

export function useRead<T>({ path, query, topics, calmly, enabled = true, keep = false }: Reading) {
  const queryKey = [path, query ?? {}];
  const result = useQuery({
    queryKey,
    queryFn: ({ signal }) => api<T>(path, { query, signal }),
    meta: { topics, calmly },
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
  return { ...result, error: standing(queryKey, result) };
}

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number;
}

/** A list that goes on by cursor; `items` are all pages read so far. */
export function useReadList<T>({ path, query, topics, enabled = true, keep = false }: Reading) {
  const queryKey = [path, query ?? {}, 'pages'];
  const result = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) => api<Page<T>>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    meta: { topics },
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
  return {
    ...result,
    error: standing(queryKey, result),
    items: result.data?.pages.flatMap((page) => page.items) ?? [],
    total: result.data?.pages[0]?.total,
  };
}

interface Writing<In, Out> {
  run: (input: In) => Promise<Out>;
  /** What this changes; the stream will say so too, but a person should not wait for it. */
  topics?: readonly string[] | ((input: In, output: Out) => readonly string[]);
  done?: (output: Out, input: In) => void;
}

export function useWrite<In = void, Out = unknown>({ run, topics = [], done }: Writing<In, Out>) {
  return useMutation({
    mutationFn: run,
    onSuccess: (output, input) => {
      topicsChanged(typeof topics === 'function' ? topics(input, output) : topics);
      done?.(output, input);
    },
  });
}

export { useQueryClient };
