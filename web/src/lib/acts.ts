/* What can be done on the page that is open, by name: the page says it, the palette offers it. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Act {
  label: string;
  run: () => void;
}

let pages: Act[][] = [];
let listed: readonly Act[] = [];
const listeners = new Set<() => void>();

function change(next: Act[][]): void {
  pages = next;
  listed = pages.flat();
  for (const listener of listeners) listener();
}

export function useListedActs(): readonly Act[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}

export function useActs(acts: Act[]): void {
  const latest = useRef(acts);
  latest.current = acts;
  const signature = acts.map(({ label }) => label).join('\u0000');
  useEffect(() => {
    const labels = signature === '' ? [] : signature.split('\u0000');
    const mine = labels.map((label) => ({ label, run: () => latest.current.find((act) => act.label === label)?.run() }));
    change([...pages, mine]);
    return () => change(pages.filter((page) => page !== mine));
  }, [signature]);
}
