/* The API ends a contract with the first day after it. People write down its last day. */
import type { Day } from '../../api/types';
import { dayAdd } from '../../lib/dates';

interface DayBox {
  value: Day | null;
  onChange: (day: Day | null) => void;
}

/** The box of an end, as a box of the last day. */
export function lastDay<B extends DayBox>(box: B): B {
  return { ...box, value: box.value && dayAdd(box.value, -1), onChange: (day) => box.onChange(day && dayAdd(day, 1)) };
}
