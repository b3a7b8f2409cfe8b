/*
 * The condition language as people build it: groups of comparisons. The tree of the API and the tree of the builder are turned into
 * each other without loss; what is not yet complete is left out of the API's tree.
 */
import type { Condition, Id, MeasureRef, Op } from '../api/types';

export interface Comparison {
  id: number;
  /** "events", "stage", "field:tier" … */
  kind: 'measure' | 'attribute';
  measure: MeasureRef;
  attribute: string;
  op: Op;
  value: string | number | boolean | (string | number)[] | null;
  /** Asked of the account, in a list of what has one. */
  account?: boolean;
}

export interface Group {
  id: number;
  match: 'all' | 'any' | 'none';
  /** All of it is asked of the account. */
  account?: boolean;
  parts: (Comparison | Group)[];
}

/* A comparison of an attribute asks of no measure. */
const NO_MEASURE: MeasureRef = { measure: '' };

let counter = 1;
const number = () => counter++;

export function isGroup(part: Comparison | Group): part is Group {
  return 'parts' in part;
}

export function newGroup(match: Group['match'] = 'all'): Group {
  return { id: number(), match, parts: [] };
}

export function newComparison(attribute: string): Comparison {
  return { id: number(), kind: 'attribute', measure: NO_MEASURE, attribute, op: 'in', value: [] };
}

export function measureComparison(measure: MeasureRef, op: Op, value: number | null): Comparison {
  return { id: number(), kind: 'measure', measure, attribute: '', op, value };
}

type Joined = { and: Condition[] } | { or: Condition[] } | { not: Condition } | { account: Condition };

function leaf(condition: Exclude<Condition, Joined>): Comparison {
  if ('measure' in condition) return measureComparison(condition.measure, condition.op, condition.value);
  return { ...newComparison(condition.attribute), op: condition.op, value: condition.value };
}

function partOf(condition: Condition): Comparison | Group {
  if ('and' in condition) return { id: number(), match: 'all', parts: condition.and.map(partOf) };
  if ('or' in condition) return { id: number(), match: 'any', parts: condition.or.map(partOf) };
  if ('not' in condition) {
    const inner = partOf(condition.not);
    if (isGroup(inner) && inner.match === 'any' && !inner.account) return { ...inner, match: 'none' };
    return { id: number(), match: 'none', parts: [inner] };
  }
  if ('account' in condition) return { ...partOf(condition.account), account: true };
  return leaf(condition);
}

export function groupOf(condition: Condition | null | undefined): Group {
  if (!condition) return newGroup();
  const part = partOf(condition);
  return isGroup(part) ? part : { id: number(), match: 'all', parts: [part] };
}

function complete(part: Comparison): boolean {
  if (part.op === 'known' || part.op === 'unknown') return true;
  if (Array.isArray(part.value)) return part.value.length > 0;
  return part.value !== null && part.value !== '';
}

function conditionOfPart(part: Comparison | Group): Condition | null {
  if (isGroup(part)) return conditionOf(part);
  if (!complete(part)) return null;
  const asks = part.op !== 'known' && part.op !== 'unknown';
  const of = part.kind === 'measure' ? { measure: part.measure } : { attribute: part.attribute };
  const condition = { ...of, op: part.op, ...(asks ? { value: part.value } : {}) } as Condition;
  return part.account ? { account: condition } : condition;
}

function joined(group: Group, parts: Condition[], only: Condition): Condition {
  if (group.match === 'none') return { not: parts.length === 1 ? only : { or: parts } };
  if (parts.length === 1) return only;
  return group.match === 'all' ? { and: parts } : { or: parts };
}

/** null when nothing in it is complete. */
export function conditionOf(group: Group): Condition | null {
  const parts = group.parts.map(conditionOfPart).filter((part): part is Condition => part !== null);
  const [only] = parts;
  if (!only) return null;
  const condition = joined(group, parts, only);
  return group.account ? { account: condition } : condition;
}

export function replacePart(group: Group, id: number, next: Comparison | Group | null): Group {
  const parts = group.parts.flatMap((part): (Comparison | Group)[] => {
    if (part.id === id) return next ? [next] : [];
    return [isGroup(part) ? replacePart(part, id, next) : part];
  });
  return { ...group, parts };
}

export function comparisons(condition: Condition | null): number {
  if (!condition) return 0;
  if ('and' in condition) return condition.and.reduce((sum, part) => sum + comparisons(part), 0);
  if ('or' in condition) return condition.or.reduce((sum, part) => sum + comparisons(part), 0);
  if ('not' in condition) return comparisons(condition.not);
  if ('account' in condition) return comparisons(condition.account);
  return 1;
}

/** What is somebody's, and what is theirs while its owner is away. */
export function mineOf(id: Id): Condition {
  return {
    or: [
      { attribute: 'owner_id', op: 'in', value: [id] },
      { attribute: 'standing_in_id', op: 'in', value: [id] },
    ],
  };
}
