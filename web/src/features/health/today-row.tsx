/* How the account of a row of Today stands, the band with its move; and the reasons of health's own rows, as sentences. */
import { Link } from '@tanstack/react-router';
import type { TodayItem } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { BandBadge } from '../../ui/band';
import { Explain } from '../../ui/button';
import { type RowPart, slots, type TodayRow } from '../../ui/feature';
import { refOf, useMeasures } from '../../ui/measure';
import { Spark } from '../../ui/spark';
import css from './today.module.css';
import { useHealthTodayWords } from './today-words';
import { isKnown, useTold } from './told';

/* The same measure of the same thing over another window says the same again. */
function saysMore(reason: TodayItem['reasons'][number], at: number, all: TodayItem['reasons']): boolean {
  const subject = (one: TodayItem['reasons'][number]) => {
    const ref = refOf(one);
    return ref && `${ref.measure}.${ref.product_id ?? ''}.${ref.feature_id ?? ''}.${ref.field ?? ''}`;
  };
  const own = subject(reason);
  return own === null || all.findIndex((other) => subject(other) === own) === at;
}

/** From which band it came, and when. */
function useMove(): (item: TodayItem, asOf?: string) => string | null {
  const words = useHealthTodayWords();
  const dates = useDates();
  return ({ changed_on: on, previous_band: before, fell }, asOf) => {
    if (!on || !before) return null;
    return fell ? words.dropped(before, dates.ago(on, asOf)) : words.moved(before, dates.ago(on, asOf));
  };
}

/** The reasons as sentences; each opens where it comes from. */
function Why({ item, asOf, onAsk, whole }: RowPart) {
  const words = useHealthTodayWords();
  const language = useLanguage();
  const told = useTold();
  const move = useMove()(item, asOf);
  const own = slots.today.use().reasons[`${item.source}.${item.reason}`]?.[language](item.arguments);
  if (own) return <span>{words.sentence(own)}</span>;
  const known = item.reasons.filter(isKnown).filter(saysMore);
  if (known.length === 0) {
    return item.band === 'UNKNOWN' ? (
      <>
        <span>{words.noData}</span>
        <Link to="/accounts/$id" params={{ id: String(item.account_id) }} className={css.more}>
          {words.noDataLink}
        </Link>
      </>
    ) : null;
  }
  return (
    <>
      {known.map((reason) => {
        const ref = refOf(reason);
        const key = `${reason.kind}${reason.rule}${reason.measure}${reason.name}`;
        if (!ref) return <span key={key}>{words.sentence(told(reason))}</span>;
        return (
          <Explain key={key} onClick={() => onAsk({ account: item.account_id, name: item.account, ref, asOf, reason })}>
            {words.sentence(told(reason))}
          </Explain>
        );
      })}
      {whole && move && <span>{words.sentence(move)}</span>}
    </>
  );
}

/** Its points over the last weeks; how they went says the colour, the numbers say the words. */
export function Trend({ item: { trend } }: RowPart) {
  const words = useHealthTodayWords();
  const known = trend.flatMap(({ points }) => (points === null ? [] : [points]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return null;
  return (
    <span title={words.trend(first, last)}>
      <Spark values={trend.map(({ points }) => points)} label={words.trend(first, last)} />
    </span>
  );
}

/* Why nothing can be known yet, from the reason that the row gives; where a band stands, the band says more. */
function beginningOf({ source, reason }: TodayItem): 'never' | 'new' | null {
  if (source !== 'health') return null;
  return reason === 'new' ? 'new' : reason === 'never_began' || reason === 'never_began_here' ? 'never' : null;
}

export function Standing({ item, asOf, className }: RowPart) {
  const words = useHealthTodayWords();
  const dates = useDates();
  const move = useMove()(item, asOf);
  const { changed_on: on, previous_band: before } = item;
  const told = before ? words.was(before) : on && words.since(dates.span(on, asOf));
  return (
    <div className={className}>
      <BandBadge band={item.band} points={item.points} beginning={beginningOf(item)} />
      {told && (
        <span className={css.quiet} title={move ?? undefined}>
          {told}
        </span>
      )}
    </div>
  );
}

/* What a task is most likely about. */
function useSuggestion() {
  const measures = useMeasures();
  return (item: TodayItem): string | undefined => {
    const first = item.reasons.find((reason) => reason.value !== null);
    const ref = first ? refOf(first) : null;
    return first && ref ? measures.sentence(ref, first.value) : undefined;
  };
}

export const healthRow: TodayRow = { Why, useSuggestion };
