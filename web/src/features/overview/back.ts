/* Back from an account to the drawer whose rows it was opened from: its row is marked and stands where it stood. */
import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Id } from '../../api/types';
import { useScrolled } from '../../lib/scrolled';
import { stand } from '../../lib/stand';
import type { ListPlace } from '../../ui/trail';

interface Rows {
  count: number;
  has: boolean;
  busy: boolean;
  read: () => void;
}

interface Back {
  ref: RefObject<HTMLDivElement | null>;
  onClickCapture: (event: MouseEvent) => void;
}

/** For what holds the rows; `more`: pages are read for the row as far as they had been read, unless somebody scrolls first. */
export function useBack({ back, leave }: ListPlace, more: Rows): { holder: Back; isBack: (id: Id | null) => boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const [sought, setSought] = useState(back !== null);
  const rowOf = () => ref.current?.querySelector('[data-back]');
  useEffect(() => {
    if (!sought || !ref.current) return;
    const found = rowOf() != null;
    if (!found && more.has && more.count < (back?.rows ?? 0)) return more.busy ? undefined : more.read();
    setSought(false);
    if (found) stand(rowOf, back?.top ?? null);
  });
  useScrolled(sought, () => setSought(false));
  function onClickCapture({ target }: MouseEvent): void {
    const link = (target as Element).closest('a');
    if (link) leave(link.pathname, link.getBoundingClientRect().top);
  }
  return { holder: { ref, onClickCapture }, isBack: (id) => id !== null && id === back?.account };
}
