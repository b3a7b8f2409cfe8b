/* How accounts moved between bands: from the rows to the columns. Each number opens its accounts beside the page. */
import { Link } from '@tanstack/react-router';
import { useRead, useReadList } from '../../api/query';
import type { OverviewMove, OverviewMoved, OverviewMoves } from '../../api/types';
import { useDates } from '../../lib/dates';
import { countText, moneyMajor, moneyText } from '../../lib/numbers';
import { Choice, TextButton } from '../../ui/button';
import { ChartFrame, type Figures } from '../../ui/chart';
import { Drawer } from '../../ui/dialog';
import { Muted } from '../../ui/layout';
import { Failed, Loading, More, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { useTrail } from '../../ui/trail';
import { useBack } from './back';
import { Beside } from './figure';
import css from './overview.module.css';
import { TOPICS } from './topics';
import { useOverviewWords } from './words';

const WEEKS = ['1', '4', '13'] as const;
export type Weeks = (typeof WEEKS)[number];
const FIRST_WEEKS: Weeks = '1';

export function weeksOf(text: string | undefined): Weeks {
  return WEEKS.find((weeks) => weeks === text) ?? FIRST_WEEKS;
}

type From = OverviewMove['from'];
type To = OverviewMove['to'];
const BANDS = ['GOOD', 'NORMAL', 'BAD', 'UNKNOWN'] as const;
const WORSE = ['GOOD', 'NORMAL', 'BAD'];

/** Into a worse band, or away. */
function isLoss({ from, to }: OverviewMove): boolean {
  return to === 'LEFT' || (WORSE.includes(from) && WORSE.indexOf(to) > WORSE.indexOf(from));
}

function usePlace(): (place: From | To) => string {
  const words = useOverviewWords();
  const names: Partial<Record<From | To, string>> = { UNJUDGED: words.unjudged, NEW: words.isNew, LEFT: words.hasLeft };
  return (place) => names[place] ?? place;
}

function MovedAccounts({ move, weeks, asOf }: { move: OverviewMove; weeks: Weeks; asOf: string | undefined }) {
  const words = useOverviewWords();
  const placeName = usePlace();
  const query = { weeks, as_of: asOf, from: move.from, to: move.to };
  const list = useReadList<OverviewMoved>({ path: '/overview/moves/accounts', query, topics: TOPICS });
  const rest = { path: '/overview/moves/accounts', query, cursor: list.data?.pages.at(-1)?.next };
  const place = useTrail({ name: words.title, rows: list.items, of: 'account_id', rest });
  const { holder, isBack } = useBack(place, {
    count: list.items.length,
    has: list.hasNextPage,
    busy: list.isFetchingNextPage,
    read: () => void list.fetchNextPage(),
  });
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.isPending) return <Loading lines={6} />;
  const amounts = list.items.some(({ mrr }) => mrr);
  return (
    <div {...holder}>
      <SmallTable
        label={words.fromTo(placeName(move.from), placeName(move.to))}
        head={[words.account, words.by.owner, ...(amounts ? [words.mrr] : [])]}
        align={[undefined, undefined, 'end']}
        rows={list.items.map(({ account_id: id, account, owner, mrr, mrr_without_rate: without = [] }) => [
          <Link
            key={id}
            to="/accounts/$id"
            params={{ id: String(id) }}
            search={asOf ? { as_of: asOf } : {}}
            className={isBack(id) ? css.back : undefined}
            data-back={isBack(id) || undefined}
          >
            {account}
          </Link>,
          owner ?? '',
          ...(amounts ? [[mrr && moneyText(mrr), ...without].filter(Boolean).join(' + ')] : []),
        ])}
      />
      <More list={list} />
    </div>
  );
}

function Moved({ move, onOpen }: { move: OverviewMove | undefined; onOpen: (move: OverviewMove) => void }) {
  const words = useOverviewWords();
  const place = usePlace();
  if (!move) return null;
  const count = countText(move.accounts);
  const stays = move.from === move.to;
  return (
    <span className={css.move} data-stays={stays || undefined} data-loss={isLoss(move) || undefined}>
      <TextButton name={`${words.fromTo(place(move.from), place(move.to))}: ${count}`} onClick={() => onOpen(move)}>
        {count}
      </TextButton>
      {move.mrr && <span className={css.quiet}>{moneyText(move.mrr)}</span>}
      <Beside figure={move} short />
    </span>
  );
}

function Matrix({ moves, onOpen }: { moves: OverviewMove[]; onOpen: (move: OverviewMove) => void }) {
  const words = useOverviewWords();
  const place = usePlace();
  const unjudged = moves.some(({ from, to }) => from === 'UNJUDGED' || to === 'UNJUDGED') ? (['UNJUDGED'] as const) : [];
  const froms: From[] = [...BANDS, ...unjudged, 'NEW'];
  const tos: To[] = [...BANDS, ...unjudged, 'LEFT'];
  return (
    <SmallTable
      label={words.moves}
      head={[words.fromHead, ...tos.map(place)]}
      align={[undefined, ...tos.map(() => 'end' as const)]}
      rows={froms.map((from) => [
        <span key="from" className={css.name}>
          {place(from)}
        </span>,
        ...tos.map((to) => <Moved key={to} move={moves.find((move) => move.from === from && move.to === to)} onOpen={onOpen} />),
      ])}
    />
  );
}

function useFigures(moves: OverviewMove[]): Figures {
  const words = useOverviewWords();
  const place = usePlace();
  const currency = moves.find(({ mrr }) => mrr)?.mrr?.currency;
  return {
    head: [words.from, words.to, words.count, ...(currency ? [`${words.mrr} (${currency})`] : [])],
    rows: moves.map(({ from, to, accounts, mrr }) => [
      place(from),
      place(to),
      accounts,
      ...(currency ? [mrr ? moneyMajor(mrr) : null] : []),
    ]),
  };
}

interface CardProps {
  data: OverviewMoves;
  asOf: string | undefined;
  weeks: Weeks;
  onWeeks: (weeks: Weeks) => void;
  /** Whose accounts are shown, as the address says: "GOOD.BAD". */
  moved: string | undefined;
  onMoved: (moved: string | undefined) => void;
}

const wordOf = ({ from, to }: OverviewMove) => `${from}.${to}`;

function MovesCard({ data, asOf, weeks, onWeeks, moved, onMoved }: CardProps) {
  const words = useOverviewWords();
  const dates = useDates();
  const place = usePlace();
  const asked = data.moves.find((move) => wordOf(move) === moved);
  const figures = useFigures(data.moves);
  const period = words.period(dates.day(data.before), dates.day(data.as_of));
  return (
    <>
      <ChartFrame
        title={words.moves}
        beside={
          <span className={css.by}>
            <Choice
              label={words.over}
              value={weeks}
              onChange={onWeeks}
              options={WEEKS.map((value) => ({ value, label: words.weeks(Number(value)) }))}
            />
          </span>
        }
        figures={figures}
        below={<p className={css.said}>{words.movesText(period)}</p>}
      >
        <Matrix moves={data.moves} onOpen={(move) => onMoved(wordOf(move))} />
      </ChartFrame>
      <Drawer
        open={asked !== undefined}
        onClose={() => onMoved(undefined)}
        looking
        title={
          asked ? `${words.fromTo(place(asked.from), place(asked.to))} · ${words.accounts(asked.accounts, countText(asked.accounts))}` : ''
        }
      >
        {asked && (
          <>
            <Muted>{period}</Muted>
            <MovedAccounts move={asked} weeks={weeks} asOf={asOf} />
          </>
        )}
      </Drawer>
    </>
  );
}

export function Moves(props: Omit<CardProps, 'data'>) {
  const { asOf, weeks } = props;
  const reading = useRead<OverviewMoves>({ path: '/overview/moves', query: { weeks, as_of: asOf }, topics: TOPICS, keep: true });
  return (
    <Shown reading={reading} lines={6}>
      {(data) => <MovesCard {...props} data={data} />}
    </Shown>
  );
}
