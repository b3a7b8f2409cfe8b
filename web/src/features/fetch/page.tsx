/* Scheduled imports: what is fetched from where and when, how the last run went, and what waits for somebody. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { ImportSchedule, ImportScheduleRun } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Menu } from '../../ui/button';
import { Drawer, useQuestion } from '../../ui/dialog';
import { type ImportKind, slots } from '../../ui/feature';
import { Card, Muted, Tag } from '../../ui/layout';
import { reasonSentence, useProblemWords } from '../../ui/problem';
import { Empty, Failed, Loading } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { ScheduleForm, TOPICS } from './form';
import { useFetchWords } from './words';

const TONES = { failed: 'bad', held: 'bad', done: 'good', unchanged: 'past' } as const;

function RunShown({ run }: { run: ImportScheduleRun }) {
  const words = useFetchWords();
  const dates = useDates();
  const sentences = useProblemWords();
  const tone = TONES[run.state as keyof typeof TONES];
  const why = run.reason ? reasonSentence(sentences, run.reason, run.args) : null;
  return (
    <>
      <Tag tone={tone}>{words.states[run.state]}</Tag> <Muted small>{dates.time(run.started_at)}</Muted>
      {run.state === 'done' && <div>{words.result(countText(run.added), countText(run.changed), countText(run.bad))}</div>}
      {(why ?? run.text) && <div>{why ?? run.text}</div>}
      {run.import_id !== null && (
        <div>
          <Link to="/settings/imports/$id" params={{ id: String(run.import_id) } as never}>
            {words.open}
          </Link>
        </div>
      )}
    </>
  );
}

function Runs({ one, onClose }: { one: ImportSchedule; onClose: () => void }) {
  const words = useFetchWords();
  const list = useReadList<ImportScheduleRun>({ path: `/import-schedules/${one.id}/runs`, topics: [`fetch:${one.id}`] });
  return (
    <Drawer open onClose={onClose} title={`${words.history}: ${one.name}`}>
      {list.data && list.items.length === 0 && <Muted>{words.never}</Muted>}
      {list.items.map((run) => (
        <Card key={run.id}>
          <RunShown run={run} />
        </Card>
      ))}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>…</Button>}
    </Drawer>
  );
}

/** What a menu opens. */
type Opened = { form: ImportSchedule | null } | { runs: ImportSchedule } | null;

function useActs(open: (opened: Opened) => void) {
  const words = useFetchWords();
  const admin = useMay('admin');
  const [ask, asking] = useQuestion();
  const changed = (said: string) => {
    topicsChanged(TOPICS);
    toast(said);
  };
  const run = (one: ImportSchedule) =>
    void api(`/import-schedules/${one.id}/run`, { method: 'POST', body: {} })
      .then(() => changed(words.started))
      .catch(toastError);
  const turn = (one: ImportSchedule) =>
    void api(`/import-schedules/${one.id}`, { method: 'PATCH', body: { active: !one.active }, version: one.version })
      .then(() => changed(words.saved))
      .catch(toastError);
  const remove = (one: ImportSchedule) =>
    ask({
      title: words.removeAsk,
      text: words.removeText,
      act: words.remove,
      run: () => api(`/import-schedules/${one.id}`, { method: 'DELETE', version: one.version }).then(() => changed(words.removed)),
    });
  const items = (one: ImportSchedule) => [
    { key: 'run', label: words.run, onClick: () => run(one) },
    { key: 'runs', label: words.history, onClick: () => open({ runs: one }) },
    ...(admin
      ? [
          { key: 'edit', label: words.edit, onClick: () => open({ form: one }) },
          { key: 'turn', label: one.active ? words.turnOff : words.turnOn, onClick: () => turn(one) },
          { key: 'remove', label: words.remove, danger: true, onClick: () => remove(one) },
        ]
      : []),
  ];
  return { items, asking };
}

function useRows(items: ReturnType<typeof useActs>['items']) {
  const words = useFetchWords();
  const language = useLanguage();
  const dates = useDates();
  const kinds = slots.imports.use();
  return (one: ImportSchedule) => [
    <strong key="name">{one.name}</strong>,
    kinds[one.kind as ImportKind]?.name[language] ?? one.kind,
    <span key="source">
      {words.sources[one.source]}
      <Muted small> {one.place}</Muted> {!one.secret_readable && <Tag tone="bad">{words.secretLost}</Tag>}
    </span>,
    <span key="when">
      {one.every_hours === null ? words.everyDay(one.at_time ?? '') : words.everyHours(one.every_hours)}{' '}
      <Muted small>{one.active && one.next_at ? words.next(dates.time(one.next_at)) : words.off}</Muted>
    </span>,
    one.last ? <RunShown key="last" run={one.last} /> : <Muted key="last">{words.never}</Muted>,
    <Menu key="acts" label={`${words.columns.acts}: ${one.name}`} items={items(one)} target="⋯" />,
  ];
}

export function SchedulesPart() {
  const words = useFetchWords();
  const admin = useMay('admin');
  const [opened, open] = useState<Opened>(null);
  const { items, asking } = useActs(open);
  const row = useRows(items);
  const list = useReadList<ImportSchedule>({ path: '/import-schedules', topics: TOPICS });
  const close = () => open(null);
  const add = admin && (
    <Button strong onClick={() => open({ form: null })}>
      {words.add}
    </Button>
  );
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const { name, kind, source, when, last, acts } = words.columns;
  return (
    <>
      <Card title={words.title} beside={list.items.length > 0 && add}>
        {list.items.length === 0 ? (
          <Empty title={words.empty} action={add || undefined}>
            {words.emptyText}
          </Empty>
        ) : (
          <>
            <p>
              <Muted>{words.about}</Muted>
            </p>
            <SmallTable label={words.title} head={[name, kind, source, when, last]} rows={list.items.map(row)} acts={acts} />
          </>
        )}
      </Card>
      {opened && 'form' in opened && <ScheduleForm one={opened.form} onClose={close} />}
      {opened && 'runs' in opened && <Runs one={opened.runs} onClose={close} />}
      {asking}
    </>
  );
}
