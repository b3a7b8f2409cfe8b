/* The currencies that are offered first, and all others by their code. */
export const CURRENCIES = [
  'JPY',
  'USD',
  'EUR',
  'GBP',
  'AUD',
  'CAD',
  'CHF',
  'CNY',
  'HKD',
  'INR',
  'KRW',
  'NZD',
  'SEK',
  'SGD',
  'THB',
  'TWD',
  'VND',
];

/** Those that are meant most often, and every other one that the browser knows; the server refuses codes that are no longer valid. */
export function currencyOptions(also: readonly string[] = []): { value: string; label: string }[] {
  const all = new Set([...also, ...CURRENCIES, ...Intl.supportedValuesOf('currency')]);
  return [...all].map((value) => ({ value, label: value }));
}
