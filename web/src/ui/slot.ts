/* What several bring to one place: fetched once, when somebody needs it or when the browser has time. */
import { use, useEffect, useSyncExternalStore } from 'react';
import { later } from '../lib/later';

export interface Slot<T> {
  /** Fetches the parts of all features, once. */
  load: () => Promise<T>;
  /** The parts; a component waits for them. */
  use: () => T;
  /** The parts, or null while they are not there; they are fetched. */
  useSoon: () => T | null;
}

/** What could not be fetched is fetched again when it is needed next. */
export function slotOf<T>(fetchParts: () => Promise<T>): Slot<T> {
  let there: T | null = null;
  let coming: Promise<T> | null = null;
  const listeners = new Set<() => void>();
  async function fetchOnce(): Promise<T> {
    there = await fetchParts();
    /* React takes a value that a promise shows, and does not wait. */
    if (coming) Object.assign(coming, { status: 'fulfilled', value: there });
    for (const listener of listeners) listener();
    return there;
  }
  function load(): Promise<T> {
    coming ??= fetchOnce().catch((error) => {
      coming = null;
      throw error;
    });
    return coming;
  }
  later(load);
  return {
    load,
    /* Also when the parts are there: a component that waited has to ask again, or React takes its next hook for another one. */
    use: () => use(load()),
    useSoon: () => {
      const now = useSyncExternalStore(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        () => there,
      );
      useEffect(() => void load().catch(() => undefined), []);
      return now;
    },
  };
}
