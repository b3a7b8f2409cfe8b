/* What is selected of a list: some rows, or everything that fits. */
import { type ReactNode, useState } from 'react';
import type { Condition, Id } from '../api/types';
import { countText } from '../lib/numbers';
import { TextButton } from './button';
import { Notice } from './layout';
import css from './selection.module.css';

const NOTHING: ReadonlySet<string> = new Set();

export interface Selection {
  selected: ReadonlySet<string>;
  /** All that fits is meant, also what is not read yet. */
  whole: boolean;
  select: (next: ReadonlySet<string>) => void;
  takeWhole: () => void;
}

/** Another list begins without, and who goes back finds theirs. `list` says which. */
export function useSelection(list: string): Selection {
  const [chosen, setChosen] = useState({ list, selected: NOTHING, whole: false });
  const { selected, whole } = chosen.list === list ? chosen : { selected: NOTHING, whole: false };
  return {
    selected,
    whole,
    select: (next) => setChosen({ list, selected: next, whole: false }),
    takeWhole: () => setChosen({ list, selected, whole: true }),
  };
}

/** Whom a change is for: what is ticked, or all that the list shows. */
export interface Chosen {
  ids?: Id[];
  q?: string;
  filter?: Condition;
  count: number;
}

/** `all`: what the list is asked for, or a condition that holds for everything in it. */
export function chosenOf({ selected, whole }: Selection, q: string | undefined, all: Condition, total: number): Chosen {
  if (!whole) return { ids: [...selected].map(Number), count: selected.size };
  return { ...(q ? { q } : {}), filter: all, count: total };
}

interface SelectionProps {
  of: Selection;
  total: number;
  words: { selected: (count: string) => string; all: (count: string) => string; allTaken: (count: string) => string; none: string };
  /** What can be done with what is selected. */
  children: ReactNode;
}

export function SelectionBar({ of: { selected, whole, select, takeWhole }, total, words, children }: SelectionProps) {
  if (selected.size === 0) return null;
  return (
    <Notice
      action={
        <span className={css.acts}>
          {!whole && total > selected.size && <TextButton onClick={takeWhole}>{words.all(countText(total))}</TextButton>}
          {children}
          <TextButton onClick={() => select(NOTHING)}>{words.none}</TextButton>
        </span>
      }
    >
      {whole ? words.allTaken(countText(total)) : words.selected(countText(selected.size))}
    </Notice>
  );
}
