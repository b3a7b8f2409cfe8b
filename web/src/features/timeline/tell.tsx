/* Facts as lines of the timeline. How a kind is told is its feature's to say; here stand the line, the heap and who did it. */
import type { TimelineItem } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { useFields } from '../../ui/catalogue';
import { type FactWords, slots, type Telling, type Told } from '../../ui/feature';
import { useMeasures } from '../../ui/measure';
import { useTimelineWords } from './words';

/* For kinds that no feature has a sign for. */
const SIGN = 'M3.5 13.5v-10h6v10M9.5 7h3v6.5M2.5 13.5h11';

export function Sign({ item }: { item: TimelineItem }) {
  const { words, signs } = slots.facts.use();
  const own = words[item.kind]?.sign;
  if (own) return own(item);
  const [family = ''] = item.kind.split('.');
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.2">
      <path d={signs[family] ?? SIGN} />
    </svg>
  );
}

function useTelling(): Telling {
  const language = useLanguage();
  const measures = useMeasures();
  const fields = useFields();
  return {
    language,
    measures,
    field: (key) => {
      const found = fields.find((one) => one.object === 'account' && one.key === key);
      return found ? named(found, language) : key;
    },
  };
}

/** A kind that nobody knows is shown by its words. */
function nameOf(words: FactWords | undefined, kind: string, { language }: Telling): string {
  return words?.name[language] ?? kind.replaceAll('.', ' ');
}

export function useTold(): (item: TimelineItem) => Told {
  const { words } = slots.facts.use();
  const telling = useTelling();
  return (item) => {
    const known = words[item.kind];
    return { title: nameOf(known, item.kind, telling), beside: item.title, text: item.text, ...known?.tell?.(item, telling) };
  };
}

/** Which kinds come in heaps. */
export function useHeaped(): (kind: string) => boolean {
  const { words } = slots.facts.use();
  return (kind) => words[kind]?.heap !== undefined;
}

/** Several facts of one kind and day in one line: how many, and about who or what. An open heap may have more behind it. */
export function useToldHeap(): (items: TimelineItem[], most: number, open: boolean) => Told {
  const said = useTimelineWords();
  const { words } = slots.facts.use();
  const telling = useTelling();
  return (items, most, open) => {
    const kind = items[0]?.kind ?? '';
    const known = words[kind];
    const name = nameOf(known, kind, telling);
    const names = items.map((item) => known?.heap?.(item, telling)).filter((one) => one);
    const first = names.slice(0, most).join(said.comma);
    if (open) return { title: name, beside: said.openNames(first) };
    return { title: said.heap(name, items.length), beside: said.names(first, names.length - most) };
  };
}

/** Who did it; what Banso itself noticed needs no name. */
export function useActor(): (item: TimelineItem) => string | null {
  const words = useTimelineWords();
  return (item) => item.actor_name ?? (item.actor.startsWith('import') ? words.imported : null);
}
