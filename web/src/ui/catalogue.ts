/*
 * What can be asked of an account, or of something else that has accounts: measures and attributes by name, in both languages.
 * Products, features, custom fields and staff give the names behind ids.
 */
import { useMemo } from 'react';
import { useRead } from '../api/query';
import type { CustomField, Gauge, MeasureInfo, MeasureRef, Product, SegmentName, Staff, Team } from '../api/types';
import { type Language, useLanguage } from '../lib/language';
import { useConditionWords } from './condition-words';
import { type Attribute, slots } from './feature';
import { useGauges, useMeasures } from './measure';

interface List<T> {
  items: T[];
  next: string | null;
}

export interface Catalogue {
  products: Product[];
  fields: CustomField[];
  staff: Staff[];
  measures: MeasureInfo[];
  segments: SegmentName[];
  gauges: Gauge[];
  teams: Team[];
}

/** Custom fields of accounts and contacts. */
export function useFields(): CustomField[] {
  return useRead<List<CustomField>>({ path: '/fields', topics: ['field', 'fields'] }).data?.items ?? [];
}

export function useCatalogue(): Catalogue {
  const products = useRead<List<Product>>({ path: '/products', topics: ['product', 'products', 'feature', 'features'] });
  const fields = useRead<List<CustomField>>({ path: '/fields', topics: ['field', 'fields'] });
  const staff = useRead<List<Staff>>({ path: '/staff', topics: ['staff'] });
  const measures = useRead<List<MeasureInfo>>({ path: '/measures', topics: [] });
  const segments = useRead<List<SegmentName>>({ path: '/segments/names', topics: ['segment', 'segments'] });
  const gauges = useGauges();
  const teams = useRead<List<Team>>({ path: '/teams', topics: ['team', 'teams'] });
  return useMemo(
    () => ({
      products: products.data?.items ?? [],
      fields: fields.data?.items ?? [],
      staff: staff.data?.items ?? [],
      measures: measures.data?.items ?? [],
      segments: segments.data?.items ?? [],
      gauges,
      teams: teams.data?.items ?? [],
    }),
    [products.data, fields.data, staff.data, measures.data, segments.data, gauges, teams.data],
  );
}

/** A name from a dictionary's part, or the key itself when the program has one that this page does not know. */
export function wordOf(words: object, key: string): string {
  const word = (words as Record<string, unknown>)[key];
  return typeof word === 'string' ? word : key;
}

export function unitOf(measure: string, catalogue: Catalogue): MeasureInfo['unit'] {
  return catalogue.measures.find((one) => one.id === measure)?.unit ?? 'number';
}

export type Attributes = { readonly [id: string]: Attribute };

function attributesNamed(attributes: Attributes, language: Language) {
  return {
    attributes: Object.entries(attributes).sort(([, one], [, other]) => one.order - other.order),
    attribute: (id: string): Attribute | undefined => attributes[id],
    /** What an attribute can be, where it is few and known words. */
    choices: (id: string): Record<string, string> => attributes[id]?.choices?.[language] ?? {},
  };
}

/** The way of naming things at hand: a component asks once and prints many. */
export function useNaming(): Naming {
  const catalogue = useCatalogue();
  const words = useConditionWords();
  const attributes = slots.attributes.use();
  const language = useLanguage();
  const measures = useMeasures();
  return {
    catalogue,
    words,
    language,
    object: 'account',
    account: null,
    ...attributesNamed(attributes, language),
    label: (measure: string) => measures.label(measure),
    measure: (ref: MeasureRef) => {
      const product = ref.product_id && !ref.feature_id ? measures.product(ref.product_id) : '';
      return product ? `${product} · ${measures.name(ref)}` : measures.name(ref);
    },
    value: (ref: MeasureRef, value: number) => measures.value(ref, value),
    meaning: (ref: MeasureRef) => measures.meaning(ref),
  };
}

/** The same of another subject of conditions, whose account can be asked about too. */
export function useNamingOf(object: Naming['object'], attributes: Attributes): Naming {
  const account = useNaming();
  return { ...account, ...attributesNamed(attributes, account.language), object, account };
}

export interface Naming {
  catalogue: Catalogue;
  words: ReturnType<typeof useConditionWords>;
  language: Language;
  /** Of what custom fields are, and "task", which has none. */
  object: CustomField['object'] | 'task';
  /** Of its account; null for the account itself. */
  account: Naming | null;
  attributes: [string, Attribute][];
  attribute: (id: string) => Attribute | undefined;
  choices: (id: string) => Record<string, string>;
  label: (measure: string) => string;
  /** With the product in front where the measure is of one product. */
  measure: (ref: MeasureRef) => string;
  value: (ref: MeasureRef, value: number) => string;
  meaning: (ref: MeasureRef) => string;
}
