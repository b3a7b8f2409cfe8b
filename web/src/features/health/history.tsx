/* How the health went, and what the CSM thinks of it. */
import { useRead } from '../../api/query';
import type { AccountHealth, Contract, Health, HealthDay } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { useSees } from '../../lib/me';
import { BandBadge } from '../../ui/band';
import { TextButton } from '../../ui/button';
import { ChartFrame } from '../../ui/chart';
import { HealthHistory, type Limit, type Stretch, type Tick } from '../../ui/chart-health';
import type { AccountPart } from '../../ui/feature';
import { Muted, Tag } from '../../ui/layout';
import { Shown } from '../../ui/state';
import css from './account.module.css';
import { useAccountHealthWords } from './account-words';
import { useAccountHealth } from './reading';
import { judgedAnew } from './versions-seen';

const SHOWN_DAYS = 365;

/** A day that is like the day before says nothing new; one on which something else changed begins a stretch of its own. */
function stretchesOf(history: HealthDay[], ticks: Tick[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { day, band, points } of history) {
    const last = stretches.at(-1);
    const until = dayAdd(day, 1);
    const same = last?.until === day && last.band === band && last.points === points && !ticks.some((tick) => tick.day === day);
    if (same) last.until = until;
    else stretches.push({ from: day, until, band, points });
  }
  return stretches;
}

/** The days from which another scorecard, or another version of it, judged the account. */
function useVersions(history: HealthDay[]): Tick[] {
  const words = useAccountHealthWords();
  return judgedAnew(history).map(({ day, scorecard, version }) => ({ day, text: words.scorecard(scorecard, version) }));
}

/** The days on which a line of a contract began or the contract ended, for those who see contracts. */
function useContractDays(part: AccountPart): Tick[] {
  const words = useAccountHealthWords();
  const reading = useRead<{ items: Contract[] }>({
    path: '/contracts',
    query: { account_id: part.account.id, limit: 200 },
    topics: [`account:${part.account.id}`],
    enabled: useSees('revenue'),
  });
  return (reading.data?.items ?? []).flatMap((contract) => [
    ...contract.lines.map(({ from_on }) => ({ day: from_on, text: from_on === contract.starts_on ? words.began : words.changed })),
    ...(contract.ends_on ? [{ day: contract.ends_on, text: words.ended }] : []),
  ]);
}

/** One mark a day, whatever came together on it. */
function byDay(ticks: Tick[], from: string, until: string): Tick[] {
  const texts = new Map<string, string[]>();
  for (const { day, text } of ticks)
    if (from < day && day <= until && !texts.get(day)?.includes(text)) texts.set(day, [...(texts.get(day) ?? []), text]);
  return [...texts].map(([day, all]) => ({ day, text: all.join(' · ') })).sort((one, other) => one.day.localeCompare(other.day));
}

function limitsOf(health: Health | undefined): Limit[] {
  if (!health || health.good_from === null || health.bad_below === null) return [];
  return [
    { band: 'GOOD', points: health.good_from },
    { band: 'BAD', points: health.bad_below },
  ];
}

function OwnView({ data, part }: { data: AccountHealth; part: AccountPart }) {
  const words = useAccountHealthWords();
  const dates = useDates();
  const { judgement } = data;
  return (
    <div className={css.judgement}>
      <div className={css.judgementHead}>
        <span className={css.small}>{words.judgement}</span>
        {part.mayAct && <TextButton onClick={() => part.onEdit({ what: 'judgement' })}>{words.judgeHere}</TextButton>}
      </div>
      {judgement ? (
        <div>
          <BandBadge band={judgement.band} /> {judgement.band !== data.account.band && <Tag>{words.differs}</Tag>}{' '}
          <Muted small>{words.judgedBy(judgement.author ?? '–', dates.short(judgement.on_day))}</Muted>
          {judgement.text && <div className={css.judgementText}>{judgement.text}</div>}
        </div>
      ) : (
        <Muted small>{words.noJudgement}</Muted>
      )}
    </div>
  );
}

export function HistoryCard({ part }: { part: AccountPart }) {
  const words = useAccountHealthWords();
  const health = useAccountHealth(part);
  const dates = useDates();
  const until = part.asOf ?? today();
  const from = dayAdd(until, -SHOWN_DAYS);
  const reading = useRead<{ items: HealthDay[] }>({
    path: `/accounts/${part.account.id}/health/history`,
    query: { from, until: dayAdd(until, 1), as_of: part.asOf },
    topics: [`account:${part.account.id}`],
    keep: true,
  });
  const history = reading.data?.items ?? [];
  const versions = useVersions(history);
  const contractDays = useContractDays(part);
  const ticks = byDay([...versions, ...contractDays], from, until);
  const stretches = stretchesOf(history, ticks);
  const whatElse = (day: string) => ticks.find((tick) => tick.day === day)?.text ?? null;
  return (
    <ChartFrame
      title={words.history}
      beside={words.historyText}
      figures={{
        head: [words.historyFrom, words.historyLast, words.historyBand, words.historyPoints, words.historyElse],
        rows: stretches.map((one) => [one.from, dayAdd(one.until, -1), one.band, one.points, whatElse(one.from)]),
      }}
      below={health.data && <OwnView data={health.data} part={part} />}
    >
      <Shown reading={reading} lines={3}>
        {() => (
          <>
            <HealthHistory
              stretches={stretches}
              from={from}
              until={until}
              label={words.history}
              limits={limitsOf(health.data?.account)}
              ticks={ticks}
            />
            <div className={css.axis} aria-hidden="true">
              <span>{dates.day(from)}</span>
              <span>{dates.day(until)}</span>
            </div>
          </>
        )}
      </Shown>
    </ChartFrame>
  );
}
