/* What a list asks in all, made of conditions: its filter, and what its own switches say where the filter does not. */
import type { Condition } from '../api/types';

/** Whether a condition asks for an attribute, anywhere in it. */
export function asksFor(condition: Condition | null, attribute: string): boolean {
  return JSON.stringify(condition).includes(`"attribute":"${attribute}"`);
}

/** All of them at once; null where there is none. */
export function allOf(parts: readonly Condition[]): Condition | null {
  const all = parts.flatMap((part) => ('and' in part ? part.and : [part]));
  const [only] = all;
  return all.length > 1 ? { and: all } : (only ?? null);
}

/** All of a list, for a change of many, which needs a condition: `attribute` is one that each has. */
export function everyOne(attribute: string): Condition {
  return { attribute, op: 'known' } as Condition;
}
