/* What the draft would say today, or on another day: bands, and who would move and why. */
import { Link } from '@tanstack/react-router';
import type { Band, Day, Reason, ScorecardPreview } from '../../api/types';
import { daysBetween, today, useDates } from '../../lib/dates';
import { useSees } from '../../lib/me';
import { countText, moneyText, percentText } from '../../lib/numbers';
import { BANDS, BandBadge, BandCounts } from '../../ui/band';
import { DateBox } from '../../ui/field';
import { Card, Muted } from '../../ui/layout';
import { Failed, Loading } from '../../ui/state';
import css from './health.module.css';
import { useTold } from './told';
import { useHealthWords } from './words';

const SHOWN = 50;

interface PreviewProps {
  result: ScorecardPreview | undefined;
  error: Error | null;
  again: () => void;
  busy: boolean;
  asOf: Day;
  onAsOf: (day: Day) => void;
}

function BandBar({ bands, total }: { bands: Record<Band, number>; total: number }) {
  return (
    <div className={css.bar} aria-hidden="true">
      {BANDS.map((band) => bands[band] > 0 && <span key={band} data-band={band} style={{ width: `${(100 * bands[band]) / total}%` }} />)}
    </div>
  );
}

/** A rule by its name if it has one, else by what its measure says. */
function Because({ reason }: { reason: Reason }) {
  const told = useTold();
  return reason.attribute ? told(reason) : reason.name || told(reason);
}

function Moves({ moves, moved, asOf }: { moves: ScorecardPreview['moves']; moved: number; asOf: Day }) {
  const words = useHealthWords();
  const amounts = useSees('revenue');
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label={words.moves}>
        <thead>
          <tr>
            {[words.account, words.now, words.draft, words.because].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {amounts && (
              <th scope="col" data-align="end">
                {words.mrr}
              </th>
            )}
            <th scope="col" data-align="end">
              {words.renewal}
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.slice(0, SHOWN).map((move) => (
            <tr key={move.account_id}>
              <td>
                <Link to="/accounts/$id" params={{ id: String(move.account_id) }} search={asOf === today() ? {} : { as_of: asOf }}>
                  {move.account}
                </Link>
              </td>
              <td>
                <BandBadge band={move.band ?? 'UNKNOWN'} points={move.points} />
              </td>
              <td>
                <BandBadge band={move.new_band} points={move.new_points} />
              </td>
              <td>{move.because && <Because reason={move.because} />}</td>
              {amounts && <td data-align="end">{move.mrr && moneyText(move.mrr)}</td>}
              <td data-align="end">{move.renews_on && words.daysLeft(daysBetween(asOf, move.renews_on))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {moved > SHOWN && <Muted small>{words.movesMore(countText(moved - Math.min(SHOWN, moves.length)))}</Muted>}
    </div>
  );
}

export function Preview({ result, error, again, busy, asOf, onAsOf }: PreviewProps) {
  const words = useHealthWords();
  const dates = useDates();
  const beside = <DateBox size="xs" width={150} name={words.asOf} value={asOf} max={today()} onChange={(day) => onAsOf(day ?? today())} />;
  if (error && !result)
    return (
      <Card title={words.preview} beside={beside}>
        <Failed error={error} again={again} />
      </Card>
    );
  if (!result)
    return (
      <Card title={words.preview} beside={beside}>
        <Loading lines={5} label={words.previewing} />
      </Card>
    );
  return (
    <>
      <Card title={words.preview} beside={beside}>
        {result.accounts === 0 ? (
          <Muted>{words.nobodyIn}</Muted>
        ) : (
          <>
            <BandBar bands={result.bands} total={result.accounts} />
            <BandCounts counts={result.bands} />
            <p role="status">
              <Muted>
                {busy ? words.previewing : `${words.previewText(dates.day(asOf))} · ${words.coverage(percentText(result.coverage))}`}
              </Muted>
            </p>
          </>
        )}
      </Card>
      <Card title={words.moves} beside={words.movesOf(countText(result.moved), countText(result.accounts))}>
        {result.moves.length === 0 ? <Muted>{words.noMoves}</Muted> : <Moves moves={result.moves} moved={result.moved} asOf={asOf} />}
      </Card>
    </>
  );
}
