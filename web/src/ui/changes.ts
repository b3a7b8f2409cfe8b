/* What a fact says was changed: field, before, after, in the reader's language. The feature of the thing names fields and values. */
import type { Change, TimelineItem } from '../api/types';
import { dayText } from '../lib/dates';
import { dictionary } from '../lib/language';
import { countText } from '../lib/numbers';
import type { Telling, Told } from './feature';

export interface ChangeWords {
  /** The name of a field; null for a custom field, which the feature does not own. */
  label: (field: string) => string | null;
  /** A value as the feature says it; null where a count, a day, a text is said as any other. */
  value?: (change: Change, value: unknown, side: 'from' | 'to') => string | null;
  /** Fields of which only the name is told. */
  untold?: readonly string[];
}

const useChangeWords = dictionary(
  {
    change: (field: string, from: string, to: string) => `${field} ${from} → ${to}`,
    nothing: 'none',
    yes: 'Yes',
    no: 'No',
    until: (day: string) => `until ${day}`,
  },
  { change: (field, from, to) => `${field} ${from} → ${to}`, nothing: 'なし', yes: 'はい', no: 'いいえ', until: (day) => `${day}まで` },
);

export function changesOf({ body }: TimelineItem): Change[] {
  return 'changed' in body && Array.isArray(body.changed) ? body.changed : [];
}

function valueText(value: unknown, { language }: Telling): string {
  const words = useChangeWords.now();
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return countText(value);
  if (typeof value !== 'string') return words.nothing;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? dayText(value, language) : value;
}

/** Null where the fact says nothing of it. Values that are somebody's words are not in facts: then the name alone is told. */
export function changesTold(fact: TimelineItem, telling: Telling, said: ChangeWords): string | null {
  const text = (change: Change, side: 'from' | 'to') => said.value?.(change, change[side], side) ?? valueText(change[side], telling);
  const told = changesOf(fact).map((change) => {
    const label = said.label(change.field) ?? telling.field(change.field.replace(/^field:/, ''));
    if (!('from' in change) || said.untold?.includes(change.field)) return label;
    return useChangeWords.now().change(label, text(change, 'from'), text(change, 'to'));
  });
  return told.join(' · ') || null;
}

/** Beside the subject, the day until which something was put off. */
export function untilTold({ title, body }: TimelineItem, { language }: Telling): Told {
  const until = 'until' in body ? useChangeWords.now().until(dayText(body.until, language)) : null;
  return { beside: [title, until].filter(Boolean).join(' · ') };
}
