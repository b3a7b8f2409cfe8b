/* How the health went, and what the CSM thinks of it. */
import { useRead } from '../../api/query';
import type { AccountHealth, HealthDay } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { BandBadge } from '../../ui/band';
import { TextButton } from '../../ui/button';
import { ChartFrame, HealthHistory, type Stretch } from '../../ui/chart';
import type { AccountPart } from '../../ui/feature';
import { Muted, Tag } from '../../ui/layout';
import { Shown } from '../../ui/state';
import css from './account.module.css';
import { useAccountHealthWords } from './account-words';
import { useAccountHealth } from './reading';

const SHOWN_DAYS = 365;

/** A day that is like the day before says nothing new. */
function stretchesOf(history: HealthDay[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { day, band, points } of history) {
    const last = stretches.at(-1);
    const until = dayAdd(day, 1);
    if (last?.until === day && last.band === band && last.points === points) last.until = until;
    else stretches.push({ from: day, until, band, points });
  }
  return stretches;
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
  const stretches = stretchesOf(reading.data?.items ?? []);
  return (
    <ChartFrame
      title={words.history}
      beside={words.historyText}
      figures={{
        head: [words.historyFrom, words.historyLast, words.historyBand, words.historyPoints],
        rows: stretches.map((one) => [one.from, dayAdd(one.until, -1), one.band, one.points]),
      }}
      below={health.data && <OwnView data={health.data} part={part} />}
    >
      <Shown reading={reading} lines={3}>
        {() => (
          <>
            <HealthHistory stretches={stretches} from={from} until={until} label={words.history} />
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
