/* What differs between two versions of a scorecard, in words, a line for each change. Rules and points are known by their keys. */
import type { Condition, Definition, Id } from '../../api/types';
import { named } from '../../lib/language';
import { countText, percentText } from '../../lib/numbers';
import { attributeName, valueText } from '../../ui/attribute';
import type { Naming } from '../../ui/catalogue';
import { conditionText } from '../../ui/condition';
import { isChoice, type Point } from './draft';
import { earnsText } from './points';
import type { useSheetWords } from './sheet-words';

export interface Content {
  definition: Definition;
  segment: Condition | null;
  product_id: Id | null;
}

type Words = ReturnType<typeof useSheetWords>;
type Rule = Definition['rules'][number];
type Names = Pick<Naming, 'value'> & {
  /** What a point asks, whatever it is called. */
  asked: (point: Point) => string;
  choice: (attribute: string, value: string | boolean) => string;
  log: (bounds: string) => string;
  condition: (condition: Condition | null) => string;
  product: (id: Id | null) => string;
};

/** How a naming of the page says conditions and products here. */
export function namesOf(naming: Naming, everyone: string, allProducts: string, log: Names['log']): Names {
  return {
    asked: (point) => (isChoice(point) ? attributeName(point.attribute, naming) : naming.measure(point.measure)),
    choice: (attribute, value) => valueText(attribute, value, naming),
    value: naming.value,
    log,
    condition: (condition) => (condition ? conditionText(condition, naming) : everyone),
    product: (id) => {
      const found = naming.catalogue.products.find((one) => one.id === id);
      return found ? named(found, naming.language) : allProducts;
    },
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function pointLines(before: Point, after: Point, names: Names, words: Words): string[] {
  const name = after.name || names.asked(after);
  const was = before.name || names.asked(before);
  const what = (point: Point) => (isChoice(point) ? point.attribute : point.measure);
  const lines: string[] = [];
  if (before.name !== after.name && was !== name) lines.push(words.renamed(was, name));
  if (!same(what(before), what(after))) lines.push(words.measure(name, names.asked(before), names.asked(after)));
  if (before.weight !== after.weight) lines.push(words.weight(name, countText(before.weight), countText(after.weight)));
  const [earned, earns] = [earnsText(before, names), earnsText(after, names)];
  if (earned !== earns) lines.push(isChoice(after) ? words.choices(name, earned, earns) : words.bounds(name, earned, earns));
  return lines;
}

function pointsLines(before: Definition, after: Definition, names: Names, words: Words): string[] {
  const lines = after.points.flatMap((point) => {
    const was = before.points.find((one) => one.key === point.key);
    if (was) return pointLines(was, point, names, words);
    const said = isChoice(point) ? words.choicesAdded : words.pointAdded;
    return [said(point.name || names.asked(point), countText(point.weight), earnsText(point, names))];
  });
  const gone = before.points.filter((point) => !after.points.some((one) => one.key === point.key));
  return [...lines, ...gone.map((point) => words.pointRemoved(point.name || names.asked(point)))];
}

function ruleLines(before: Rule, after: Rule, names: Names, words: Words): string[] {
  const name = after.name || names.condition(after.when);
  const lines: string[] = [];
  if (before.name !== after.name && before.name && after.name) lines.push(words.renamed(before.name, after.name));
  if (before.band !== after.band) lines.push(words.ruleBand(name, before.band, after.band));
  if (!same(before.when, after.when)) lines.push(words.ruleWhen(name, names.condition(before.when), names.condition(after.when)));
  return lines;
}

function rulesLines(before: Definition, after: Definition, names: Names, words: Words): string[] {
  const lines = after.rules.flatMap((rule) => {
    const was = before.rules.find((one) => one.key === rule.key);
    if (was) return ruleLines(was, rule, names, words);
    return [words.ruleAdded(rule.band, rule.name || names.condition(rule.when), names.condition(rule.when))];
  });
  const kept = (rules: Rule[], others: Rule[]) =>
    rules.filter((rule) => others.some((one) => one.key === rule.key)).map((rule) => rule.key);
  const gone = before.rules.filter((rule) => !after.rules.some((one) => one.key === rule.key));
  if (!same(kept(before.rules, after.rules), kept(after.rules, before.rules))) lines.push(words.ruleOrder);
  return [...lines, ...gone.map((rule) => words.ruleRemoved(rule.name || names.condition(rule.when)))];
}

function limitLines(before: Definition, after: Definition, words: Words): string[] {
  const lines: string[] = [];
  if (before.bad_below !== after.bad_below) lines.push(words.badBelow(countText(before.bad_below), countText(after.bad_below)));
  if (before.good_from !== after.good_from) lines.push(words.goodFrom(countText(before.good_from), countText(after.good_from)));
  if (before.unknown_below !== after.unknown_below)
    lines.push(words.unknownBelow(percentText(before.unknown_below), percentText(after.unknown_below)));
  return lines;
}

export function difference(before: Content, after: Content, names: Names, words: Words): string[] {
  const lines = [
    ...rulesLines(before.definition, after.definition, names, words),
    ...pointsLines(before.definition, after.definition, names, words),
    ...limitLines(before.definition, after.definition, words),
  ];
  if (!same(before.segment, after.segment)) lines.push(words.segment(names.condition(before.segment), names.condition(after.segment)));
  if (before.product_id !== after.product_id) lines.push(words.product(names.product(before.product_id), names.product(after.product_id)));
  return lines;
}
