import { BANDS, BandCounts } from '../../ui/band';
import { BandWeeks, ChartFrame } from '../../ui/chart';
import type { TodayCardProps } from '../../ui/feature';
import css from './today.module.css';
import { useHealthTodayWords } from './today-words';

export function BandsCard({ today: { weeks, bands, head } }: TodayCardProps) {
  const words = useHealthTodayWords();
  if (weeks.length === 0 || head.accounts === 0) return null;
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
