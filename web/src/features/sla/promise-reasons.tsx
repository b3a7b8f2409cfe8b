/* Why something is due when it is. */
import type { SlaReason } from '../../api/types';
import { dayAdd, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { Muted } from '../../ui/layout';
import css from './promise.module.css';
import { minutesText, usePromiseWords } from './promise-words';

export function Reasons({ reasons }: { reasons: readonly SlaReason[] }) {
  const words = usePromiseWords();
  const dates = useDates();
  const language = useLanguage();

  function daysOf({ from_on, until_on }: SlaReason): string {
    if (from_on === null || until_on === null) return '';
    const last = dayAdd(until_on, -1);
    return last === from_on ? dates.weekday(from_on) : `${dates.weekday(from_on)} – ${dates.weekday(last)}`;
  }
  function textOf(reason: SlaReason): string {
    if (reason.why === 'paused') return words.pausedFor(minutesText(reason.minutes ?? 0, words));
    const name = (language === 'ja' && reason.name_ja) || reason.name || words.reasons[reason.why];
    return `${daysOf(reason)} · ${name}`;
  }
  if (reasons.length === 0) return <Muted small>{words.noReason}</Muted>;
  return (
    <ul className={css.reasons}>
      {reasons.map((reason) => (
        <li key={`${reason.why} ${reason.from_on}`}>{textOf(reason)}</li>
      ))}
    </ul>
  );
}
