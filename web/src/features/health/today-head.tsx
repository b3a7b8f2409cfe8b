import type { Today } from '../../api/types';
import { countText } from '../../lib/numbers';
import { BandShape } from '../../ui/band';
import { Kpi } from '../../ui/kpi';
import css from './today.module.css';
import { useHealthTodayWords } from './today-words';

function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}

/** How many are judged, and how many of them are BAD. */
export function BandsHead({ head }: { head: Today['head'] }) {
  const words = useHealthTodayWords();
  return (
    <Kpi
      label={words.badOf(countText(head.accounts))}
      value={
        <span className={head.bad > 0 ? css.bad : undefined}>
          <BandShape band="BAD" size={12} /> {countText(head.bad)}
        </span>
      }
      note={words.change(signed(head.bad_change))}
      worse={head.bad_change > 0}
    />
  );
}
