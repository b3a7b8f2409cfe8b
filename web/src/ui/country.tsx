import { useMemo } from 'react';
import { countryOptions } from '../lib/countries';
import { useLanguage } from '../lib/language';
import { type Common, Select } from './field';

/** A country by its name in the reader's language; the value is its code. */
export function CountrySelect(props: Common & { value: string | null; onChange: (value: string | null) => void }) {
  const language = useLanguage();
  const options = useMemo(() => countryOptions(language, props.value), [language, props.value]);
  return <Select {...props} search clearable options={options} />;
}
