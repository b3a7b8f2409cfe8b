/*
 * Many parts as one: those that several features bring for the same place. Two parts for a place that holds one are a mistake of
 * ours: it is said, and no part goes without a word.
 */

/** From the least order on; equal ones as they came. `at` is the place of each, its own also where two have the same order. */
export function ordered<T extends { order: number }>(lists: readonly (readonly T[] | undefined)[]): (T & { at: number })[] {
  return lists
    .flatMap((list) => list ?? [])
    .sort((one, other) => one.order - other.order)
    .map((part, at) => ({ ...part, at }));
}

/** Each under its key. */
export function merged<T>(parts: readonly (Readonly<Record<string, T>> | undefined)[]): Record<string, T> {
  const all: Record<string, T> = {};
  for (const part of parts) {
    for (const [key, value] of Object.entries(part ?? {})) {
      if (Object.hasOwn(all, key)) throw new Error(`two features bring "${key}"`);
      all[key] = value;
    }
  }
  return all;
}

/** The only one; null where there is none. */
export function single<T>(what: string, parts: readonly (T | undefined)[]): T | null {
  const found = parts.filter((part) => part !== undefined);
  if (found.length > 1) throw new Error(`two features bring ${what}`);
  return found[0] ?? null;
}
