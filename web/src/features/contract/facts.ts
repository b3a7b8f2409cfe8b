/* What happens here, as the timeline and the audit say it. */
import type { Change } from '../../api/types';
import { dayAdd, dayText } from '../../lib/dates';
import { countText, moneyText, percentText } from '../../lib/numbers';
import { changesOf, changesTold } from '../../ui/changes';
import { type FactOf, type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
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

type Corrected = FactOf<'contract.corrected'>;
type Changed = FactOf<'contract.created' | 'contract.changed'>;
type Cancelled = FactOf<'contract.cancelled'>;

/* The currency of an amount before and after: it may be what was changed. */
function currencyOf(fact: Corrected | Changed, side: 'from' | 'to'): string {
  const changed = changesOf(fact).find(({ field }) => field === 'currency')?.[side];
  if (typeof changed === 'string') return changed;
  return (fact.kind === 'contract.corrected' ? fact.body.currency : fact.body.terms?.currency) ?? 'JPY';
}

function counted(fact: Corrected | Changed, field: string, value: number, side: 'from' | 'to', { measures }: Telling): string {
  if (field === 'price_minor') return moneyText({ amount: value, currency: currencyOf(fact, side) });
  if (field === 'discount') return percentText(value);
  return field === 'product_id' ? measures.product(value) : countText(value);
}

function changes(fact: Corrected | Changed, telling: Telling): string | null {
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

/* The day from which a new line holds. */
function since({ body }: Changed, { language }: Telling): string | undefined {
  return body.terms ? useContractWords.now().sinceDay(dayText(body.terms.from_on, language)) : undefined;
}

/* The day up to which service goes on. */
function until({ body }: Cancelled, { language }: Telling): string | undefined {
  return body.ends_on ? useContractWords.now().lastDay(dayText(dayAdd(body.ends_on, -1), language)) : undefined;
}

const none = (): Told => ({ beside: undefined, text: null });

const FACTS = factWords({
  'contract.created': {
    name: { en: 'Contract added', ja: '契約を追加' },
    tell: (fact, telling) => ({ beside: since(fact, telling), text: null }),
  },
  'contract.changed': {
    name: { en: 'Contract changed', ja: '契約を変更' },
    tell: (fact, telling) => ({ beside: since(fact, telling), text: changes(fact, telling) }),
  },
  'contract.corrected': {
    name: { en: 'Contract corrected', ja: '契約を訂正' },
    tell: (fact, telling) => ({ beside: undefined, text: changes(fact, telling) }),
  },
  'contract.cancelled': {
    name: { en: 'Contract cancelled', ja: '解約の申し出' },
    tell: (fact, telling) => ({ beside: until(fact, telling), text: null }),
  },
  'contract.deleted': { name: { en: 'Contract deleted', ja: '契約を削除' }, tell: none },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: { contract: { order: 40, name: { en: 'Contracts', ja: '契約' } } },
  signs: { contract: 'M4 2.5h8v11H4zM6.5 6h3M6.5 8.5h3M6.5 11h1.5' },
};
