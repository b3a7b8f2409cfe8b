/* Words not yet sent outlive a reload and an expired session: they stay in the tab's storage until they are sent or emptied. */
import { useCallback, useState } from 'react';

const keyOf = (name: string) => `banso.draft.${name}`;

/** It was sent; what is shown of it may stay. */
export function draftForget(name: string): void {
  sessionStorage.removeItem(keyOf(name));
}

export function useDraft(name: string): [string, (text: string) => void] {
  const key = keyOf(name);
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const change = useCallback(
    (next: string) => {
      setText(next);
      if (next === '') sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
    },
    [key],
  );
  return [text, change];
}
