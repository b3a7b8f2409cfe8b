import type { Today } from '../../api/types';
import { countText } from '../../lib/numbers';
import { BandShape } from '../../ui/band';
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
    <>
      <span>{words.accounts(countText(head.accounts))}</span>
      <span>
        <strong className={css.bad}>
          <BandShape band="BAD" size={9} /> BAD {countText(head.bad)}
        </strong>{' '}
        ({words.change(signed(head.bad_change))})
      </span>
    </>
  );
}
