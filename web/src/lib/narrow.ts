/* Whether the window is as narrow as a phone's: lists then show two lines a row in place of columns. */
import { useSyncExternalStore } from 'react';

const NARROW = window.matchMedia('(max-width: 720px)');

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      NARROW.addEventListener('change', listener);
      return () => NARROW.removeEventListener('change', listener);
    },
    () => NARROW.matches,
  );
}
