/* The figures of the day in one strip: each opens exactly its rows. */
import type { Band, Overview, OverviewFigure } from '../../api/types';
import { countText, moneyText } from '../../lib/numbers';
import { BandShape } from '../../ui/band';
import { Beside, RowsLink, useMonthly } from './figure';
import css from './overview.module.css';
import { useOverviewWords } from './words';

interface CellProps {
  label: string;
  figure: OverviewFigure;
  asOf: string | undefined;
  band?: Band;
  /** In place of how many accounts there are. */
  number?: string;
  below?: string | null;
}

function Cell({ label, figure, asOf, band, number, below }: CellProps) {
  return (
    <li className={css.cell}>
      <RowsLink figure={figure} asOf={asOf} sort="-mrr" className={css.figure}>
        <span className={css.label} data-band={band}>
          {band && <BandShape band={band} size={9} />}
          {label}
        </span>
        <span className={css.number}>{number ?? countText(figure.accounts)}</span>
        {below && <span className={css.quiet}>{below}</span>}
      </RowsLink>
      <Beside figure={figure} />
    </li>
  );
}

export function Strip({ overview, asOf }: { overview: Overview; asOf: string | undefined }) {
  const words = useOverviewWords();
  const monthly = useMonthly();
  const { total, bands, renewing_30: soon, renewing_90: ahead, without_owner: nobody } = overview;
  return (
    <section className={css.strips} aria-label={words.figures}>
      <ul className={css.strip}>
        {bands.map(({ band, figure }) => (
          <Cell
            key={band}
            label={band === 'UNJUDGED' ? words.unjudged : band}
            band={band === 'UNJUDGED' ? undefined : band}
            figure={figure}
            asOf={asOf}
            below={monthly(figure)}
          />
        ))}
      </ul>
      <ul className={css.strip}>
        {total.expected_loss && (
          <Cell
            label={words.loss}
            figure={total}
            asOf={asOf}
            number={moneyText(total.expected_loss)}
            below={words.lossOf(total.accounts, countText(total.accounts))}
          />
        )}
        <Cell label={words.renewing(30)} figure={soon} asOf={asOf} below={monthly(soon)} />
        <Cell label={words.renewing(90)} figure={ahead} asOf={asOf} below={monthly(ahead)} />
        <Cell label={words.withoutOwner} figure={nobody} asOf={asOf} below={monthly(nobody)} />
      </ul>
    </section>
  );
}
