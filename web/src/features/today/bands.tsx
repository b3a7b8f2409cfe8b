import type { Today } from '../../api/types';
import { BANDS, BandCounts } from '../../ui/band';
import { BandWeeks, ChartFrame } from '../../ui/chart';
import css from './today.module.css';
import { useTodayWords } from './words';

export function BandsCard({ weeks, bands }: Pick<Today, 'weeks' | 'bands'>) {
  const words = useTodayWords();
  return (
    <ChartFrame
      title={words.health}
      beside={words.weeks}
      figures={{ head: [words.weekOf, ...BANDS], rows: weeks.map((week) => [week.day, ...BANDS.map((band) => week[band])]) }}
      below={
        <div className={css.legend}>
          <BandCounts counts={bands} />
        </div>
      }
    >
      <BandWeeks weeks={weeks} label={`${words.health}, ${words.weeks}`} />
    </ChartFrame>
  );
}
