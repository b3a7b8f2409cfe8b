/* What the browser calls a tab, so that it is found among eight of them; and which pages were open, newest first. */
import { useEffect } from 'react';

export interface Visit {
  name: string;
  /** Path and search. */
  address: string;
}

/* Of this sitting only: names of people do not outlive it in the browser. */
const MOST = 12;
let visits: readonly Visit[] = [];

export function pagesVisited(): readonly Visit[] {
  return visits;
}

function visited(name: string): void {
  const { pathname, search } = window.location;
  const others = visits.filter((visit) => new URL(visit.address, window.location.origin).pathname !== pathname);
  visits = [{ name, address: pathname + search }, ...others].slice(0, MOST);
}

export function usePageName(name: string): void {
  useEffect(() => {
    document.title = `${name} · Banso`;
    visited(name);
  }, [name]);
}
