/* Somebody scrolls by themselves: with the wheel or a finger. What the program scrolls is none. */
import { useEffect } from 'react';

export function useScrolled(listens: boolean, then: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `then` says the same each time
  useEffect(() => {
    if (!listens) return;
    const kinds = ['wheel', 'touchmove'] as const;
    for (const kind of kinds) window.addEventListener(kind, then, { passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, then);
    };
  }, [listens]);
}
