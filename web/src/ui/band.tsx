/* GOOD, NORMAL, BAD, UNKNOWN: always colour, shape and word together. */
import type { Band } from '../api/types';
import { dictionary } from '../lib/language';
import css from './band.module.css';

const SHAPES: Record<Band, string> = {
  GOOD: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z',
  NORMAL: 'M6 0l6 6-6 6-6-6z',
  BAD: 'M6 1l6 10H0z',
  UNKNOWN: 'M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
};

export const BANDS: readonly Band[] = ['GOOD', 'NORMAL', 'BAD', 'UNKNOWN'];

export function BandShape({ band, size = 10 }: { band: Band; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" className={css.shape} data-band={band}>
      <path d={SHAPES[band]} />
    </svg>
  );
}

const useBeginningWords = dictionary({ new: 'New', never: 'Not started' }, { new: '新規', never: '未利用' });

/** null: it has left. `beginning`: of an account that began lately or never, which says more than that nothing is known. */
export function BandBadge(props: { band: Band | null; points?: number | null; large?: boolean; beginning?: 'never' | 'new' | null }) {
  const { band, points, large, beginning } = props;
  const words = useBeginningWords();
  if (band === null) return <LeftBadge large={large} />;
  return (
    <span className={css.badge} data-band={band} data-large={large || undefined}>
      <BandShape band={band} size={8} />
      {band === 'UNKNOWN' && beginning ? words[beginning] : band}
      {points !== undefined && points !== null && <span className={css.points}>{points}</span>}
    </span>
  );
}

const useLeftWords = dictionary({ left: 'Churned' }, { left: '解約済み' });

/** Who left has no band: nothing is judged any more. */
function LeftBadge({ large }: { large: boolean | undefined }) {
  const words = useLeftWords();
  return (
    <span className={css.badge} data-band="LEFT" data-large={large || undefined}>
      <svg width={8} height={8} viewBox="0 0 12 12" aria-hidden="true" className={css.shape}>
        <path d="M1 5h10v2H1z" />
      </svg>
      {words.left}
    </span>
  );
}

/** Counts by band, in a row. */
export function BandCounts({ counts }: { counts: Record<Band, number> }) {
  return (
    <span className={css.counts}>
      {BANDS.map((band) => (
        <span key={band} className={css.count} data-band={band}>
          <BandShape band={band} size={8} /> {band} {counts[band]}
        </span>
      ))}
    </span>
  );
}
