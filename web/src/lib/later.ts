/*
 * Parts that no page needs in order to be read: dialogs, the palette, boxes that open. They are fetched once the page stands and the
 * browser has time, so that the first load is small and what is opened afterwards is there at once.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

type Load = () => Promise<unknown>;

let waiting: Load[] = [];
let begun = false;

/* A part that cannot be fetched now is asked for again when it is opened. */
function fetchAll(): void {
  const loads = waiting;
  waiting = [];
  for (const load of loads) void load().catch(() => undefined);
}

/** Fetches what was put off, now and from now on. Called once, when the first page stands. */
export function laterBegin(): void {
  begun = true;
  if ('requestIdleCallback' in window) window.requestIdleCallback(fetchAll, { timeout: 3_000 });
  else setTimeout(fetchAll, 500);
}

/** Puts a fetch off until the page stands. */
export function later(load: Load): void {
  waiting.push(load);
  if (begun) fetchAll();
}

/** A component that is fetched when it is first shown, or before, when there is time. */
// biome-ignore lint/suspicious/noExplicitAny: any component
export function laterComponent<C extends ComponentType<any>>(load: () => Promise<{ default: C }>): LazyExoticComponent<C> {
  later(load);
  return lazy(load);
}
