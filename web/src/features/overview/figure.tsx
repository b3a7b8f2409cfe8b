/* A figure and the way to its rows: the list of accounts with the filter that the figure was counted by. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { OverviewFigure } from '../../api/types';
import { useSees } from '../../lib/me';
import { moneyText } from '../../lib/numbers';
import css from './overview.module.css';
import { useOverviewWords } from './words';

interface RowsProps {
  figure: OverviewFigure;
  asOf: string | undefined;
  /** What the figure is of, for those who do not see where it stands; holds what is shown. */
  name?: string;
  /** By what amount the list begins; without one, by name. */
  sort?: string;
  className?: string;
  children: ReactNode;
}

export function RowsLink({ figure, asOf, name, sort, className, children }: RowsProps) {
  const sees = useSees('revenue');
  const search = { filter: JSON.stringify(figure.filter), as_of: asOf, sort: sees ? sort : undefined };
  return (
    <Link to="/accounts" search={search as never} className={className ?? css.rows} aria-label={name}>
      {children}
    </Link>
  );
}

/** What is not in an amount, or only by a rate. */
export function Beside({ figure, short }: { figure: OverviewFigure; short?: boolean }) {
  const words = useOverviewWords();
  const { converted = 0, without_rate: without = [] } = figure;
  return (
    <>
      {!short && converted > 0 && <span className={css.quiet}>{words.converted(converted)}</span>}
      {without.map(({ currency, accounts }) => (
        <span key={currency} className={css.quiet}>
          {words.withoutRate(accounts, currency)}
        </span>
      ))}
    </>
  );
}

/** "¥1,200,000/month"; nothing for who does not see amounts. */
export function useMonthly(): (figure: OverviewFigure) => string | null {
  const words = useOverviewWords();
  return ({ mrr }) => (mrr ? words.perMonth(moneyText(mrr)) : null);
}
