/* SLA policies in their order: what each promises, what it would say of a ticket, and how the last weeks went. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead, useReadList } from '../../api/query';
import type { SlaDue, SlaFigure, SlaPolicy, SlaPreview } from '../../api/types';
import { timeAt, today, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText, percentText } from '../../lib/numbers';
import { Button, Menu } from '../../ui/button';
import { useNamingOf } from '../../ui/catalogue';
import { conditionText } from '../../ui/condition';
import { useQuestion } from '../../ui/dialog';
import { DateBox, TextBox } from '../../ui/field';
import { Row } from '../../ui/form';
import { Kpi, KpiStrip } from '../../ui/kpi';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { ATTRIBUTES } from './attributes';
import css from './promise.module.css';
import { PolicyDialog, TOPICS, usePriorityName } from './promise-form';
import { Reasons } from './promise-reasons';
import { minutesText, usePromiseWords } from './promise-words';

const CLOCK = /^([01]?\d|2[0-3]):[0-5]\d$/;

function Preview({ policy, name }: { policy: SlaPolicy; name: string }) {
  const words = usePromiseWords();
  const dates = useDates();
  const nameOf = usePriorityName(policy.targets.length === 1);
  const [day, setDay] = useState(today());
  const [clock, setClock] = useState('17:00');
  const at = timeAt(day, (CLOCK.test(clock) ? clock : '17:00').padStart(5, '0'));
  const reading = useRead<{ items: SlaPreview[] }>({
    path: `/sla-policies/${policy.id}/preview`,
    query: { at },
    topics: [...TOPICS, 'hours', 'holidays', 'calendar'],
  });
  return (
    <section aria-label={`${words.try}: ${name}`} className={css.try}>
      <h3 className={css.title}>{words.try}</h3>
      <Row>
        <DateBox label={words.arrives} value={day} onChange={(value) => value && setDay(value)} />
        <TextBox label={words.at} value={clock} onChange={setClock} />
      </Row>
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
    </section>
  );
}

interface PolicyProps {
  policy: SlaPolicy;
  place: number;
  last: boolean;
  onEdit: () => void;
}

function PolicyCard({ policy, place, last, onEdit }: PolicyProps) {
  const words = usePromiseWords();
  const language = useLanguage();
  const naming = useNamingOf('ticket', ATTRIBUTES);
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
      <p className={css.about}>{policy.condition ? conditionText(policy.condition, naming) : words.everything}</p>
      <Preview policy={policy} name={name} />
      {asking}
    </Card>
  );
}

function Breaches() {
  const words = usePromiseWords();
  const dates = useDates();
  const list = useReadList<SlaDue>({ path: '/sla-due', query: { breached: 'true', limit: '20' }, topics: ['tickets', 'ticket'] });
  if (list.items.length === 0) return <Muted small>{words.noBreach}</Muted>;
  return (
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
  );
}

function Figures() {
  const words = usePromiseWords();
  const reading = useRead<{ items: SlaFigure[] }>({ path: '/sla-figures', topics: ['tickets', 'ticket'] });
  const items = reading.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={words.figures}>
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
