/* A measure in words: its name, its value with unit, and the sentence that a reason makes of it, with features in the reader's language. */
import { useRead } from '../api/query';
import type { CustomField, MeasureRef, Product, Reason } from '../api/types';
import { named, useLanguage } from '../lib/language';
import { useMe } from '../lib/me';
import { countText, moneyOf, moneyText, percentText } from '../lib/numbers';
import { useMeasureWords } from './measure-words';

type Words = ReturnType<typeof useMeasureWords>;
type Named = keyof Words['of'];

const SHARES = new Set(['breadth', 'depth', 'trend']);
const SPANS = new Set(['days_since', 'days_since_first', 'contract_age_days', 'days_to_renewal']);

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
  feature: (id: number) => string;
  product: (id: number) => string;
}

export function useProducts() {
  return useRead<{ items: Product[] }>({ path: '/products', topics: ['product', 'products', 'feature', 'features'] });
}

function known(words: Words, measure: string): Named | null {
  return measure in words.of ? (measure as Named) : null;
}

function shown(words: Words, ref: MeasureRef, value: number | null, currency: string): string {
  if (value === null) return ref.measure.startsWith('days_since') ? words.neverOf : words.notKnown;
  if (SHARES.has(ref.measure)) return percentText(value, ref.measure === 'trend');
  if (SPANS.has(ref.measure)) return words.days(countText(value, 0));
  if (ref.measure === 'mrr') return moneyText(moneyOf(value, currency));
  return countText(value);
}

const COUNTED: Record<string, 'days' | 'times' | 'heads' | 'seatCount'> = {
  active_days: 'days',
  events: 'times',
  people: 'heads',
  seats: 'seatCount',
};

/* Alone, a count needs to say of what; in a sentence the words around it do. */
function withUnit(words: Words, ref: MeasureRef, value: number | null, currency: string): string {
  const text = shown(words, ref, value, currency);
  const unit = COUNTED[ref.measure];
  return unit && value !== null ? words[unit](text) : text;
}

/** What a change rounds to in whole per cent: none is neither a fall nor a rise. */
function wayOf(change: number): 'trendDown' | 'trendLevel' | 'trendUp' {
  if (Math.round(change * 100) === 0) return 'trendLevel';
  return change < 0 ? 'trendDown' : 'trendUp';
}

function said(words: Words, ref: MeasureRef, what: string, value: number, text: string): string {
  const days = ref.days ?? 28;
  if (ref.measure === 'trend') return words.says[wayOf(value)](what, percentText(Math.abs(value)), days);
  const key = known(words, ref.measure);
  if (!key || key === 'trend') return `${what || ref.measure}: ${text}`;
  if (key === 'days_since' && value === 0) return words.usedToday(what);
  return words.says[key](what, text, days);
}

/* What somebody wants is said otherwise than what is: as the least that reaches it, or the most where less is better. */
function wished(words: Words, ref: MeasureRef, what: string, needed: number, now: number | null, text: string): string {
  const days = ref.days ?? 28;
  const atMost = now === null ? ref.measure === 'days_since' : needed < now;
  if (ref.measure === 'trend') {
    return words.reach[wayOf(needed)](what, percentText(Math.abs(needed)), days, atMost);
  }
  const key = known(words, ref.measure);
  if (!key || key === 'trend') return `${what || ref.measure}: ${text}`;
  return words.reach[key](what, text, days, atMost);
}

export function useMeasures(): Measures {
  const words = useMeasureWords();
  const language = useLanguage();
  const { currency } = useMe().workspace;
  const products = useProducts().data?.items ?? [];
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
    if (ref.measure === 'field') {
      const field = fields.find((one) => one.key === ref.field);
      return field ? named(field, language) : (ref.field ?? '');
    }
    return ref.feature_id ? feature(ref.feature_id) : '';
  }
  function name(ref: MeasureRef): string {
    const key = known(words, ref.measure);
    return key ? words.of[key](what(ref), ref.days ?? 28) : ref.measure;
  }
  return {
    name,
    feature,
    product,
    value: (ref, value) => withUnit(words, ref, value, currency),
    sentence: (ref, value) => {
      if (value === null) return ref.measure === 'days_since' ? words.never(what(ref)) : words.unknown(name(ref));
      return said(words, ref, what(ref), value, shown(words, ref, value, currency));
    },
    wanted: (ref, needed, now) => {
      const text = shown(words, ref, needed, currency);
      const told = wished(words, ref, what(ref), needed, now, text);
      return now === null ? told : words.liftNow(told, withUnit(words, ref, now, currency));
    },
    meaning: (ref) => {
      const key = known(words, ref.measure);
      return key ? words.means[key] : '';
    },
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
