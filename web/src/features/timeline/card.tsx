/* Everything that happened, newest first, of all kinds or some; and the place to write down what happens now. */
import { useState } from 'react';
import { useReadList } from '../../api/query';
import type { TimelineItem } from '../../api/types';
import { clockText, dayOf, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { Button } from '../../ui/button';
import { Composer } from '../../ui/composer';
import { type AccountPart, slots } from '../../ui/feature';
import { AttachMore, FileList } from '../../ui/files';
import { Card, Muted } from '../../ui/layout';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { VisibleMark, VisibleMenu } from '../../ui/visible';
import { useKitWords } from '../../ui/words';
import { Sign, useActor, useHeaped, useTold, useToldHeap } from './tell';
import css from './timeline.module.css';
import { useTimelineWords } from './words';

function Kinds({ kinds, onKinds }: Pick<AccountPart, 'kinds' | 'onKinds'>) {
  const words = useTimelineWords();
  const language = useLanguage();
  const { groups } = slots.facts.use();
  const chosen = new Set(kinds ? kinds.split(',') : []);
  function toggle(kind: string): void {
    const next = new Set(chosen);
    if (!next.delete(kind)) next.add(kind);
    onKinds(next.size === 0 || next.size === groups.length ? undefined : groups.flatMap(([one]) => (next.has(one) ? [one] : [])).join(','));
  }
  return (
    <fieldset className={css.kinds} aria-label={words.timeline}>
      <button type="button" aria-pressed={chosen.size === 0} onClick={() => onKinds(undefined)}>
        {words.all}
      </button>
      {groups.map(([kind, { name }]) => (
        <button key={kind} type="button" aria-pressed={chosen.has(kind)} onClick={() => toggle(kind)}>
          {name[language]}
        </button>
      ))}
    </fieldset>
  );
}

/* What comes in heaps, as an import does, stands as one line with the names. */
const NAMED = 4;

function heaps(items: TimelineItem[], heaped: (kind: string) => boolean): TimelineItem[][] {
  const made: TimelineItem[][] = [];
  for (const item of items) {
    const heap = made.at(-1);
    const first = heap?.[0];
    const same = first && first.kind === item.kind && first.actor === item.actor && dayOf(first.at) === dayOf(item.at);
    if (heap && same && heaped(item.kind)) heap.push(item);
    else made.push([item]);
  }
  return made;
}

/** Where this reader, its author, changes who sees what the fact wrote down; null = nowhere. */
function useShared(): (item: TimelineItem, part: AccountPart) => string | null {
  const { words } = slots.facts.use();
  const { staff } = useMe();
  return (item, { mayAct, asOf }) => {
    const road = words[item.kind]?.shared;
    const id = item.subject?.split(':')[1];
    return road && id && mayAct && !asOf && item.author_id === staff.id ? `${road}/${id}` : null;
  };
}

function Item({ heap, open, part }: { heap: [TimelineItem, ...TimelineItem[]]; open: boolean; part: AccountPart }) {
  const dates = useDates();
  const tell = useTold();
  const tellHeap = useToldHeap();
  const actor = useActor()(heap[0]);
  const [item] = heap;
  const mayAct = part.mayAct && !part.asOf;
  const topics = [`account:${part.account.id}`];
  const told = heap.length === 1 ? tell(item) : tellHeap(heap, NAMED, open);
  const shared = useShared()(item, part);
  return (
    <li className={css.item}>
      <time className={css.when} dateTime={item.at} title={dates.time(item.at)}>
        {dates.near(dayOf(item.at))}
      </time>
      <span className={css.sign}>
        <Sign item={item} />
      </span>
      <div className={css.what}>
        <div>
          <strong>{told.title}</strong> {told.beside && <span>{told.beside}</span>} <VisibleMark to={item.visible_to} />
        </div>
        {told.text && <div className={css.words}>{told.text}</div>}
        <FileList files={heap.length === 1 ? item.files : []} mayAct={mayAct} topics={topics} />
        {actor && (
          <Muted small>
            {actor} · {clockText(item.at)}
            {shared && <VisibleMenu path={shared} value={item.visible_to} topics={[`account:${part.account.id}`]} />}
          </Muted>
        )}
        {mayAct && item.takes_files && item.subject && (
          <>
            {' '}
            <AttachMore subject={item.subject} name={item.text ?? item.title ?? ''} topics={topics} />
          </>
        )}
      </div>
    </li>
  );
}

/* So many lines at first: what stands below the timeline stays in sight. */
const LINES = 10;

function Items({ part, kinds }: { part: AccountPart; kinds: string | undefined }) {
  const words = useTimelineWords();
  const kit = useKitWords();
  const reading = useReadList<TimelineItem>({
    path: `/accounts/${part.account.id}/timeline`,
    query: { kinds, limit: 30, as_of: part.asOf },
    topics: [`account:${part.account.id}`],
    keep: true,
  });
  const shown = heaps(reading.items, useHeaped());
  const [all, showAll] = useState(false);
  const first = all ? shown : shown.slice(0, LINES);
  if (reading.error && !reading.data) return <Failed error={reading.error} again={() => void reading.refetch()} />;
  if (reading.isPending) return <Loading lines={5} />;
  return (
    <>
      {shown.length === 0 && <Empty title={kinds ? words.noneOfKind : words.noTimeline}>{kinds ? undefined : words.noTimelineText}</Empty>}
      <ol className={css.timeline}>
        {first.map(
          ([item, ...rest], at) =>
            item && <Item key={item.id} part={part} heap={[item, ...rest]} open={reading.hasNextPage && at === shown.length - 1} />,
        )}
      </ol>
      {reading.error && <Failed error={reading.error} again={() => void reading.refetch()} />}
      {first.length < shown.length ? <Button onClick={() => showAll(true)}>{kit.more}</Button> : <More list={reading} />}
    </>
  );
}

export function TimelineCard({ part }: { part: AccountPart }) {
  const { kinds, onKinds, writing, onWritten } = part;
  const words = useTimelineWords();
  return (
    <Card title={words.timeline} beside={<Kinds kinds={kinds} onKinds={onKinds} />}>
      {writing && part.mayAct && (
        <div className={css.writing}>
          <Composer key={writing} account={part.account.id} kind={writing} head onDone={onWritten} onCancel={onWritten} />
        </div>
      )}
      <Items part={part} kinds={kinds} />
    </Card>
  );
}
