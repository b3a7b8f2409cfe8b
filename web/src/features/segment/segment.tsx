/* One segment: what it says, its size and the weeks before, and who uses it. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Segment, SegmentSize } from '../../api/types';
import { conditionWritten } from '../../lib/condition-address';
import { useDates } from '../../lib/dates';
import { useMay, useSees } from '../../lib/me';
import { countText, moneyText } from '../../lib/numbers';
import { attributeName } from '../../ui/attribute';
import { Button, LinkButton } from '../../ui/button';
import { useNaming } from '../../ui/catalogue';
import { Bars, ChartFrame } from '../../ui/chart';
import { useCirclesText } from '../../ui/circles';
import { conditionText } from '../../ui/condition';
import { useQuestion } from '../../ui/dialog';
import { Kpi, KpiStrip } from '../../ui/kpi';
import { Card, Muted, Notice } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast } from '../../ui/toast';
import { SegmentDialog, TOPICS } from './edit';
import css from './segment.module.css';
import { useSegmentWords } from './words';

const COUNTED = ['accounts', 'account', 'health', 'contracts'];
type Use = Segment['used_by'][number];

/** The list of its accounts, of whatever status: as many as its size says. */
function listOf(segment: Segment) {
  const condition = { attribute: 'segment', op: 'in', value: [segment.id] } as const;
  return { to: '/accounts', search: { filter: conditionWritten({ ...condition, value: [...condition.value] }), show: 'all' } };
}

function History({ segment }: { segment: Segment }) {
  const words = useSegmentWords();
  const dates = useDates();
  const naming = useNaming();
  const sees = useSees('revenue');
  const reading = useRead<{ items: SegmentSize[] }>({
    path: `/segments/${segment.id}/sizes`,
    topics: ['segments', 'segment'],
    calmly: COUNTED,
  });
  const names = segment.undated.map((id) => attributeName(id, naming)).join(naming.language === 'ja' ? '、' : ', ');
  return (
    <Shown reading={reading} lines={4}>
      {({ items }) => (
        <ChartFrame
          title={words.history}
          beside={<Muted small>{words.weeks}</Muted>}
          figures={{
            head: [words.week, words.columns.accounts, ...(sees ? [words.columns.mrr] : [])],
            rows: items.map((one) => [one.day, one.accounts, ...(sees ? [one.mrr ? moneyText(one.mrr) : null] : [])]),
          }}
          below={names && <Muted small>{words.undated(names)}</Muted>}
        >
          <div className={css.chart}>
            <Bars
              counts={items.map((one) => one.accounts)}
              titles={items.map((one) => `${dates.day(one.day)}: ${one.accounts === null ? '–' : countText(one.accounts)}`)}
              label={`${words.history}, ${words.weeks}`}
              width={640}
              height={96}
            />
          </div>
        </ChartFrame>
      )}
    </Shown>
  );
}

function UseLine({ use }: { use: Use }) {
  const words = useSegmentWords();
  const id = String(use.id);
  if (use.name === null) return <span>{words.privateView(use.owner ?? words.nobody)}</span>;
  if (use.kind === 'scorecard')
    return (
      <Link to="/health/$id" params={{ id }}>
        {use.name}
      </Link>
    );
  if (use.kind === 'segment')
    return (
      <Link to="/settings/segments/$id" params={{ id }}>
        {use.name}
      </Link>
    );
  return <span>{use.name}</span>;
}

function Uses({ segment }: { segment: Segment }) {
  const words = useSegmentWords();
  return (
    <Card title={words.columns.used}>
      {segment.used_by.length === 0 && <Muted>{words.unused}</Muted>}
      <ul className={css.uses} aria-label={words.columns.used}>
        {segment.used_by.map((use) => (
          <li key={`${use.kind}.${use.id}`}>
            <Muted small>{words.kinds[use.kind]}</Muted> <UseLine use={use} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Said({ segment }: { segment: Segment }) {
  const words = useSegmentWords();
  const areas = useCirclesText();
  const naming = useNaming();
  if (segment.withheld) return <Notice>{words.withheld(areas([segment.withheld]))}</Notice>;
  if (segment.unreadable || !segment.condition) return <Notice tone="bad">{words.unreadable}</Notice>;
  return <p className={css.condition}>{conditionText(segment.condition, naming)}</p>;
}

function Numbers({ segment }: { segment: Segment }) {
  const words = useSegmentWords();
  const sees = useSees('revenue');
  if (segment.accounts === null) return null;
  return (
    <KpiStrip>
      <Kpi label={words.columns.accounts} value={countText(segment.accounts)} />
      {sees && segment.mrr && (
        <Kpi
          label={words.columns.mrr}
          value={moneyText(segment.mrr)}
          note={segment.without_rate ? words.withoutRate(segment.without_rate) : undefined}
        />
      )}
    </KpiStrip>
  );
}

function One({ segment }: { segment: Segment }) {
  const words = useSegmentWords();
  const dates = useDates();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState(false);
  const [ask, asking] = useQuestion();

  const remove = () =>
    ask({
      title: words.deleteAsk(segment.name),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/segments/${segment.id}`, { method: 'DELETE' }).finally(() => topicsChanged(TOPICS));
        toast(words.deleted(segment.name));
        void navigate({ to: '/settings/segments' });
      },
    });

  return (
    <>
      <div className={css.head}>
        <div className={css.text}>
          <h2 className={css.title}>{segment.name}</h2>
          {segment.about && <p>{segment.about}</p>}
          {segment.changer && <Muted small>{words.changedBy(segment.changer, dates.time(segment.changed_at))}</Muted>}
        </div>
        <div className={css.buttons}>
          <LinkButton to="/settings/segments">{words.back}</LinkButton>
          {segment.accounts !== null && <LinkButton {...(listOf(segment) as object)}>{words.list}</LinkButton>}
          {mayManage && (
            <>
              {segment.used_by.length === 0 && (
                <Button danger quiet onClick={remove}>
                  {words.delete}
                </Button>
              )}
              {!segment.withheld && (
                <Button strong onClick={() => setEditing(true)}>
                  {words.edit}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
      <Card title={words.condition}>
        <Said segment={segment} />
      </Card>
      <Numbers segment={segment} />
      {segment.condition && <History segment={segment} />}
      <Uses segment={segment} />
      <SegmentDialog segment={segment} open={editing} onClose={() => setEditing(false)} />
      {asking}
    </>
  );
}

export function SegmentPart() {
  const { id } = useParams({ strict: false }) as { id: string };
  const reading = useRead<Segment>({
    path: `/segments/${id}`,
    topics: ['segments', 'segment', 'scorecards', 'views', 'quality'],
    calmly: COUNTED,
  });
  return (
    <Shown reading={reading} lines={8}>
      {(segment) => <One key={segment.id} segment={segment} />}
    </Shown>
  );
}
