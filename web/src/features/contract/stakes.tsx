/* What there is to lose on Today: the money, and the days of the contract; of each row, and of all in its head. */
import type { Today } from '../../api/types';
import { daysBetween, today } from '../../lib/dates';
import { countText, moneyText } from '../../lib/numbers';
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
      {item.mrr !== undefined && <span>{item.mrr ? `${moneyText(item.mrr)}${words.perMonth}` : words.noContract}</span>}
      {item.mrr_without_rate && item.mrr_without_rate.length > 0 && (
        <span className={css.quiet}>{words.withoutRate(item.mrr_without_rate.join(', '))}</span>
      )}
      {item.days_to_renewal !== null && <span className={near ? css.near : css.quiet}>{words.renewal(item.days_to_renewal)}</span>}
      {item.notice_on && daysBetween(from, item.notice_on) <= NEAR_DAYS && (
        <span className={css.near}>{words.notice(daysBetween(from, item.notice_on))}</span>
      )}
    </div>
  );
}

export function RenewalsHead({ head }: { head: Today['head'] }) {
  const words = useStakesWords();
  return (
    <span>
      {words.renewals(countText(head.renewals_30))}
      {head.renewals_30_mrr && head.renewals_30_mrr.amount > 0 && ` ${moneyText(head.renewals_30_mrr)}${words.perMonth}`}
      {head.renewals_30_without_rate?.map(({ accounts, currency }) => ` · ${words.withoutRateOf(accounts, currency)}`)}
    </span>
  );
}
