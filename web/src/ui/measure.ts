/* A measure in words: its name, its value with unit, and the sentence in which a reason says it, with features in the reader's language. */
import { useRead } from '../api/query';
import type { CustomField, Gauge, MeasureRef, Product, Reason } from '../api/types';
import { dictionary, type Language, named, useLanguage } from '../lib/language';
import { useMe } from '../lib/me';
import { countText, moneyOf, moneyText, percentText } from '../lib/numbers';
import { type Measure, slots } from './feature';

export interface Measures {
  /** What is measured, without its value. */
  name: (ref: MeasureRef) => string;
  /** A value with its unit. */
  value: (ref: MeasureRef, value: number | null) => string;
  /** The value in a sentence, for somebody who wants to act. */
  sentence: (ref: MeasureRef, value: number | null) => string;
  /** What would have to be true, beside what is. */
  wanted: (ref: MeasureRef, needed: number, now: number | null) => string;
  /** How it is counted. */
  meaning: (ref: MeasureRef) => string;
  /** In a list of measures. */
  label: (id: string) => string;
  /** Has no days and events behind it. */
  dayless: (ref: MeasureRef) => boolean;
  feature: (id: number) => string;
  product: (id: number) => string;
}

export function useProducts() {
  return useRead<{ items: Product[] }>({ path: '/products', topics: ['product', 'products', 'feature', 'features'] });
}

/** Numbers that events carry. */
export function useGauges(): Gauge[] {
  return useRead<{ items: Gauge[] }>({ path: '/gauges', topics: ['gauge', 'gauges'] }).data?.items ?? [];
}

/* Where no feature knows the measure: a program that is newer than this page. */
const useMeasureWords = dictionary(
  {
    liftNow: (told: string, now: string) => `${told} (now ${now})`,
    ofProduct: (product: string, told: string) => `${product}: ${told}`,
    unknown: (name: string) => `${name}: not known`,
    notKnown: 'not known',
    days: (count: string) => (count === '1' ? '1 day' : `${count} days`),
    withUnit: (count: string, unit: string) => `${count} ${unit}`,
  },
  {
    liftNow: (told, now) => `${told}(今は${now})`,
    ofProduct: (product, told) => `${product}: ${told}`,
    unknown: (name) => `${name}: 不明`,
    notKnown: '不明',
    days: (count) => `${count}日`,
    withUnit: (count, unit) => `${count}${unit}`,
  },
);

interface Ways {
  words: ReturnType<typeof useMeasureWords>;
  language: Language;
  currency: string;
}

const DEFAULT_DAYS = 28;

function shown(measure: Measure | undefined, value: number | null, { words, language, currency }: Ways): string {
  if (value === null) return measure?.words[language].never?.text ?? words.notKnown;
  switch (measure?.as) {
    case 'share':
      return percentText(value);
    case 'change':
      return percentText(value, true);
    case 'span':
      return words.days(countText(value, 0));
    case 'money':
      return moneyText(moneyOf(value, currency));
    default:
      return countText(value);
  }
}

/* Alone, a count needs to say of what; in a sentence the words around it do. */
function withUnit(measure: Measure | undefined, value: number | null, ways: Ways): string {
  const text = shown(measure, value, ways);
  return measure?.unit && value !== null ? measure.unit[ways.language](text) : text;
}

export function useMeasures(): Measures {
  const all = slots.measures.use();
  const words = useMeasureWords();
  const language = useLanguage();
  const { currency } = useMe().workspace;
  const ways = { words, language, currency };
  const products = useProducts().data?.items ?? [];
  const gauges = useGauges();
  const fields = useRead<{ items: CustomField[] }>({ path: '/fields', topics: ['field', 'fields'] }).data?.items ?? [];

  function feature(id: number): string {
    for (const product of products) for (const one of product.features) if (one.id === id) return named(one, language);
    return '';
  }
  function product(id: number): string {
    const found = products.find((one) => one.id === id);
    return found ? named(found, language) : '';
  }
  function what(ref: MeasureRef): string {
    const gauge = ref.gauge_id ? gauges.find((one) => one.id === ref.gauge_id) : undefined;
    if (gauge) return named(gauge, language);
    if (ref.field) {
      const field = fields.find((one) => one.key === ref.field);
      return field ? named(field, language) : ref.field;
    }
    return ref.feature_id ? feature(ref.feature_id) : '';
  }
  /* A gauge has a unit of its own; its change is a share. */
  function text(ref: MeasureRef, value: number | null): string {
    const unit = ref.gauge_id ? gauges.find((one) => one.id === ref.gauge_id)?.unit : null;
    const told = shown(all[ref.measure], value, ways);
    return unit && value !== null && all[ref.measure]?.as === 'count' ? words.withUnit(told, unit) : told;
  }
  function name(ref: MeasureRef): string {
    return all[ref.measure]?.words[language].name(what(ref), ref.days ?? DEFAULT_DAYS) ?? ref.measure;
  }
  function sentence(ref: MeasureRef, value: number | null): string {
    const measure = all[ref.measure];
    const said = measure?.words[language];
    if (value === null) return said?.never?.says?.(what(ref)) ?? words.unknown(name(ref));
    const told = text(ref, value);
    return said ? said.says(what(ref), told, ref.days ?? DEFAULT_DAYS, value) : `${what(ref) || ref.measure}: ${told}`;
  }
  /* A goal is worded differently from a value: as the least that reaches it, or the most where less is better. The same measure of
     one product and of all of them has another value and another goal, so the product is named. */
  function wanted(ref: MeasureRef, needed: number, now: number | null): string {
    const measure = all[ref.measure];
    const goal = text(ref, needed);
    const atMost = now === null ? measure?.lessIsBetter === true : needed < now;
    const told =
      measure?.words[language].reach(what(ref), goal, ref.days ?? DEFAULT_DAYS, atMost, needed) ?? `${what(ref) || ref.measure}: ${goal}`;
    const ofProduct = ref.product_id && !ref.feature_id ? words.ofProduct(product(ref.product_id), told) : told;
    return now === null ? ofProduct : words.liftNow(ofProduct, withUnitOf(ref, now));
  }
  function withUnitOf(ref: MeasureRef, value: number | null): string {
    return ref.gauge_id ? text(ref, value) : withUnit(all[ref.measure], value, ways);
  }
  return {
    name,
    feature,
    product,
    sentence,
    wanted,
    label: (id) => all[id]?.words[language].label ?? id,
    value: withUnitOf,
    meaning: (ref) => all[ref.measure]?.words[language].means ?? '',
    dayless: (ref) => all[ref.measure]?.dayless === true,
  };
}

/** A reference as the API takes it in an address: only what is said. */
export function refText(ref: MeasureRef): string {
  return JSON.stringify(Object.fromEntries(Object.entries(ref).filter(([, value]) => value !== null && value !== undefined)));
}

/** A reason's reference; a rule over an attribute alone has none. */
export function refOf(reason: Reason): MeasureRef | null {
  return reason.ref ?? (reason.measure ? { measure: reason.measure } : null);
}
