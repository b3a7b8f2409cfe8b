/* The numbers that an account's events carried, a chart for each gauge: the latest number of each week, or the table of all days. */
import { useRead } from '../../api/query';
import type { AccountGauge, Day, GaugePoint } from '../../api/types';
import { dayAdd, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { Explain } from '../../ui/button';
import { Bars, ChartFrame } from '../../ui/chart';
import type { AccountPart } from '../../ui/feature';
import css from './card.module.css';
import { useGaugeWords } from './gauge-words';

const WEEK = 7;

interface Week {
  from: Day;
  last: number | null;
}

/** The latest number of each seven days; null where there was none. */
function weeksOf({ from, until, days }: AccountGauge): Week[] {
  const weeks: Week[] = [];
  for (let day = from; day < until; day = dayAdd(day, WEEK)) {
    const end = dayAdd(day, WEEK);
    const last = days.filter((one) => one.day >= day && one.day < end).at(-1);
    weeks.push({ from: day, last: last ? last.last : null });
  }
  return weeks;
}

function GaugeChart({ gauge, part }: { gauge: AccountGauge; part: AccountPart }) {
  const words = useGaugeWords();
  const language = useLanguage();
  const dates = useDates();
  const name = named(gauge, language);
  const weeks = weeksOf(gauge);
  const latest: GaugePoint | undefined = gauge.days.at(-1);
  const said = (value: number | null) => (value === null ? words.none : words.value(countText(value), gauge.unit ?? ''));
  const told = latest ? words.latest(said(latest.last), dates.short(latest.day)) : words.none;
  return (
    <ChartFrame
      title={name}
      beside={
        <Explain
          onClick={() => part.onAsk({ ref: { measure: 'gauge_last', gauge_id: gauge.gauge_id, days: 28 } })}
          label={`${name}: ${told}`}
        >
          {told}
        </Explain>
      }
      figures={{
        head: [words.day, words.last, words.total, words.events],
        rows: gauge.days.map((one) => [dates.day(one.day), one.last, one.total, one.events]),
      }}
    >
      <div className={css.bar}>
        <Bars
          width={258}
          height={56}
          counts={weeks.map((week) => (week.last === null ? null : Math.max(0, week.last)))}
          label={words.chart(name)}
          titles={weeks.map((week) => words.week(dates.short(week.from), said(week.last)))}
        />
      </div>
    </ChartFrame>
  );
}

/** Nothing where no event of the account carried a number. */
export function GaugeCards({ part }: { part: AccountPart }) {
  const reading = useRead<{ items: AccountGauge[] }>({
    path: `/accounts/${part.account.id}/gauges`,
    query: { as_of: part.asOf },
    topics: [`account:${part.account.id}`, 'gauges'],
    keep: true,
  });
  return (reading.data?.items ?? []).map((gauge) => <GaugeChart key={gauge.gauge_id} gauge={gauge} part={part} />);
}
