/* The calendars of business hours: the week, the dates that differ, and a try. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { HoursCalendar, HoursDateShown, HoursWeekShown } from '../../api/types';
import { dayAdd, useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { Button, Menu, TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Facts, Muted, Tag } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { CalendarDialog, DateDialog, TOPICS, WeekDialog } from './edit';
import css from './hours.module.css';
import { TryIt } from './try';
import { weekRuns, windowsText } from './windows';
import { useHoursWords } from './words';

type Editing =
  | { what: 'calendar' | 'date'; calendar: HoursCalendar | null }
  | { what: 'week'; calendar: HoursCalendar; week: HoursWeekShown };

function Week({ week }: { week: HoursWeekShown }) {
  const words = useHoursWords();
  const name = (first: number, last: number) => (first === last ? words.short(first) : words.run(words.short(first), words.short(last)));
  return (
    <Facts
      items={weekRuns(week.windows).map(([first, last, text]) => [name(first, last), text || <Muted key="closed">{words.closed}</Muted>])}
    />
  );
}

function useDaysText() {
  const dates = useDates();
  return (date: HoursDateShown) => {
    const last = dayAdd(date.until_on, -1);
    return last === date.from_on ? dates.weekday(date.from_on) : `${dates.weekday(date.from_on)} – ${dates.weekday(last)}`;
  };
}

function Dates({ calendar, onDelete }: { calendar: HoursCalendar; onDelete: ((date: HoursDateShown) => void) | undefined }) {
  const words = useHoursWords();
  const daysText = useDaysText();
  const hoursOf = ({ from_minute, until_minute }: HoursDateShown) =>
    from_minute === null || until_minute === null ? '' : windowsText([{ from_minute, until_minute }]);
  return (
    <SmallTable
      label={words.dates}
      head={[words.date, words.kind, words.reason]}
      acts={words.acts}
      rows={calendar.dates.map((date) => [
        daysText(date),
        `${words.kinds[date.kind]} ${hoursOf(date)}`,
        date.name,
        onDelete && (
          <TextButton key="delete" danger onClick={() => onDelete(date)}>
            {words.delete}
          </TextButton>
        ),
      ])}
    />
  );
}

function Weeks({
  calendar,
  onEdit,
  onDelete,
}: {
  calendar: HoursCalendar;
  onEdit: ((week: HoursWeekShown) => void) | undefined;
  onDelete: (week: HoursWeekShown) => void;
}) {
  const words = useHoursWords();
  const dates = useDates();
  const nameOf = (week: HoursWeekShown) => (week.from_on === null ? words.always : words.from(dates.day(week.from_on)));
  return calendar.weeks.map((week) => (
    <section key={week.id} className={css.week} aria-label={`${words.week} · ${nameOf(week)}`}>
      <div className={css.line}>
        <h3 className={css.title}>{calendar.weeks.length > 1 ? nameOf(week) : words.week}</h3>
        {onEdit && (
          <span className={css.acts}>
            <TextButton onClick={() => onEdit(week)}>{words.weekEdit}</TextButton>
            {week.from_on !== null && (
              <TextButton danger onClick={() => onDelete(week)}>
                {words.delete}
              </TextButton>
            )}
          </span>
        )}
      </div>
      <Week week={week} />
    </section>
  ));
}

function CalendarCard({ calendar, first, onEdit }: { calendar: HoursCalendar; first: boolean; onEdit: (editing: Editing) => void }) {
  const words = useHoursWords();
  const dates = useDates();
  const daysText = useDaysText();
  const mayManage = useMay('manage');
  const [ask, asking] = useQuestion();
  const at = `/hours/${calendar.id}`;

  async function gone(path: string): Promise<void> {
    await api(path, { method: 'DELETE' });
    topicsChanged(TOPICS);
    toast(words.deleted);
  }
  const remove = (title: string, text: string, path: string) => ask({ title, text, act: words.delete, run: () => gone(path) });

  async function lead(): Promise<void> {
    try {
      await api(at, { method: 'PATCH', body: { position: 1 }, version: calendar.version });
      topicsChanged(TOPICS);
    } catch (error) {
      toastError(error);
    }
  }

  const weekName = (week: HoursWeekShown) => words.from(dates.day(week.from_on ?? ''));
  return (
    <Card>
      <div className={css.line}>
        <h2 className={css.name}>
          {calendar.name} {first && <Tag>{words.default}</Tag>}
        </h2>
        {mayManage && (
          <Menu
            target={<span aria-hidden="true">⋯</span>}
            label={words.acts}
            items={[
              { key: 'edit', label: words.edit, onClick: () => onEdit({ what: 'calendar', calendar }) },
              ...(first ? [] : [{ key: 'default', label: words.makeDefault, onClick: () => void lead() }]),
              {
                key: 'delete',
                label: words.delete,
                danger: true,
                onClick: () => remove(words.deleteAsk(calendar.name), words.deleteText, at),
              },
            ]}
          />
        )}
      </div>
      <p className={css.about}>
        {[
          calendar.open ? words.openNow : words.closedNow,
          calendar.opens_at && words.opens(dates.time(calendar.opens_at)),
          calendar.time_zone,
          calendar.keeps_holidays ? words.holidaysOn : words.holidaysOff,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Weeks
        calendar={calendar}
        onEdit={mayManage ? (week) => onEdit({ what: 'week', calendar, week }) : undefined}
        onDelete={(week) => remove(words.deleteWeek(weekName(week)), words.deleteWeekText, `${at}/weeks/${week.id}`)}
      />
      <div className={css.line}>
        <h3 className={css.title}>{words.dates}</h3>
        {mayManage && <TextButton onClick={() => onEdit({ what: 'date', calendar })}>{words.dateAdd}</TextButton>}
      </div>
      {calendar.dates.length > 0 && (
        <Dates
          calendar={calendar}
          onDelete={
            mayManage ? (date) => remove(words.deleteDate(daysText(date)), words.deleteDateText, `${at}/dates/${date.id}`) : undefined
          }
        />
      )}
      <TryIt calendar={calendar} />
      {asking}
    </Card>
  );
}

export function HoursPart() {
  const words = useHoursWords();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<Editing | null>(null);
  const reading = useRead<{ items: HoursCalendar[] }>({ path: '/hours', topics: TOPICS });
  const close = () => setEditing(null);
  const add = mayManage && (
    <Button strong onClick={() => setEditing({ what: 'calendar', calendar: null })}>
      {words.add}
    </Button>
  );
  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {reading.data && reading.data.items.length > 0 && add}
      </div>
      <Shown reading={reading}>
        {({ items }) =>
          items.length === 0 ? (
            <Card>
              <Empty title={words.empty} action={add}>
                {words.emptyText}
              </Empty>
            </Card>
          ) : (
            items.map((calendar, at) => <CalendarCard key={calendar.id} calendar={calendar} first={at === 0} onEdit={setEditing} />)
          )
        }
      </Shown>
      {editing?.what === 'calendar' && <CalendarDialog calendar={editing.calendar} onClose={close} />}
      {editing?.what === 'week' && <WeekDialog calendar={editing.calendar} week={editing.week} onClose={close} />}
      {editing?.what === 'date' && editing.calendar && <DateDialog calendar={editing.calendar} onClose={close} />}
    </>
  );
}
