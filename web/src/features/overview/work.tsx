/* What people did in the week, beside the week before. Each number opens what it counts. */
import { Link } from '@tanstack/react-router';
import { useRead, useReadList } from '../../api/query';
import type { OverviewDeed, OverviewDone, OverviewWork } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { ChartFrame } from '../../ui/chart';
import { Drawer } from '../../ui/dialog';
import { slots } from '../../ui/feature';
import { Muted } from '../../ui/layout';
import { Failed, Loading, More, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { useTrail } from '../../ui/trail';
import { useBack } from './back';
import css from './overview.module.css';
import { useOverviewWords } from './words';

const WHATS = ['accounts', 'calls', 'activities', 'notes', 'tasks'] as const satisfies (keyof OverviewDone)[];
type What = (typeof WHATS)[number];
const TOPICS = ['today', 'calls', 'activities', 'notes', 'tasks', 'judgements'];

/** Of one person, or of all. */
function Deeds({ what, actor, asOf }: { what: What; actor: string | undefined; asOf: string | undefined }) {
  const words = useOverviewWords();
  const dates = useDates();
  const language = useLanguage();
  const { words: facts } = slots.facts.use();
  const query = { what, actor, as_of: asOf };
  const list = useReadList<OverviewDeed>({ path: '/overview/work/deeds', query, topics: TOPICS });
  const rest = { path: '/overview/work/deeds', query, cursor: list.data?.pages.at(-1)?.next };
  const place = useTrail({ name: words.title, rows: list.items, of: 'account_id', rest });
  const { holder, isBack } = useBack(place, {
    count: list.items.length,
    has: list.hasNextPage,
    busy: list.isFetchingNextPage,
    read: () => void list.fetchNextPage(),
  });
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.isPending) return <Loading lines={6} />;
  return (
    <div {...holder}>
      <SmallTable
        label={words.done[what]}
        head={[words.account, words.deed, words.who, words.when]}
        rows={list.items.map(({ id, at, kind, actor: by, name, account_id: account, account: called }) => [
          account && called ? (
            <Link
              key={id}
              to="/accounts/$id"
              params={{ id: String(account) }}
              className={isBack(account) ? css.back : undefined}
              data-back={isBack(account) || undefined}
            >
              {called}
            </Link>
          ) : (
            ''
          ),
          facts[kind]?.name[language] ?? kind,
          name ?? by,
          dates.time(at),
        ])}
      />
      <More list={list} />
    </div>
  );
}

interface DoneProps {
  name: string;
  what: What;
  week: OverviewDone;
  before: OverviewDone;
  onOpen: () => void;
}

function Done({ name, what, week, before, onOpen }: DoneProps) {
  const words = useOverviewWords();
  const count = countText(week[what]);
  return (
    <span className={css.move}>
      {week[what] > 0 ? (
        <TextButton name={`${name}, ${words.done[what]}: ${count}`} onClick={onOpen}>
          {count}
        </TextButton>
      ) : (
        count
      )}
      <span className={css.quiet}>{words.weekBefore(countText(before[what]))}</span>
    </span>
  );
}

interface Line {
  actor?: string;
  name: string;
  week: OverviewDone;
  before: OverviewDone;
}

function linesOf(work: OverviewWork, all: string): Line[] {
  const people = work.people.map(({ actor, name, week, week_before: before }) => ({ actor, name: name ?? actor, week, before }));
  people.sort((one, other) => other.week.accounts - one.week.accounts || one.name.localeCompare(other.name));
  return [...people, { name: all, week: work.week, before: work.week_before }];
}

interface WorkProps {
  asOf: string | undefined;
  /** What is shown, as the address says: "calls", "calls.staff:12". */
  did: string | undefined;
  onDid: (did: string | undefined) => void;
}

function WorkCard({ work, asOf, did, onDid }: WorkProps & { work: OverviewWork }) {
  const words = useOverviewWords();
  const dates = useDates();
  const lines = linesOf(work, words.everybody);
  const what = WHATS.find((one) => did?.split('.')[0] === one);
  const actor = did?.split('.')[1];
  const whose = lines.find((line) => line.actor === actor);
  const period = words.period(dates.day(work.from), dates.day(work.as_of));
  return (
    <>
      <ChartFrame
        title={words.work}
        beside={<Muted small>{period}</Muted>}
        figures={{
          head: [words.who, ...WHATS.flatMap((what) => [words.done[what], words.doneBefore(words.done[what])])],
          rows: lines.map(({ name, week, before }) => [name, ...WHATS.flatMap((what) => [week[what], before[what]])]),
        }}
      >
        <SmallTable
          label={words.work}
          head={[words.who, ...WHATS.map((what) => words.done[what])]}
          align={[undefined, ...WHATS.map(() => 'end' as const)]}
          rows={lines.map((line) => [
            <span key="who" className={line.actor ? css.name : css.whole}>
              {line.name}
            </span>,
            ...WHATS.map((what) => (
              <Done
                key={what}
                name={line.name}
                what={what}
                week={line.week}
                before={line.before}
                onOpen={() => onDid(line.actor ? `${what}.${line.actor}` : what)}
              />
            )),
          ])}
        />
      </ChartFrame>
      <Drawer
        open={what !== undefined}
        onClose={() => onDid(undefined)}
        title={what ? `${words.done[what]} · ${whose?.name ?? ''}` : ''}
        looking
      >
        {what && (
          <>
            <Muted>{period}</Muted>
            <Deeds what={what} actor={actor} asOf={asOf} />
          </>
        )}
      </Drawer>
    </>
  );
}

export function Work(props: WorkProps) {
  const { asOf } = props;
  const reading = useRead<OverviewWork>({ path: '/overview/work', query: { as_of: asOf }, topics: TOPICS, keep: true });
  return (
    <Shown reading={reading} lines={6}>
      {(work) => <WorkCard {...props} work={work} />}
    </Shown>
  );
}
