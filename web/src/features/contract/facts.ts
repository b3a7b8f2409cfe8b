/* What happens here, as the timeline and the audit say it. */
import type { TimelineItem } from '../../api/types';
import { dayAdd, dayText } from '../../lib/dates';
import { countText, moneyText, percentText } from '../../lib/numbers';
import { type Change, changesOf, changesTold } from '../../ui/changes';
import { type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
import { useContractWords } from './words';

/* The label of a box is the name of its field. */
const LABELS = {
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

/* The currency of an amount before and after: it may be what was changed. */
function currencyOf(fact: TimelineItem, side: 'from' | 'to'): string {
  const changed = changesOf(fact).find(({ field }) => field === 'currency')?.[side];
  const terms = fact.body.terms as { currency?: unknown } | undefined;
  const found = changed ?? fact.body.currency ?? terms?.currency;
  return typeof found === 'string' ? found : 'JPY';
}

function counted(fact: TimelineItem, field: string, value: number, side: 'from' | 'to', { measures }: Telling): string {
  if (field === 'price_minor') return moneyText({ amount: value, currency: currencyOf(fact, side) });
  if (field === 'discount') return percentText(value);
  return field === 'product_id' ? measures.product(value) : countText(value);
}

function changes(fact: TimelineItem, telling: Telling): string | null {
  const words = useContractWords.now();
  const kinds: Record<string, string> = words.kind;
  return changesTold(fact, telling, {
    label: (field) => (field in LABELS ? words[LABELS[field as keyof typeof LABELS]] : null),
    value: ({ field }: Change, value, side) => {
      if (typeof value === 'number') return counted(fact, field, value, side, telling);
      if (typeof value !== 'string') return null;
      if (field === 'kind') return kinds[value] ?? null;
      /* Ends are told by their last day. */
      return field === 'until_on' ? dayText(dayAdd(value, -1), telling.language) : null;
    },
  });
}

/* The day from which a new line holds, or up to which service goes on. */
function day({ body }: TimelineItem, { language }: Telling): string | undefined {
  const words = useContractWords.now();
  const terms = body.terms as { from_on?: unknown } | undefined;
  if (typeof terms?.from_on === 'string') return words.sinceDay(dayText(terms.from_on, language));
  return typeof body.ends_on === 'string' ? words.lastDay(dayText(dayAdd(body.ends_on, -1), language)) : undefined;
}

const tell = (fact: TimelineItem, telling: Telling): Told => ({ beside: day(fact, telling), text: null });
const tellChanges = (fact: TimelineItem, telling: Telling): Told => ({ beside: day(fact, telling), text: changes(fact, telling) });

const FACTS = factWords({
  'contract.created': { name: { en: 'Contract added', ja: '契約を追加' }, tell },
  'contract.changed': { name: { en: 'Contract changed', ja: '契約を変更' }, tell: tellChanges },
  'contract.corrected': { name: { en: 'Contract corrected', ja: '契約を訂正' }, tell: tellChanges },
  'contract.cancelled': { name: { en: 'Contract cancelled', ja: '解約の申し出' }, tell },
  'contract.deleted': { name: { en: 'Contract deleted', ja: '契約を削除' }, tell },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: { contract: { order: 40, name: { en: 'Contracts', ja: '契約' } } },
  signs: { contract: 'M4 2.5h8v11H4zM6.5 6h3M6.5 8.5h3M6.5 11h1.5' },
};
