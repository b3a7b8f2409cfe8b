/* The dialogs: a calendar, its week from a day on, a date that differs. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { HoursCalendar, HoursDateShown, HoursWeekShown } from '../../api/types';
import { dayAdd, daysBetween, today } from '../../lib/dates';
import { useMe } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Check, DateBox, Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import css from './hours.module.css';
import { type DayWindow, WEEK, windowsOf, windowsText } from './windows';
import { useHoursWords } from './words';

export const TOPICS = ['hours'];

const OFFICE = '9:00–12:00, 13:00–18:00';
const WORKDAYS = [1, 2, 3, 4, 5];

/** What stands in the seven boxes, by weekday. */
function textsOf(windows: readonly DayWindow[]): string[] {
  return Array.from({ length: 7 }, (_, weekday) => windowsText(windows.filter((window) => window.weekday === weekday)));
}

/** null: a box cannot be read. */
function weekOf(texts: readonly string[]): DayWindow[] | null {
  const days = texts.map((text, weekday) => windowsOf(text)?.map((window) => ({ weekday, ...window })) ?? null);
  return days.every((day) => day !== null) ? days.flat() : null;
}

function WeekBoxes({ texts, onChange }: { texts: string[]; onChange: (texts: string[]) => void }) {
  const words = useHoursWords();
  return (
    <fieldset className={css.boxes}>
      <legend className={css.title}>{words.week}</legend>
      {WEEK.map((weekday) => (
        <TextBox
          key={weekday}
          label={words.day(weekday)}
          value={texts[weekday] ?? ''}
          placeholder={words.closed}
          error={windowsOf(texts[weekday] ?? '') ? null : words.weekBad}
          onChange={(text) => onChange(texts.map((before, at) => (at === weekday ? text : before)))}
        />
      ))}
      <TextButton onClick={() => onChange(texts.map((before, at) => (WORKDAYS.includes(at) ? (texts[1] ?? '') : before)))}>
        {words.same}
      </TextButton>
      <Muted small>{words.weekHint}</Muted>
    </fieldset>
  );
}

export function CalendarDialog({ calendar, onClose }: { calendar: HoursCalendar | null; onClose: () => void }) {
  const words = useHoursWords();
  const { workspace } = useMe();
  const [texts, setTexts] = useState<string[]>(() => Array.from({ length: 7 }, (_, at) => (WORKDAYS.includes(at) ? OFFICE : '')));
  const form = useForm(
    {
      name: calendar?.name ?? words.nameStart,
      time_zone: calendar?.time_zone ?? workspace.time_zone,
      keeps_holidays: calendar?.keeps_holidays ?? true,
    },
    ['name'],
  );
  const windows = weekOf(texts);

  async function save(): Promise<void> {
    if (calendar) await api(`/hours/${calendar.id}`, { method: 'PATCH', body: form.values, version: calendar.version });
    else await api('/hours', { method: 'POST', body: { ...form.values, windows } });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  const zones = Intl.supportedValuesOf('timeZone');
  const { time_zone } = form.values;
  return (
    <Dialog open onClose={onClose} title={calendar ? words.edit : words.add}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={!windows}>
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
        <Select
          label={words.zone}
          value={time_zone}
          onChange={(value) => value && form.set({ time_zone: value })}
          error={form.mark('time_zone')}
          options={(zones.includes(time_zone) ? zones : [time_zone, ...zones]).map((value) => ({ value, label: value }))}
        />
        <Check label={words.holidays} hint={words.holidaysHint} {...form.box('keeps_holidays')} />
        {calendar && <Muted small>{words.settingsPast}</Muted>}
        {!calendar && <WeekBoxes texts={texts} onChange={setTexts} />}
      </Form>
    </Dialog>
  );
}

/** A change counts from a day on, so that what was measured before stays right; a correction holds for all days of that week. */
export function WeekDialog({ calendar, week, onClose }: { calendar: HoursCalendar; week: HoursWeekShown; onClose: () => void }) {
  const words = useHoursWords();
  const [texts, setTexts] = useState(() => textsOf(week.windows));
  const form = useForm({ from_on: today(), correct: false });
  const windows = weekOf(texts);

  async function save(): Promise<void> {
    const from_on = form.values.correct ? week.from_on : form.values.from_on;
    await api(`/hours/${calendar.id}/weeks`, { method: 'PUT', body: { from_on, windows }, version: calendar.version });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.weekEdit}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={!windows}>
        <WeekBoxes texts={texts} onChange={setTexts} />
        {!form.values.correct && (
          <DateBox
            label={words.validFrom}
            hint={words.validFromHint}
            value={form.values.from_on}
            error={form.mark('from_on')}
            onChange={(day) => day && form.set({ from_on: day })}
          />
        )}
        <Check label={words.validAlways} {...form.box('correct')} />
      </Form>
    </Dialog>
  );
}

export function DateDialog({ calendar, onClose }: { calendar: HoursCalendar; onClose: () => void }) {
  const words = useHoursWords();
  const form = useForm({ kind: 'closed' as HoursDateShown['kind'], from_on: today(), last: today(), hours: '', name: '' });
  const { values } = form;
  const windows = windowsOf(values.hours);
  const isClosed = values.kind === 'closed';
  const ready = isClosed || (windows !== null && windows.length > 0);

  async function save(): Promise<void> {
    const body = {
      kind: values.kind,
      from_on: values.from_on,
      until_on: dayAdd(values.last, 1),
      name: values.name || undefined,
      windows: isClosed ? undefined : windows,
    };
    await api(`/hours/${calendar.id}/dates`, { method: 'POST', body });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.dateAdd}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={!ready}>
        <Select
          label={words.kind}
          hint={words.kindHints[values.kind]}
          value={values.kind}
          onChange={(kind) => kind && form.set({ kind: kind as HoursDateShown['kind'] })}
          options={(['closed', 'open', 'break'] as const).map((value) => ({ value, label: words.kinds[value] }))}
        />
        <Row>
          <DateBox
            label={words.first}
            error={form.mark('from_on')}
            value={values.from_on}
            onChange={(day) => day && form.set({ from_on: day, last: daysBetween(values.last, day) > 0 ? day : values.last })}
          />
          <DateBox
            label={words.last}
            error={form.mark('until_on')}
            value={values.last}
            min={values.from_on}
            onChange={(day) => day && form.set({ last: day })}
          />
        </Row>
        {!isClosed && (
          <TextBox
            label={words.hours}
            required
            hint={words.hoursHint}
            {...form.box('hours')}
            error={windows ? form.mark('until_minute') : words.weekBad}
          />
        )}
        <TextBox label={words.reason} {...form.box('name')} />
      </Form>
    </Dialog>
  );
}
