/* How a measure is spread over the accounts that a scorecard judges: a histogram with both bounds over it, and what it proposes. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Day, MeasureDistribution, MeasureRef, Scorecard } from '../../api/types';
import { countText, percentText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { ChartFrame } from '../../ui/chart';
import { columnSpots, Hover } from '../../ui/chart-hover';
import { Muted } from '../../ui/layout';
import { useDistributionWords } from './distribution-words';
import type { MeasurePoint } from './draft';
import css from './health.module.css';
import { bendsOf, hasPieces, scaleOf, shareAt } from './scale';

/** Whose accounts, and on which day. */
export interface Judged {
  card: Pick<Scorecard, 'id' | 'purpose' | 'product_id' | 'segment'>;
  asOf: Day;
}

export function askedOf({ card, asOf }: Judged) {
  return { scorecard_id: card.id, purpose: card.purpose, product_id: card.product_id, segment: card.segment, as_of: asOf };
}

export function distributionOf(judged: Judged, measure: MeasureRef) {
  const body = { ...askedOf(judged), measure };
  return queryOptions({
    queryKey: ['/scorecards/distribution', body],
    queryFn: ({ signal }) => api<MeasureDistribution>('/scorecards/distribution', { method: 'POST', body, signal }),
    meta: { topics: [] },
  });
}

const FEW = 20;
const WIDTH = 360;
const HEIGHT = 64;

interface Bar {
  from: number;
  until: number;
  accounts: number;
}

/** An open bar is drawn as wide as the others. */
function barsOf({ bars }: MeasureDistribution): Bar[] {
  const whole = bars.find((bar) => bar.from !== null && bar.until !== null);
  const width = whole?.from != null && whole.until != null ? whole.until - whole.from : 1;
  return bars.map(({ from, until, accounts }) => {
    const begin = from ?? (until ?? 0) - width;
    return { from: begin, until: until ?? begin + width, accounts };
  });
}

/** Where each bar stands for what it earns. */
function middlesOf(found: MeasureDistribution): number[] {
  const bars = barsOf(found);
  const single = areSingle(found, bars);
  return bars.map(({ from, until }) => (single ? from : (from + until) / 2));
}

/** Whole numbers that each have a bar of their own: the bar stands at its number, and not between two. */
function areSingle(found: MeasureDistribution, bars: Bar[]): boolean {
  return found.whole && bars.every((bar) => bar.until - bar.from === 1);
}

function earns(point: MeasurePoint, at: number): 'nothing' | 'part' | 'all' {
  const share = shareAt(point, at);
  if (share <= 0) return 'nothing';
  return share >= 1 ? 'all' : 'part';
}

const CURVE_STEPS = 60;

/** What the values earn, over the bars: 0 at their feet, all at the top. A log scale is a curve, the others bend. */
function curveOf(point: MeasurePoint, first: number, span: number, x: (at: number) => number): string {
  const even = Array.from({ length: CURVE_STEPS + 1 }, (_, at) => first + (span * at) / CURVE_STEPS);
  const inside = bendsOf(point).filter((at) => at > first && at < first + span);
  const places = [...(scaleOf(point) === 'log' ? even : [first, first + span]), ...inside].sort((one, other) => one - other);
  return places.map((at) => `${x(at)},${HEIGHT - 2 - shareAt(point, at) * (HEIGHT - 4)}`).join(' ');
}

function Histogram({ found, point, naming, label }: { found: MeasureDistribution; point: MeasurePoint; naming: Naming; label: string }) {
  const words = useDistributionWords();
  const value = (number: number) => naming.value(point.measure, number);
  const bars = barsOf(found);
  const first = bars[0]?.from ?? 0;
  const span = (bars.at(-1)?.until ?? 1) - first;
  const most = Math.max(1, ...bars.map((bar) => bar.accounts));
  const single = areSingle(found, bars);
  const middles = middlesOf(found);
  const shift = single ? 0.5 : 0;
  const x = (at: number) => Math.max(0, Math.min(1, (at + shift - first) / span)) * WIDTH;
  const step = WIDTH / Math.max(1, bars.length);
  const titles = found.bars.map(({ from, until, accounts }) =>
    single && from !== null && until !== null
      ? words.single(value(from), countText(accounts))
      : words.bar(from === null ? null : value(from), until === null ? null : value(until), countText(accounts)),
  );
  const bounds: [string, number][] = hasPieces(point)
    ? []
    : [
        ['low', point.low],
        ['high', point.high],
      ];
  return (
    <Hover read={columnSpots(titles)} most={countText(most)}>
      <svg className={css.histogram} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
        {bars.map((bar, at) => {
          const tall = bar.accounts === 0 ? 0 : Math.max(2, (bar.accounts / most) * (HEIGHT - 4));
          return (
            <rect
              key={bar.from}
              data-earns={earns(point, middles[at] ?? 0)}
              x={at * step}
              y={HEIGHT - tall}
              width={step - 1}
              height={tall}
            />
          );
        })}
        <polyline points={curveOf(point, first - shift, span, x)} vectorEffect="non-scaling-stroke" />
        {bounds.map(([key, at]) => (
          <line key={key} data-bound={key} x1={x(at)} x2={x(at)} y1="0" y2={HEIGHT} vectorEffect="non-scaling-stroke" />
        ))}
      </svg>
      <span className={css.bounds} aria-hidden="true">
        {bounds.map(([key, at]) => (
          <span key={key} data-left={x(at) > WIDTH / 2 || undefined} style={{ left: `${(x(at) / WIDTH) * 100}%` }}>
            {key === 'low' ? words.earnsNothing : words.earnsAll}
          </span>
        ))}
      </span>
    </Hover>
  );
}

function Said({ found, point, naming }: { found: MeasureDistribution; point: MeasurePoint; naming: Naming }) {
  const words = useDistributionWords();
  const decile = (at: number) => naming.value(point.measure, found.deciles[at]?.value ?? 0);
  const unknown = found.accounts - found.known;
  return (
    <Muted small>
      {words.middle(decile(5), decile(1), decile(9))} · {words.known(countText(found.known), countText(unknown))}
      {found.known < FEW && ` · ${words.few}`}
    </Muted>
  );
}

function Proposal({ found, point, onPropose, naming }: { found: MeasureDistribution; naming: Naming } & Omit<Props, 'judged'>) {
  const words = useDistributionWords();
  const { low, high } = found;
  const own = hasPieces(point) ? null : point;
  const value = (number: number) => naming.value(point.measure, number);
  if (low === null || high === null) return <Muted small>{words.allOne(value(found.deciles[0]?.value ?? 0))}</Muted>;
  if (low === own?.low && high === own?.high) return <Muted small>{words.asProposed}</Muted>;
  return <TextButton onClick={() => onPropose(low, high)}>{words.propose(value(low), value(high))}</TextButton>;
}

interface Props {
  judged: Judged;
  point: MeasurePoint;
  naming: Naming;
  onPropose: (low: number, high: number) => void;
}

/** Beside the boxes of a measure. What cannot be read says nothing: the boxes work without it. */
export function Distribution({ judged, point, naming, onPropose }: Props) {
  const words = useDistributionWords();
  const found = useQuery(distributionOf(judged, point.measure)).data;
  if (!found) return <div className={css.histogram} />;
  if (found.known === 0) return <Muted small>{words.nobody(countText(found.accounts))}</Muted>;
  const value = (number: number) => naming.value(point.measure, number);
  const title = words.title(naming.measure(point.measure));
  const middles = middlesOf(found);
  const figures = {
    head: [words.from, words.below, words.accounts, words.earns],
    rows: found.bars.map((bar, at) => [
      bar.from === null ? null : value(bar.from),
      bar.until === null ? null : value(bar.until),
      bar.accounts,
      percentText(shareAt(point, middles[at] ?? 0)),
    ]),
  };
  return (
    <div>
      <ChartFrame
        bare
        title={title}
        figures={figures}
        beside={<Said found={found} point={point} naming={naming} />}
        below={<Proposal found={found} point={point} naming={naming} onPropose={onPropose} />}
      >
        <Histogram found={found} point={point} naming={naming} label={title} />
      </ChartFrame>
    </div>
  );
}
