/*
 * A scorecard under work: the definition with its rules as groups of comparisons. What is not complete stays here and is left out
 * of what is saved and judged. A rule or measure without a name is worded from what it asks, in the reader's language.
 */
import type { Definition, MeasureInfo, MeasureRef } from '../../api/types';
import { conditionOf, type Group, groupOf, newGroup } from '../../lib/condition';
import { unlike } from '../../lib/fold';
import { attributeName } from '../../ui/attribute';
import type { Catalogue, Naming } from '../../ui/catalogue';
import { infoOf } from '../../ui/measure-picker';
import { bendsOf, type LinePoint, type ScaleProblem, scaleProblem } from './scale';

export type RuleBand = Definition['rules'][number]['band'];
export type Point = Definition['points'][number];
export type MeasurePoint = Extract<Point, { measure: MeasureRef }>;
export type ChoicePoint = Exclude<Point, MeasurePoint>;

export function isChoice(point: Point): point is ChoicePoint {
  return 'attribute' in point;
}

/** By its own name, or by what it asks. */
export function pointName(point: Point, naming: Naming): string {
  return point.name || (isChoice(point) ? attributeName(point.attribute, naming) : naming.measure(point.measure));
}

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

/** Why a measure with points cannot work; it is not saved until it can. `range`: a bound that the measure cannot have. */
export type PointProblem =
  | { kind: 'twice' | 'weight' | 'choices' }
  | { kind: 'scale'; scale: ScaleProblem }
  | { kind: 'range'; least: number; most: number | null };

function mostOf(info: MeasureInfo | undefined, ref: MeasureRef): number | null {
  if (!info) return null;
  return info.most_is_window ? (ref.days ?? 28) : info.most;
}

function asked(point: Point): string {
  if (isChoice(point)) return point.attribute;
  const { measure, product_id, feature_id, gauge_id, days, field } = point.measure;
  return JSON.stringify([measure, product_id, feature_id, gauge_id, days, field]);
}

/** Texts are compared without case and width (and kana), so that one value is not listed twice. */
function choicesFit({ choices }: ChoicePoint): boolean {
  const values = choices.map(({ value }) => value);
  const isEmpty = values.some((value) => typeof value === 'string' && value.trim() === '');
  return values.length > 0 && !isEmpty && unlike(values).length === values.length;
}

export function pointProblem(point: Point, draft: Draft, catalogue: Catalogue): PointProblem | null {
  const first = draft.points.find((one) => asked(one) === asked(point));
  if (first && first.key !== point.key) return { kind: 'twice' };
  if (point.weight <= 0) return { kind: 'weight' };
  if (isChoice(point)) return choicesFit(point) ? null : { kind: 'choices' };
  return boundProblem(point, infoOf(catalogue, point.measure.measure));
}

function boundProblem(point: MeasurePoint, info: MeasureInfo | undefined): PointProblem | null {
  const scale = scaleProblem(point);
  if (scale) return { kind: 'scale', scale };
  const least = info?.least ?? null;
  const most = mostOf(info, point.measure);
  const out = (bound: number) => (most !== null && bound > most) || (least !== null && (most !== null || least === 0) && bound < least);
  return bendsOf(point).some(out) ? { kind: 'range', least: least ?? 0, most } : null;
}

export function definitionOf(draft: Draft, catalogue: Catalogue): Definition {
  const rules = draft.rules.flatMap((rule) => {
    const when = conditionOf(rule.when);
    return when ? [{ key: rule.key, band: rule.band, name: rule.name.trim(), when }] : [];
  });
  const { bad_below, good_from, unknown_below } = draft;
  const points = draft.points.filter((point) => !pointProblem(point, draft, catalogue));
  return { rules, points, bad_below, good_from, unknown_below };
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

function startOf(measure: MeasureRef, info: MeasureInfo | undefined): [low: number, high: number] {
  if (measure.measure === 'trend') return [-0.4, 0];
  if (info?.most_is_window) return [Math.round((measure.days ?? 28) * 0.15), Math.round((measure.days ?? 28) * 0.6)];
  return START[info?.unit ?? 'number'] ?? [0, 100];
}

/** Bounds to start from: those proposed, or by unit; for what is better when lower the low bound is the larger number. */
export function newPoint(
  draft: Draft,
  measure: MeasureRef,
  info: MeasureInfo | undefined,
  name: string,
  proposed: { low: number | null; high: number | null } | null,
): LinePoint {
  const start = startOf(measure, info);
  const low = proposed?.low ?? start[0];
  const high = proposed?.high ?? start[1];
  const falls = low > high;
  const bounds = falls === (info?.direction === 'lower') ? { low, high } : { low: high, high: low };
  return { key: freeKey(measure.measure, draft.points), name, measure, weight: 20, ...bounds };
}

export function newChoices(draft: Draft, attribute: string, name: string, choices: ChoicePoint['choices']): ChoicePoint {
  return { key: freeKey(attribute.replace(/^field:/, ''), draft.points), name, attribute, choices, weight: 20 };
}
