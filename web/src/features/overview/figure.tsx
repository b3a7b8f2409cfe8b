/* A figure and the way to its rows: the list of accounts with the filter that the figure was counted by. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Condition, OverviewFigure } from '../../api/types';
import { useSees } from '../../lib/me';
import { moneyText } from '../../lib/numbers';
import { accountsWhere } from '../../ui/address';
import css from './overview.module.css';
import { useOverviewWords } from './words';

/* The list leaves out who left by itself, as long as nothing else is asked of the status. */
const NOT_LEFT = JSON.stringify({ attribute: 'status', op: '!=', value: 'left' });

/** The rows of a figure, for a link; `sort`: "-mrr". */
export function rowsOf({ filter }: OverviewFigure, asOf: string | undefined, sort?: string) {
  const parts = filter && 'and' in filter && asOf === undefined ? filter.and.filter((part) => JSON.stringify(part) !== NOT_LEFT) : null;
  const said: Condition | null = parts === null ? filter : parts.length > 1 ? { and: parts } : (parts[0] ?? null);
  return accountsWhere(said, { sort, as_of: asOf });
}

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
  return (
    <Link {...rowsOf(figure, asOf, sees ? sort : undefined)} className={className ?? css.rows} aria-label={name}>
      {children}
    </Link>
  );
}

/** What is not in an amount, or only by a rate. */
export function Beside({ figure, short }: { figure: Pick<OverviewFigure, 'converted' | 'without_rate'>; short?: boolean }) {
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
