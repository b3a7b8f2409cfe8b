/* Which days do not count in measures of use: a country's public holidays, the weekend, and the workspace's own days off. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Calendar, CalendarPatch, Holiday } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMay, useMe } from '../../lib/me';
import { Button, LinkButton, TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { Card, Muted, Notice } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { AddDaysOff, TOPICS } from './add';
import css from './holiday.module.css';
import { useHolidayWords } from './words';

const COUNTRIES = ['none', 'JP'] as const;
const WEEKENDS = ['sat_sun', 'fri_sat', 'sun', 'none'] as const;
const YEARS_BACK = 3;
const YEARS_AHEAD = 1;
const JAPAN = 'Asia/Tokyo';

function Choices({ calendar }: { calendar: Calendar }) {
  const words = useHolidayWords();
  const mayManage = useMay('manage');
  const { workspace } = useMe();

  async function change(patch: CalendarPatch): Promise<void> {
    try {
      await api('/calendar', { method: 'PATCH', body: patch, version: calendar.version });
      toast(words.saved);
    } catch (error) {
      toastError(error);
    } finally {
      topicsChanged(TOPICS); // after a refusal, too: it may be another's change that is not shown yet
    }
  }

  return (
    <>
      {calendar.country === 'none' && workspace.time_zone === JAPAN && mayManage && (
        <Notice action={<Button onClick={() => void change({ country: 'JP' })}>{words.useJapan}</Button>}>{words.suggest}</Notice>
      )}
      <div className={css.choices}>
        <Select
          label={words.country}
          disabled={!mayManage}
          value={calendar.country}
          onChange={(country) => country && void change({ country: country as Calendar['country'] })}
          options={COUNTRIES.map((value) => ({ value, label: words.countries[value] }))}
        />
        <Select
          label={words.weekend}
          disabled={!mayManage}
          value={calendar.weekend}
          onChange={(weekend) => weekend && void change({ weekend: weekend as Calendar['weekend'] })}
          options={WEEKENDS.map((value) => ({ value, label: words.weekends[value] }))}
        />
      </div>
    </>
  );
}

function HolidayTable({ holidays }: { holidays: Holiday[] }) {
  const words = useHolidayWords();
  const language = useLanguage();
  const dates = useDates();
  const mayManage = useMay('manage');
  const [ask, asking] = useQuestion();
  const nameOf = (holiday: Holiday) => (language === 'ja' && holiday.name_ja) || holiday.name;

  function remove(holiday: Holiday): void {
    ask({
      title: words.deleteAsk(nameOf(holiday)),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/holidays/${holiday.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  }

  const span = ({ from_on, until_on }: Holiday) => {
    const last = dayAdd(until_on, -1);
    return last === from_on ? dates.weekday(from_on) : `${dates.weekday(from_on)} – ${dates.weekday(last)}`;
  };

  return (
    <>
      <SmallTable
        label={words.country}
        head={[words.day, words.name, words.source]}
        acts={words.delete}
        rows={holidays.map((holiday) => [
          span(holiday),
          nameOf(holiday),
          holiday.source === 'own' ? words.own : <Muted key="source">{words.public}</Muted>,
          holiday.source === 'own' && mayManage && (
            <TextButton key="delete" danger onClick={() => remove(holiday)}>
              {words.delete}
            </TextButton>
          ),
        ])}
      />
      {asking}
    </>
  );
}

export function HolidaysPart() {
  const words = useHolidayWords();
  const mayManage = useMay('manage');
  const now = Number(today().slice(0, 4));
  const [year, setYear] = useState(now);
  const [adding, setAdding] = useState(false);
  const calendar = useRead<Calendar>({ path: '/calendar', topics: TOPICS });
  const holidays = useRead<{ items: Holiday[] }>({ path: '/holidays', query: { year }, topics: TOPICS });
  const years = Array.from({ length: YEARS_BACK + YEARS_AHEAD + 1 }, (_, at) => String(now + YEARS_AHEAD - at));

  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {mayManage && (
          <div className={css.buttons}>
            <LinkButton to="/settings/imports">{words.importing}</LinkButton>
            <Button strong onClick={() => setAdding(true)}>
              {words.add}
            </Button>
          </div>
        )}
      </div>
      <Shown reading={calendar}>{(found) => <Choices calendar={found} />}</Shown>
      <Select
        label={words.year}
        width={120}
        value={String(year)}
        onChange={(chosen) => chosen && setYear(Number(chosen))}
        options={years.map((value) => ({ value, label: value }))}
      />
      <Shown reading={holidays}>
        {({ items }) => (
          <Card>{items.length === 0 ? <Empty title={words.empty}>{words.emptyText}</Empty> : <HolidayTable holidays={items} />}</Card>
        )}
      </Shown>
      {adding && <AddDaysOff onClose={() => setAdding(false)} />}
    </>
  );
}
