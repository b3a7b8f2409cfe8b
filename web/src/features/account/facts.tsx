/* One fact of the timeline in words. */
import type { ReactNode } from 'react';
import type { Band, TimelineItem } from '../../api/types';
import { dayAdd, dayText } from '../../lib/dates';
import { type Language, useLanguage } from '../../lib/language';
import { BandShape } from '../../ui/band';
import { useFactWords } from '../../ui/fact-words';
import { type Measures, useMeasures } from '../../ui/measure';
import { useWorkWords } from '../../ui/work-words';
import { useChanges } from './changes';

type Words = ReturnType<typeof useFactWords>;
type Work = ReturnType<typeof useWorkWords>;
type Body = Record<string, unknown>;

export interface Told {
  title: ReactNode;
  beside?: string;
  text?: string | null;
}

const SIGNS: Record<string, string> = {
  note: 'M3.5 2.5h9v11h-9zM6 6h4M6 9h4',
  call: 'M4 2.5l2.5 3-1.5 2c1 2 2 3 4 4l2-1.5 3 2.5-1.5 2c-5 0-10.5-5.5-10.5-10.5z',
  task: 'M3 3h10v10H3zM5.5 8l2 2 3.5-4',
  contract: 'M4 2.5h8v11H4zM6.5 6h3M6.5 8.5h3M6.5 11h1.5',
  usage: 'M3 13V9M6.5 13V5.5M10 13V7.5M13 13V3',
  account: 'M3.5 13.5v-10h6v10M9.5 7h3v6.5M2.5 13.5h11',
  today: 'M8 3.5V8l3 2M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
};

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function Sign({ item }: { item: TimelineItem }) {
  const [family = ''] = item.kind.split('.');
  if (family === 'health' || family === 'judgement') {
    const band = word(item.body.to ?? item.body.band) as Band;
    return <BandShape band={band || 'UNKNOWN'} size={11} />;
  }
  const path = SIGNS[family] ?? SIGNS.account;
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.2">
      <path d={path} />
    </svg>
  );
}

function standing(band: unknown, points: unknown): string {
  return [word(band), word(points)].filter((one) => one !== '').join(' ');
}

function ofHealth(item: TimelineItem, words: Words, measures: Measures): Told {
  const { body } = item;
  const product = typeof body.product_id === 'number' ? measures.product(body.product_id) : '';
  if (item.kind === 'health.corrected') return { title: words.correctedHealth, beside: product };
  return { title: words.moved(standing(body.from, body.from_points), standing(body.to, body.points)), beside: product };
}

function ofCall(body: Body, words: Words, work: Work): string {
  const outcome = word(body.outcome) as keyof Work['outcomes'];
  const minutes = typeof body.minutes === 'number' ? words.minutes(body.minutes) : '';
  return [minutes, work.outcomes[outcome] ?? ''].filter((one) => one !== '').join(' · ');
}

/* The day from which a new line holds, or up to which service goes on. */
function ofContract(body: Body, words: Words, language: Language): string | undefined {
  const terms = body.terms as { from_on?: unknown } | undefined;
  if (typeof terms?.from_on === 'string') return words.since(dayText(terms.from_on, language));
  return typeof body.ends_on === 'string' ? words.lastDay(dayText(dayAdd(body.ends_on, -1), language)) : undefined;
}

function named(kind: string, words: Words): string {
  return (words.kinds as Record<string, string>)[kind] ?? kind.replaceAll('.', ' ');
}

function tell(item: TimelineItem, words: Words, work: Work, measures: Measures, language: Language): Told {
  const { kind, body } = item;
  if (kind.startsWith('health.')) return ofHealth(item, words, measures);
  if (kind === 'judgement.made') return { title: words.bandIs(word(body.band)), text: item.text };
  if (kind === 'usage.first') {
    const feature = typeof body.feature_id === 'number' ? measures.feature(body.feature_id) : '';
    return { title: words.first(feature || (item.title ?? '')) };
  }
  if (kind.startsWith('contract.')) return { title: named(kind, words), beside: ofContract(body, words, language) };
  if (kind.startsWith('call.')) return { title: named(kind, words), beside: ofCall(body, words, work), text: item.text };
  const until = typeof body.until === 'string' && body.until !== '' ? words.until(dayText(body.until, language)) : undefined;
  return { title: named(kind, words), beside: [item.title, until].filter(Boolean).join(' · '), text: item.text };
}

export function useTold(): (item: TimelineItem) => Told {
  const words = useFactWords();
  const work = useWorkWords();
  const measures = useMeasures();
  const language = useLanguage();
  const changes = useChanges();
  return (item) => {
    const told = tell(item, words, work, measures, language);
    return { ...told, text: told.text ?? changes(item) };
  };
}

/** Several facts of one kind and day in one line: how many, and of whom or of what. An open heap may have more behind it. */
export function useToldHeap(): (items: TimelineItem[], most: number, open: boolean) => Told {
  const words = useFactWords();
  const measures = useMeasures();
  const nameOf = ({ kind, body, title }: TimelineItem) =>
    kind === 'usage.first' && typeof body.feature_id === 'number' ? measures.feature(body.feature_id) || title : title;
  return (items, most, open) => {
    const names = items.map(nameOf).filter((name) => name);
    if (open) return { title: named(items[0]?.kind ?? '', words), beside: words.openNames(names.slice(0, most).join(words.comma)) };
    return {
      title: words.heap(named(items[0]?.kind ?? '', words), items.length),
      beside: words.names(names.slice(0, most).join(words.comma), names.length - most),
    };
  };
}

/** Who did it; what Banso itself noticed needs no name. */
export function useActor(): (item: TimelineItem) => string | null {
  const words = useFactWords();
  return (item) => item.actor_name ?? (item.actor.startsWith('import') ? words.imported : null);
}
