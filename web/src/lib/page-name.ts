/* What the browser calls a tab, so that it is found among eight of them. */
import { useEffect } from 'react';

export function usePageName(name: string): void {
  useEffect(() => {
    document.title = `${name} · Banso`;
  }, [name]);
}
