/* A policy: whom it fits, its targets by priority, and when somebody is warned. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { HoursCalendar, SlaPolicy, SlaTarget } from '../../api/types';
import { conditionOf, groupOf } from '../../lib/condition';
import { useLanguage } from '../../lib/language';
import { useNamingOf } from '../../ui/catalogue';
import { useCirclesText } from '../../ui/circles';
import { ConditionBuilder } from '../../ui/condition';
import { Dialog } from '../../ui/dialog';
import { Check, NumberBox, Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { ATTRIBUTES, PRIORITIES } from '../../ui/ticket-attributes';
import { toast } from '../../ui/toast';
import css from './promise.module.css';
import { usePromiseWords } from './promise-words';

export const TOPICS = ['sla_policies', 'sla_policy'];

type Priority = SlaTarget['priority'];
type Minutes = 'first_minutes' | 'next_minutes' | 'resolution_minutes';
type Targets = Partial<Record<Priority, SlaTarget>>;

const ORDER: readonly Priority[] = ['any', 'urgent', 'high', 'normal', 'low'];
const KINDS = [
  ['first', 'first_minutes'],
  ['next', 'next_minutes'],
  ['resolution', 'resolution_minutes'],
] as const;

/* What policies decide, none can ask for. */
const { overdue, due_soon, breached, ...ASKABLE } = ATTRIBUTES;

const isSet = (target: SlaTarget | undefined): target is SlaTarget =>
  target !== undefined && KINDS.some(([, field]) => (target[field] ?? null) !== null);

/** `alone`: no priority has a line of its own. */
export function usePriorityName(alone: boolean): (priority: Priority) => string {
  const words = usePromiseWords();
  const language = useLanguage();
  return (priority) => (priority === 'any' ? (alone ? words.every : words.any) : PRIORITIES[priority][language]);
}

function TargetBoxes({ targets, onChange }: { targets: Targets; onChange: (targets: Targets) => void }) {
  const words = usePromiseWords();
  const nameOf = usePriorityName(ORDER.every((priority) => priority === 'any' || !isSet(targets[priority])));
  const empty = (priority: Priority): SlaTarget => ({ priority, first_minutes: null, next_minutes: null, resolution_minutes: null });
  const hoursOf = (minutes: number | null | undefined) => (minutes ? minutes / 60 : null);
  function set(priority: Priority, field: Minutes, hours: number | null): void {
    const minutes = hours === null ? null : Math.max(1, Math.round(hours * 60));
    onChange({ ...targets, [priority]: { ...(targets[priority] ?? empty(priority)), [field]: minutes } });
  }
  return (
    <fieldset className={css.targets}>
      <legend className={css.title}>{words.targets}</legend>
      <Muted small>{words.targetsHint}</Muted>
      {ORDER.map((priority) => (
        <fieldset key={priority} className={css.targets}>
          <legend>{nameOf(priority)}</legend>
          <div className={css.boxes}>
            {KINDS.map(([kind, field]) => (
              <NumberBox
                key={kind}
                label={words.kinds[kind]}
                value={hoursOf(targets[priority]?.[field])}
                min={0}
                max={8760}
                fraction={2}
                onChange={(hours) => set(priority, field, hours)}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </fieldset>
  );
}

type Warning = 'none' | 'percent' | 'minutes';

function warningOf(policy: SlaPolicy | null): [Warning, number] {
  if (policy === null) return ['percent', 25];
  if (policy.warn_minutes !== null) return ['minutes', policy.warn_minutes];
  return policy.warn_percent === null ? ['none', 25] : ['percent', policy.warn_percent];
}

export function PolicyDialog({ policy, onClose }: { policy: SlaPolicy | null; onClose: () => void }) {
  const words = usePromiseWords();
  const naming = useNamingOf('ticket', ASKABLE);
  const areas = useCirclesText();
  const calendars = useRead<{ items: HoursCalendar[] }>({ path: '/hours', topics: ['hours'] }).data?.items ?? [];
  const [group, setGroup] = useState(() => groupOf(policy?.condition));
  const [targets, setTargets] = useState<Targets>(() => Object.fromEntries((policy?.targets ?? []).map((one) => [one.priority, one])));
  const [[warning, left], setWarning] = useState(() => warningOf(policy));
  const form = useForm(
    {
      name: policy?.name ?? words.nameStart,
      name_ja: policy?.name_ja ?? '',
      hours_id: policy?.hours_id ?? null,
      active: policy?.active ?? true,
    },
    ['name'],
  );
  const given = ORDER.map((priority) => targets[priority]).filter(isSet);

  const condition = conditionOf(group);
  /* What is not shown here stays as it is. */
  const keeps = policy?.withheld || (policy?.unreadable && condition === null);

  async function save(): Promise<void> {
    const body = {
      ...form.values,
      name_ja: form.values.name_ja || null,
      ...(keeps ? {} : { condition }),
      targets: given,
      warn_minutes: warning === 'minutes' ? left : null,
      warn_percent: warning === 'percent' ? left : null,
    };
    if (policy) await api(`/sla-policies/${policy.id}`, { method: 'PATCH', body, version: policy.version });
    else await api('/sla-policies', { method: 'POST', body });
    topicsChanged([...TOPICS, 'tickets']);
    toast(words.saved);
    onClose();
  }
  const { hours_id } = form.values;
  return (
    <Dialog open onClose={onClose} title={policy ? words.edit : words.add} size="lg">
      <Form form={form} onSend={save} onCancel={onClose} disabled={given.length === 0}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.nameJa} {...form.box('name_ja')} />
        </Row>
        <div>
          <p className={css.title}>{words.condition}</p>
          {policy?.withheld ? (
            <Muted small>{words.withheld(areas([policy.withheld]))}</Muted>
          ) : (
            <>
              <ConditionBuilder label={words.condition} value={group} onChange={setGroup} naming={naming} />
              <Muted small>{policy?.unreadable ? words.unreadable : words.conditionHint}</Muted>
            </>
          )}
        </div>
        <TargetBoxes targets={targets} onChange={setTargets} />
        <Row>
          <Select
            label={words.warn}
            value={warning}
            onChange={(value) => value && setWarning([value as Warning, left])}
            options={(['percent', 'minutes', 'none'] as const).map((value) => ({ value, label: words.warnings[value] }))}
          />
          {warning !== 'none' && (
            <NumberBox
              label={words.warnLeft}
              value={left}
              min={1}
              max={warning === 'percent' ? 99 : 525600}
              onChange={(value) => setWarning([warning, value ?? 25])}
            />
          )}
        </Row>
        <Select
          label={words.hours}
          value={hours_id === null ? '' : String(hours_id)}
          onChange={(value) => form.set({ hours_id: value ? Number(value) : null })}
          options={[{ value: '', label: words.hoursDefault }, ...calendars.map((one) => ({ value: String(one.id), label: one.name }))]}
        />
        <Check label={words.active} {...form.box('active')} />
      </Form>
    </Dialog>
  );
}
