/*
 * Keys without a modifier: `g` then a letter, j k o e and ?. They can be switched off (WCAG 2.1.4), are silent while somebody writes,
 * and every page that adds one is listed under `?`.
 */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { composing } from './enter';
import { dictionary } from './language';

export interface Shortcut {
  /** "j", "?", or two strokes: "g t". */
  keys: string;
  label: string;
  run: () => void;
}

const SECOND_STROKE_MS = 1_200;
const layers: Shortcut[][] = [];
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];
let first = '';
let firstAt = 0;
let on = true;

function relist(): void {
  listed = layers.flat();
  for (const listener of listeners) listener();
}

function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=menuitem]')
  );
}

function find(keys: string): Shortcut | undefined {
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const found = layers[layer]?.find((shortcut) => shortcut.keys === keys);
    if (found) return found;
  }
  return undefined;
}

function press(event: KeyboardEvent): void {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || composing(event) || writes(event.target)) return;
  if (document.querySelector('[aria-modal=true]')) return;
  const waited = first !== '' && event.timeStamp - firstAt < SECOND_STROKE_MS ? `${first} ${event.key}` : null;
  first = '';
  const shortcut = (waited && find(waited)) || find(event.key);
  if (shortcut) {
    event.preventDefault();
    shortcut.run();
    return;
  }
  if (layers.some((layer) => layer.some(({ keys }) => keys.startsWith(`${event.key} `)))) {
    first = event.key;
    firstAt = event.timeStamp;
  }
}

window.addEventListener('keydown', press);

export function keysSwitch(next: boolean): void {
  on = next;
}

/** All keys that work on this page now. */
export function useListedKeys(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}

export function useKeys(shortcuts: Shortcut[], enabled = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map((shortcut) => `${shortcut.keys}\u0000${shortcut.label}`).join('\u0001');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layer is set again when keys or labels change; what they run is always the latest
  useEffect(() => {
    if (!enabled) return;
    const layer = latest.current.map(({ keys, label }) => ({
      keys,
      label,
      run: () => latest.current.find((shortcut) => shortcut.keys === keys)?.run(),
    }));
    layers.push(layer);
    relist();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      relist();
    };
  }, [signature, enabled]);
}

interface ListKeys {
  open: (index: number) => void;
  close?: (index: number) => void;
  seen?: (index: number) => void;
  enabled?: boolean;
  labels?: { open?: string; close?: string };
}

const useListWords = dictionary(
  { next: 'Next row', previous: 'Previous row', open: 'Open', close: 'Done with it' },
  { next: '次の行', previous: '前の行', open: '開く', close: '済みにする' },
);

/** j and k walk a list, o opens, e closes. Answers which row is marked (−1: none yet). */
export function useListKeys(count: number, acts: ListKeys): { index: number; mark: (index: number) => void } {
  const [index, mark] = useState(-1);
  const labels = { ...useListWords(), ...acts.labels };
  const kept = Math.min(index, count - 1);
  function go(to: number): void {
    const next = Math.max(0, Math.min(count - 1, to));
    mark(next);
    acts.seen?.(next);
  }
  const shortcuts: Shortcut[] = [
    { keys: 'j', label: labels.next, run: () => go(kept + 1) },
    { keys: 'k', label: labels.previous, run: () => go(kept - 1) },
    { keys: 'o', label: labels.open, run: () => kept >= 0 && acts.open(kept) },
  ];
  const { close } = acts;
  if (close) shortcuts.push({ keys: 'e', label: labels.close, run: () => kept >= 0 && close(kept) });
  useKeys(shortcuts, (acts.enabled ?? true) && count > 0);
  return { index: kept, mark };
}
