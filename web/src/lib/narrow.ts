/* Whether the window is as narrow as a phone's: lists then show two lines a row in place of columns. */
import { useSyncExternalStore } from 'react';

/* Asked when a page needs it: what reads this file without a window (a test of the features' parts) has none. */
const narrow = () => window.matchMedia('(max-width: 720px)');

function follow(listener: () => void): () => void {
  const watched = narrow();
  watched.addEventListener('change', listener);
  return () => watched.removeEventListener('change', listener);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(follow, () => narrow().matches);
}
