/* SLA policies in their order: what each promises, what it would say of a ticket, and how the last weeks went. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead, useReadList } from '../../api/query';
import type { SlaDue, SlaFigure, SlaPolicy, SlaPreview } from '../../api/types';
import { clockRead, timeAt, today, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText, percentText } from '../../lib/numbers';
import { Button, Menu } from '../../ui/button';
import { useNamingOf } from '../../ui/catalogue';
import { useCirclesText } from '../../ui/circles';
import { conditionText } from '../../ui/condition';
import { useQuestion } from '../../ui/dialog';
import { DateBox, TextBox } from '../../ui/field';
import { Row } from '../../ui/form';
import { Kpi, KpiStrip } from '../../ui/kpi';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, More, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { ATTRIBUTES } from '../../ui/ticket-attributes';
import { toast, toastError } from '../../ui/toast';
import css from './promise.module.css';
import { PolicyDialog, TOPICS, usePriorityName } from './promise-form';
import { Reasons } from './promise-reasons';
import { minutesText, usePromiseWords } from './promise-words';

function Preview({ policy, name }: { policy: SlaPolicy; name: string }) {
  const words = usePromiseWords();
  const dates = useDates();
  const nameOf = usePriorityName(policy.targets.length === 1);
  const [day, setDay] = useState(today());
  const [clock, setClock] = useState('17:00');
  const time = clockRead(clock);
  const reading = useRead<{ items: SlaPreview[] }>({
    path: `/sla-policies/${policy.id}/preview`,
    query: { at: timeAt(day, time ?? '00:00') },
    topics: [...TOPICS, 'hours', 'holidays', 'calendar'],
    enabled: time !== null,
  });
  return (
    <section aria-label={`${words.try}: ${name}`} className={css.try}>
      <h3 className={css.title}>{words.try}</h3>
      <Row>
        <DateBox label={words.arrives} value={day} onChange={(value) => value && setDay(value)} />
        <TextBox label={words.at} value={clock} onChange={setClock} error={time === null ? words.atBad : null} />
      </Row>
      {time !== null && (
        <Shown reading={reading}>
          {({ items }) => (
            <SmallTable
              label={words.dueOf(name)}
              head={[words.priority, words.targets, words.due, words.why]}
              rows={items.map((one) => [
                nameOf(one.priority),
                `${words.kinds[one.kind]} · ${minutesText(one.target, words)}`,
                one.due_at === null ? words.never : dates.time(one.due_at),
                <Reasons key="why" reasons={one.reasons} />,
              ])}
            />
          )}
        </Shown>
      )}
    </section>
  );
}

interface PolicyProps {
  policy: SlaPolicy;
  place: number;
  last: boolean;
  onEdit: () => void;
}

/** Which tickets it fits, where the reader may know. */
function useAbout(policy: SlaPolicy): string {
  const words = usePromiseWords();
  const areas = useCirclesText();
  const naming = useNamingOf('ticket', ATTRIBUTES);
  if (policy.withheld) return words.withheld(areas([policy.withheld]));
  if (policy.unreadable) return words.unreadable;
  return policy.condition ? conditionText(policy.condition, naming) : words.everything;
}

function PolicyCard({ policy, place, last, onEdit }: PolicyProps) {
  const words = usePromiseWords();
  const language = useLanguage();
  const about = useAbout(policy);
  const mayManage = useMay('manage');
  const [ask, asking] = useQuestion();
  const name = named(policy, language);

  async function move(position: number): Promise<void> {
    try {
      await api(`/sla-policies/${policy.id}`, { method: 'PATCH', body: { position }, version: policy.version });
      topicsChanged(TOPICS);
    } catch (error) {
      toastError(error);
    }
  }
  async function remove(): Promise<void> {
    await api(`/sla-policies/${policy.id}`, { method: 'DELETE' });
    topicsChanged(TOPICS);
    toast(words.deleted);
  }
  const items = [
    { key: 'edit', label: words.edit, onClick: onEdit },
    ...(place > 1 ? [{ key: 'up', label: words.up, onClick: () => void move(place - 1) }] : []),
    ...(last ? [] : [{ key: 'down', label: words.down, onClick: () => void move(place + 1) }]),
    {
      key: 'delete',
      label: words.delete,
      danger: true,
      onClick: () => ask({ title: words.deleteAsk(name), text: words.deleteText, act: words.delete, run: remove }),
    },
  ];
  return (
    <Card>
      <div className={css.line}>
        <h2 className={css.name}>
          {place}. {name} {!policy.active && <Tag>{words.inactive}</Tag>}
        </h2>
        {mayManage && <Menu target={<span aria-hidden="true">⋯</span>} label={`${words.acts}: ${name}`} items={items} />}
      </div>
      <p className={css.about}>{about}</p>
      <Preview policy={policy} name={name} />
      {asking}
    </Card>
  );
}

function Breaches() {
  const words = usePromiseWords();
  const dates = useDates();
  const list = useReadList<SlaDue>({ path: '/sla-due', query: { breached: 'true', limit: '20' }, topics: ['tickets', 'ticket'] });
  return (
    <Shown reading={list}>
      {() =>
        list.items.length === 0 ? (
          <Muted small>{words.noBreach}</Muted>
        ) : (
          <>
            <SmallTable
              label={words.behind}
              head={[words.behind, words.policy, words.due]}
              rows={list.items.map((one) => [
                <Link key="ticket" to="/inbox/$id" params={{ id: String(one.ticket_id) }}>
                  #{one.number} {one.subject}
                </Link>,
                `${words.kinds[one.kind]} · ${minutesText(one.target, words)}`,
                dates.time(one.due_at),
              ])}
            />
            <More list={list} />
          </>
        )
      }
    </Shown>
  );
}

function Rates({ items }: { items: readonly SlaFigure[] }) {
  const words = usePromiseWords();
  return (
    <>
      <KpiStrip>
        {items.map((one) => (
          <Kpi
            key={one.kind}
            label={words.kinds[one.kind]}
            value={percentText(one.rate ?? 0)}
            note={words.breached(countText(one.breached), countText(one.due))}
          />
        ))}
      </KpiStrip>
      <Breaches />
    </>
  );
}

/** Nothing while nothing was due; what cannot be read is said. */
function Figures() {
  const words = usePromiseWords();
  const reading = useRead<{ items: SlaFigure[] }>({ path: '/sla-figures', topics: ['tickets', 'ticket'] });
  if (reading.data?.items.length === 0) return null;
  return (
    <Card title={words.figures}>
      <Shown reading={reading}>{({ items }) => <Rates items={items} />}</Shown>
    </Card>
  );
}

export function PromisesPart() {
  const words = usePromiseWords();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<SlaPolicy | 'new' | null>(null);
  const reading = useRead<{ items: SlaPolicy[] }>({ path: '/sla-policies', topics: TOPICS });
  const add = mayManage && (
    <Button strong onClick={() => setEditing('new')}>
      {words.add}
    </Button>
  );
  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.intro}</p>
        {reading.data && reading.data.items.length > 0 && add}
      </div>
      <Figures />
      <Shown reading={reading}>
        {({ items }) =>
          items.length === 0 ? (
            <Card>
              <Empty title={words.empty} action={add}>
                {words.emptyText}
              </Empty>
            </Card>
          ) : (
            items.map((policy, at) => (
              <PolicyCard key={policy.id} policy={policy} place={at + 1} last={at + 1 === items.length} onEdit={() => setEditing(policy)} />
            ))
          )
        }
      </Shown>
      {editing !== null && <PolicyDialog policy={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}
