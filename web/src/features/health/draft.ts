/*
 * A scorecard under work: the definition with its rules as groups of comparisons. What is not complete stays here and is left out
 * of what is saved and judged. A rule or measure without a name is worded from what it asks, in the reader's language.
 */
import type { Definition, MeasureRef } from '../../api/types';
import { conditionOf, type Group, groupOf, newGroup } from '../../lib/condition';

export type RuleBand = Definition['rules'][number]['band'];
export type Point = Definition['points'][number];

export interface DraftRule {
  key: string;
  band: RuleBand;
  name: string;
  when: Group;
}

export interface Draft {
  rules: DraftRule[];
  points: Point[];
  bad_below: number;
  good_from: number;
  unknown_below: number;
}

export function draftOf(definition: Definition): Draft {
  return { ...definition, rules: definition.rules.map((rule) => ({ ...rule, when: groupOf(rule.when) })) };
}

export function definitionOf(draft: Draft): Definition {
  const rules = draft.rules.flatMap((rule) => {
    const when = conditionOf(rule.when);
    return when ? [{ key: rule.key, band: rule.band, name: rule.name.trim(), when }] : [];
  });
  const { bad_below, good_from, unknown_below } = draft;
  return { rules, points: draft.points, bad_below, good_from, unknown_below };
}

/** A key that no other has: rules and points are known by theirs from version to version. */
export function freeKey(stem: string, taken: { key: string }[]): string {
  for (let number = 1; ; number++) {
    const key = `${stem}_${number}`;
    if (!taken.some((one) => one.key === key)) return key;
  }
}

export function newRule(draft: Draft, name: string): DraftRule {
  return { key: freeKey('rule', draft.rules), band: 'BAD', name, when: newGroup() };
}

const START: Record<string, [low: number, high: number]> = {
  ratio: [0.2, 0.6],
  days: [30, 7],
  people: [1, 5],
  count: [1, 20],
  seats: [1, 10],
  money: [0, 100_000],
  number: [0, 100],
  flag: [0, 1],
};

/** Bounds to start from, by unit; for what is better when lower the low bound is the larger number. */
export function newPoint(draft: Draft, measure: MeasureRef, unit: string, name: string, lower: boolean): Point {
  const [low, high] = START[unit] ?? [0, 100];
  const falls = low > high;
  const bounds = falls === lower ? { low, high } : { low: high, high: low };
  return {
    key: freeKey(measure.measure, draft.points),
    name,
    measure,
    weight: 20,
    ...(measure.measure === 'trend' ? { low: -0.4, high: 0 } : bounds),
  };
}
