/* The day as of which a page speaks: choosing it, and saying so clearly while it is not today. */
import type { Day } from '../api/types';
import { today, useDates } from '../lib/dates';
import { TextButton } from './button';
import { DateBox } from './field';
import { Notice } from './layout';
import css from './past.module.css';
import { useKitWords } from './words';

interface PastProps {
  asOf: string | undefined;
  onChange: (day: Day | undefined) => void;
}

export function AsOf({ asOf, onChange }: PastProps) {
  const words = useKitWords();
  return (
    <span className={css.asOf}>
      <span aria-hidden="true">{words.asOf}</span>
      <DateBox
        name={words.asOf}
        size="xs"
        width={128}
        value={asOf ?? today()}
        max={today()}
        onChange={(day) => onChange(day === null || day === today() ? undefined : day)}
      />
    </span>
  );
}

export function PastNotice({ asOf, onChange }: PastProps) {
  const words = useKitWords();
  const dates = useDates();
  if (!asOf) return null;
  return (
    <Notice tone="past" action={<TextButton onClick={() => onChange(undefined)}>{words.backToToday}</TextButton>}>
      {words.past(dates.day(asOf))}
    </Notice>
  );
}
