/* What the browser calls a tab: whoever has eight of them open finds the one by it. */
import { useEffect } from 'react';

export function usePageName(name: string): void {
  useEffect(() => {
    document.title = `${name} · Banso`;
  }, [name]);
}
