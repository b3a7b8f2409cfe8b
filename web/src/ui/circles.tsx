/* The areas that somebody has access to: chosen from all there are, or said in few words. */
import type { Circle } from '../api/types';
import { dictionary, useLanguage } from '../lib/language';
import { useMe } from '../lib/me';
import { Several } from './field-more';
import { CIRCLES } from './problem-words';

const ALL = Object.keys(CIRCLES) as Circle[];

export const useCircleWords = dictionary(
  {
    label: 'Areas',
    hint: 'Revenue: contracts, currency rates, MRR and every amount. Without it they are not shown.',
    all: 'All',
    none: 'None',
  },
  {
    label: '閲覧範囲',
    hint: '「売上・契約」は契約・為替レート・MRRなどの金額です。含まれていない場合は表示されません。',
    all: 'すべて',
    none: 'なし',
  },
);

/** Nobody gives what they do not see themselves; what is there already stays to be taken away. */
export function CirclesBox({ value, onChange }: { value: Circle[]; onChange: (circles: Circle[]) => void }) {
  const words = useCircleWords();
  const language = useLanguage();
  const { circles } = useMe();
  const options = ALL.filter((circle) => circles.includes(circle) || value.includes(circle));
  return (
    <Several
      label={words.label}
      hint={words.hint}
      value={value}
      onChange={(chosen) => onChange(ALL.filter((circle) => chosen.includes(circle)))}
      options={options.map((circle) => ({ value: circle, label: CIRCLES[circle][language] }))}
    />
  );
}

/** "All", "None" or their names. */
export function useCirclesText(): (circles: readonly Circle[]) => string {
  const words = useCircleWords();
  const language = useLanguage();
  return (circles) => {
    if (circles.length === ALL.length) return words.all;
    if (circles.length === 0) return words.none;
    return ALL.filter((circle) => circles.includes(circle))
      .map((circle) => CIRCLES[circle][language])
      .join(language === 'ja' ? '・' : ', ');
  };
}
