/*
 * Short words at the lower left: what was done, with undo where it can be undone; what failed. One at a time, read aloud, gone by
 * itself. What is done again while its words still stand is counted, and undone together.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { ApiError } from '../api/client';
import { problemSentence, problemWords } from './problem';
import css from './toast.module.css';
import { useKitWords } from './words';

interface Toast {
  id: number;
  text: string;
  undo?: () => unknown;
  failed?: boolean;
  times: number;
  stays: number;
}

const STAYS_MS = 5_000;
let shown: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(toasts: readonly Toast[]): void {
  shown = toasts;
  for (const listener of listeners) listener();
}

function drop(id: number): void {
  change(shown.filter((toast) => toast.id !== id));
}

/** `stays`: in ms, where it can be undone for longer than words stand. */
export function toast(text: string, undo?: () => unknown, stays = STAYS_MS): void {
  const [before] = shown;
  const again = before !== undefined && !before.failed && before.text === text;
  const undoBoth = again && undo && before.undo ? () => Promise.resolve(undo()).then(before.undo) : undo;
  change([{ id: next++, text, undo: undoBoth, times: again ? before.times + 1 : 1, stays }]);
}

export function toastError(error: unknown): void {
  const problem = error instanceof ApiError ? error.problem : { status: 0, code: 'internal' };
  void problemWords().then((words) => {
    const told = problemSentence(words, problem);
    change([{ id: next++, text: problem.request ? `${told} (${problem.request})` : told, failed: true, times: 1, stays: STAYS_MS }]);
  });
}

function One({ toast: one }: { toast: Toast }) {
  const words = useKitWords();
  useEffect(() => {
    const timer = setTimeout(() => drop(one.id), one.stays);
    return () => clearTimeout(timer);
  }, [one.id, one.stays]);
  const { undo } = one;
  return (
    <div className={css.toast} data-failed={one.failed || undefined}>
      <span>{one.text}</span>
      {one.times > 1 && <span className={css.times}>× {one.times}</span>}
      {undo && (
        <button
          type="button"
          onClick={() => {
            drop(one.id);
            Promise.resolve(undo()).catch(toastError);
          }}
        >
          {words.undo}
        </button>
      )}
      <button type="button" aria-label={words.close} onClick={() => drop(one.id)}>
        ×
      </button>
    </div>
  );
}

export function Toasts() {
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {toasts.map((one) => (
        <One key={one.id} toast={one} />
      ))}
    </div>
  );
}
