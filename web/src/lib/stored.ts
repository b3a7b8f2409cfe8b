/* A choice of this browser (columns, keys on or off), shared by all components that read it. */
import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const parsed = new Map<string, { text: string | null; value: unknown }>();

function read<T>(key: string, otherwise: T): T {
  const text = localStorage.getItem(key);
  const known = parsed.get(key);
  if (known && known.text === text) return known.value as T;
  let value: unknown = otherwise;
  try {
    if (text !== null) value = JSON.parse(text);
  } catch {
    value = otherwise;
  }
  parsed.set(key, { text, value });
  return value as T;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useStored<T>(name: string, otherwise: T): [T, (value: T) => void] {
  const key = `banso.${name}`;
  const value = useSyncExternalStore(subscribe, () => read(key, otherwise));
  const change = useCallback(
    (next: T) => {
      localStorage.setItem(key, JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, change];
}
