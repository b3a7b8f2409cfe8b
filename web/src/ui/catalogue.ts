/*
 * What can be asked of an account: measures and attributes by name, in both languages. Products, features, custom fields and staff
 * give the names behind ids.
 */
import { useMemo } from 'react';
import { useRead } from '../api/query';
import type { CustomField, MeasureInfo, MeasureRef, Product, Staff } from '../api/types';
import { useLanguage } from '../lib/language';
import { useCatalogueWords } from './catalogue-words';
import { useMeasures } from './measure';

interface List<T> {
  items: T[];
  next: string | null;
}

export interface Catalogue {
  products: Product[];
  fields: CustomField[];
  staff: Staff[];
  measures: MeasureInfo[];
}

export function useCatalogue(): Catalogue {
  const products = useRead<List<Product>>({ path: '/products', topics: ['product', 'products', 'feature', 'features'] });
  const fields = useRead<List<CustomField>>({ path: '/fields', topics: ['field', 'fields'] });
  const staff = useRead<List<Staff>>({ path: '/staff', topics: ['staff'] });
  const measures = useRead<List<MeasureInfo>>({ path: '/measures', topics: [] });
  return useMemo(
    () => ({
      products: products.data?.items ?? [],
      fields: fields.data?.items ?? [],
      staff: staff.data?.items ?? [],
      measures: measures.data?.items ?? [],
    }),
    [products.data, fields.data, staff.data, measures.data],
  );
}

/** A name from a dictionary's part, or the key itself when a module added one that the UI does not know. */
export function wordOf(words: object, key: string): string {
  const word = (words as Record<string, unknown>)[key];
  return typeof word === 'string' ? word : key;
}

export function unitOf(measure: string, catalogue: Catalogue): MeasureInfo['unit'] {
  return catalogue.measures.find((one) => one.id === measure)?.unit ?? 'number';
}

/** The way of naming things at hand: a component asks once and prints many. */
export function useNaming() {
  const catalogue = useCatalogue();
  const words = useCatalogueWords();
  const language = useLanguage();
  const measures = useMeasures();
  return {
    catalogue,
    words,
    language,
    /** With the product in front where the measure is of one product. */
    measure: (ref: MeasureRef) => {
      const product = ref.product_id && !ref.feature_id ? measures.product(ref.product_id) : '';
      return product ? `${product} · ${measures.name(ref)}` : measures.name(ref);
    },
    value: (ref: MeasureRef, value: number) => measures.value(ref, value),
    meaning: (ref: MeasureRef) => measures.meaning(ref),
  };
}

export type Naming = ReturnType<typeof useNaming>;
