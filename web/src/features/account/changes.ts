/* What of an account or a contract a fact says was changed: field, before, after, in the reader's language. */
import type { TimelineItem } from '../../api/types';
import { dayAdd, dayText } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { countText, moneyText, percentText } from '../../lib/numbers';
import { useFactWords } from '../../ui/fact-words';
import { useMeasures } from '../../ui/measure';
import { useAccountFields } from './details';
import { useAccountWords } from './words';

interface Change {
  field: string;
  from?: unknown;
  to?: unknown;
}

type Labels = ReturnType<typeof useAccountWords>;

/* The label of a box is the name of its field. */
const OF_ACCOUNT = {
  external_id: 'externalId',
  name: 'name',
  reading: 'reading',
  domain: 'domain',
  country: 'country',
  time_zone: 'timeZone',
  language: 'language',
  parent_id: 'parent',
  owner_id: 'ownerLabel',
  touch: 'touchLabel',
  stage: 'stageLabel',
} as const;
const OF_CONTRACT = {
  external_id: 'externalId',
  name: 'contractName',
  from_on: 'from',
  until_on: 'until',
  product_id: 'product',
  plan: 'plan',
  seats: 'seatsLabel',
  price_minor: 'price',
  currency: 'currency',
  term_months: 'term',
  discount: 'discount',
  kind: 'kindLabel',
  renews_on: 'renewal',
  notice_days: 'noticeDays',
  grace_days: 'graceDays',
  auto_renews: 'auto',
  cancelled_on: 'cancelOn',
} as const;

/* Facts of which the page says what was changed. */
const TOLD = new Set(['account.changed', 'contract.changed', 'contract.corrected']);

function isChange(one: unknown): one is Change {
  return typeof one === 'object' && one !== null && 'field' in one && typeof one.field === 'string';
}

function changesOf(item: TimelineItem): Change[] {
  return TOLD.has(item.kind) && Array.isArray(item.body.changed) ? item.body.changed.filter(isChange) : [];
}

function labelOf(kind: string, field: string, labels: Labels): string | null {
  const names: Record<string, keyof Labels | undefined> = kind.startsWith('contract.') ? OF_CONTRACT : OF_ACCOUNT;
  const name = names[field];
  const label = name && labels[name];
  return typeof label === 'string' ? label : null;
}

/* The currency of an amount before and after: it may be what was changed. */
function currencyOf(item: TimelineItem, side: 'from' | 'to'): string {
  const changed = changesOf(item).find(({ field }) => field === 'currency')?.[side];
  const terms = item.body.terms as { currency?: unknown } | undefined;
  const found = changed ?? item.body.currency ?? terms?.currency;
  return typeof found === 'string' ? found : 'JPY';
}

function useValueText(): (item: TimelineItem, change: Change, side: 'from' | 'to') => string {
  const words = useFactWords();
  const labels = useAccountWords();
  const language = useLanguage();
  const measures = useMeasures();
  const chosen = (field: string, value: string): string => {
    const choices: Record<string, Record<string, string>> = { kind: labels.kind, touch: labels.touch, stage: labels.stage };
    return choices[field]?.[value] ?? value;
  };
  const counted = (item: TimelineItem, field: string, value: number, side: 'from' | 'to'): string => {
    if (field === 'price_minor') return moneyText({ amount: value, currency: currencyOf(item, side) });
    if (field === 'discount') return percentText(value);
    return field === 'product_id' ? measures.product(value) : countText(value);
  };
  return (item, { field, ...values }, side) => {
    const value = values[side];
    if (typeof value === 'boolean') return value ? labels.yes : labels.no;
    if (typeof value === 'number') return counted(item, field, value, side);
    if (typeof value !== 'string') return words.nothing;
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) return chosen(field, value);
    return dayText(field === 'until_on' ? dayAdd(value, -1) : value, language); // ends are told by their last day
  };
}

/** Null where the fact says nothing of it. Values that are somebody's words, or ids of what may be gone, are not told. */
export function useChanges(): (item: TimelineItem) => string | null {
  const words = useFactWords();
  const labels = useAccountWords();
  const language = useLanguage();
  const fields = useAccountFields();
  const valueText = useValueText();
  const ofField = (key: string): string => {
    const field = fields.find((one) => one.key === key);
    return field ? named(field, language) : key;
  };
  const tell = (item: TimelineItem, change: Change): string => {
    const label = labelOf(item.kind, change.field, labels) ?? ofField(change.field.replace(/^field:/, ''));
    const told = 'from' in change && change.field !== 'owner_id' && change.field !== 'parent_id';
    return told ? words.change(label, valueText(item, change, 'from'), valueText(item, change, 'to')) : label;
  };
  return (item) =>
    changesOf(item)
      .map((change) => tell(item, change))
      .join(' · ') || null;
}
