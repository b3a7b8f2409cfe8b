/* What the calendar says of a request that arrives at some time: the due time, and which days were not as usual. */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { HoursCalendar, HoursMeasured, HoursSkipped } from '../../api/types';
import { clockRead, dayAdd, timeAt, today, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { DateBox, NumberBox, TextBox } from '../../ui/field';
import { Row } from '../../ui/form';
import { Facts } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { TOPICS } from './edit';
import css from './hours.module.css';
import { useHoursWords } from './words';

export function TryIt({ calendar }: { calendar: HoursCalendar }) {
  const words = useHoursWords();
  const dates = useDates();
  const language = useLanguage();
  const [day, setDay] = useState(today());
  const [clock, setClock] = useState('17:00');
  const [target, setTarget] = useState<number | null>(4);
  const time = clockRead(clock);
  const asked = time !== null && target !== null && target >= 0;
  const from = timeAt(day, time ?? '00:00');
  const reading = useRead<HoursMeasured>({
    path: `/hours/${calendar.id}/time`,
    query: { from, minutes: Math.round((target ?? 0) * 60) },
    topics: [...TOPICS, 'holidays', 'calendar'],
    enabled: asked,
  });

  const daysOf = ({ from_on, until_on }: HoursSkipped) => {
    const last = dayAdd(until_on, -1);
    return last === from_on ? dates.weekday(from_on) : `${dates.weekday(from_on)} – ${dates.weekday(last)}`;
  };
  const nameOf = ({ name, name_ja, why }: HoursSkipped) => (language === 'ja' && name_ja) || name || words.whys[why];
  return (
    <section aria-label={words.try} className={css.try}>
      <h3 className={css.title}>{words.try}</h3>
      <Row>
        <DateBox label={words.arrives} value={day} onChange={(value) => value && setDay(value)} />
        <TextBox label={words.at} value={clock} onChange={setClock} error={time === null ? words.atBad : null} />
        <NumberBox label={words.promise} value={target} min={0} max={8760} onChange={setTarget} />
      </Row>
      {asked && (
        <Shown reading={reading}>
          {({ until, skipped }) => (
            <div role="status">
              <p className={css.due}>{until ? words.due(dates.time(until)) : words.never}</p>
              {skipped.length > 0 && <Facts items={skipped.map((one) => [daysOf(one), nameOf(one)])} />}
            </div>
          )}
        </Shown>
      )}
    </section>
  );
}
