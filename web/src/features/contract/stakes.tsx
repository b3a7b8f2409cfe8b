/* What there is to lose on a row of Today: the money, and the days of the contract. */
import { daysBetween, today } from '../../lib/dates';
import { moneyText } from '../../lib/numbers';
import type { RowPart } from '../../ui/feature';
import css from './today.module.css';
import { useStakesWords } from './today-words';

const NEAR_DAYS = 45;

export function Stakes({ item, asOf, className }: RowPart) {
  const words = useStakesWords();
  const from = asOf ?? today();
  const near = item.days_to_renewal !== null && item.days_to_renewal <= NEAR_DAYS;
  return (
    <div className={className} title={item.expected_loss ? words.expected(moneyText(item.expected_loss)) : undefined}>
      <span>{item.mrr ? `${moneyText(item.mrr)}${words.perMonth}` : words.noContract}</span>
      {item.mrr_without_rate.length > 0 && <span className={css.quiet}>{words.withoutRate(item.mrr_without_rate.join(', '))}</span>}
      {item.days_to_renewal !== null && <span className={near ? css.near : css.quiet}>{words.renewal(item.days_to_renewal)}</span>}
      {item.notice_on && daysBetween(from, item.notice_on) <= NEAR_DAYS && (
        <span className={css.near}>{words.notice(daysBetween(from, item.notice_on))}</span>
      )}
    </div>
  );
}
