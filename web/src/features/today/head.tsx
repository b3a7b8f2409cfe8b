import type { Today } from '../../api/types';
import { countText, moneyText } from '../../lib/numbers';
import { BandShape } from '../../ui/band';
import css from './today.module.css';
import { useTodayWords } from './words';

function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}

/** The day in one line. Which tasks were open on a day of the past is not known. */
export function Head({ head, past }: { head: Today['head']; past: boolean }) {
  const words = useTodayWords();
  return (
    <p className={css.head}>
      <span>{words.accounts(countText(head.accounts))}</span>
      <span>
        <strong className={css.bad}>
          <BandShape band="BAD" size={9} /> BAD {countText(head.bad)}
        </strong>{' '}
        ({words.change(signed(head.bad_change))})
      </span>
      <span>
        {words.renewals(countText(head.renewals_30))}
        {head.renewals_30_mrr && head.renewals_30_mrr.amount > 0 && ` ${moneyText(head.renewals_30_mrr)}${words.perMonth}`}
        {head.renewals_30_without_rate.map(({ accounts, currency }) => ` · ${words.withoutRate(accounts, currency)}`)}
      </span>
      {!past && <span>{words.tasks(countText(head.tasks_due), countText(head.tasks_open))}</span>}
    </p>
  );
}
