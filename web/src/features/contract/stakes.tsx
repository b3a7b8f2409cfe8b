/* What there is to lose on Today, and until when; of each row, and of all in its head. */
import { useState } from 'react';
import type { Today, TodayItem } from '../../api/types';
import { daysBetween, today, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { countText, moneyText } from '../../lib/numbers';
import { type RowPart, slots } from '../../ui/feature';
import { Kpi } from '../../ui/kpi';
import css from './today.module.css';
import { useStakesWords } from './today-words';

const NEAR_DAYS = 30;

function factor(value: number): string {
  return countText(value, 2);
}

/** The expected loss with its three factors filled in, and why it stands higher than that. */
function Factors({ item }: { item: TodayItem }) {
  const words = useStakesWords();
  const dates = useDates();
  const language = useLanguage();
  const happened = slots.today.use().happened[item.source]?.[language];
  const { mrr, expected_loss: loss, expected_loss_home: home, recent, happened_on: on } = item;
  if (!mrr || !loss) return null;
  return (
    <span className={css.factors}>
      {home && <span>{words.converted(moneyText(home))}</span>}
      <span>
        {moneyText(mrr)} × {factor(item.risk)} × {factor(item.nearness)}
      </span>
      <span>{words.factors}</span>
      {recent > 1 && on && <span>{words.recent(factor(recent), happened?.(dates.ago(on)))}</span>}
    </span>
  );
}

/** What the account may cost a month; pressed, how that comes about. */
export function Value({ item, className }: RowPart) {
  const words = useStakesWords();
  const [open, setOpen] = useState(false);
  const { mrr, expected_loss: loss, expected_loss_home: home, mrr_without_rate: without } = item;
  if (mrr === undefined) return <div className={className} />;
  if (!mrr || !loss)
    return (
      <div className={className}>
        <span className={css.quiet}>{words.noContract}</span>
      </div>
    );
  const beside = without && without.length > 0 ? words.withoutRate(without.join(', ')) : home && moneyText(home);
  return (
    <div className={className}>
      <span className={css.money}>
        <button
          type="button"
          className={css.loss}
          aria-expanded={open}
          aria-label={words.expected(moneyText(loss))}
          onClick={() => setOpen(!open)}
        >
          {moneyText(loss)}
        </button>
        {beside && (
          <span className={css.quiet} title={home ? words.converted(moneyText(home)) : undefined}>
            {beside}
          </span>
        )}
      </span>
      <span className={css.quiet}>
        {moneyText(mrr)}
        {words.perMonth}
      </span>
      {open && <Factors item={item} />}
    </div>
  );
}

/** The next date that decides, and below it what is to be known of it. Red is what is still ahead, and near. */
function useDeadline(item: TodayItem, from: string): { text: string; beside: string; red: boolean } | null {
  const words = useStakesWords();
  const dates = useDates();
  const { notice_on: notice, renews_on: renews, auto_renews: auto } = item;
  if (notice && notice >= from) {
    const away = daysBetween(from, notice);
    return { text: words.notice(away), beside: dates.day(notice), red: away <= NEAR_DAYS };
  }
  if (!renews) return null;
  const away = daysBetween(from, renews);
  if (away >= 0 && notice && auto) return { text: words.renewal(away), beside: words.passedRenews, red: false };
  return { text: words.renewal(away), beside: dates.day(renews), red: away >= 0 && away <= NEAR_DAYS };
}

export function Deadline({ item, asOf, className }: RowPart) {
  const told = useDeadline(item, asOf ?? today());
  return (
    <div className={className}>
      {told && (
        <>
          <span className={css.when} data-near={told.red || undefined} title={told.text}>
            {told.text}
          </span>
          <span className={css.beside} title={told.beside}>
            {told.beside}
          </span>
        </>
      )}
    </div>
  );
}

export function RenewalsHead({ head }: { head: Today['head'] }) {
  const words = useStakesWords();
  const { renewals_30_mrr: mrr, renewals_30_without_rate: without } = head;
  const notes = [
    ...(mrr && mrr.amount > 0 ? [`${moneyText(mrr)}${words.perMonth}`] : []),
    ...(without ?? []).map(({ accounts, currency }) => words.withoutRateOf(accounts, currency)),
  ];
  return <Kpi label={words.renewals} value={countText(head.renewals_30)} note={notes.length > 0 && notes.join(' · ')} />;
}
