/* How a card did: whether its order of accounts told who would churn, and who churned out of each band. */
import type { SheetRecord } from '../../api/types';
import { countText, percentText } from '../../lib/numbers';
import { Muted, Notice } from '../../ui/layout';
import { SmallTable } from '../../ui/table-small';
import css from './sheet.module.css';
import { useTrustWords } from './trust-words';

type Trust = SheetRecord['trust'];
type Words = ReturnType<typeof useTrustWords>;

/** A version and its name, beside others. */
interface Version {
  name: string;
  trust: Trust;
}

const two = (value: number) => value.toFixed(2);

function aucText({ auc, auc_low: low, auc_high: high, noise }: Trust, words: Words): string {
  if (auc === null) return '–';
  if (low === null || high === null) return words.aucAlone(two(auc));
  return noise ? words.aucNoise(two(auc), two(low), two(high)) : words.auc(two(auc), two(low), two(high));
}

function tenthText({ tenth_left: left, lift, left: all }: Trust, words: Words): string {
  return left === null || lift === null ? '–' : words.tenthText(countText(left), countText(all), countText(lift));
}

function bandText({ bands }: Trust, at: number, words: Words): string {
  const band = bands[at];
  if (!band || band.seen === 0) return '–';
  return words.share(countText(band.left), countText(band.seen), percentText(band.low), percentText(band.high));
}

function verdict({ name, trust }: Version, words: Words): string | null {
  if (trust.auc === null) return null;
  if (trust.auc_low === null) return words.tooFew(name);
  if (trust.noise) return words.noise(name);
  return trust.auc < 0.5 ? words.upsideDown(name) : words.tells(name);
}

/** One column for each version. */
export function TrustTable({ judged }: { judged: Version[] }) {
  const words = useTrustWords();
  const bands = judged[0]?.trust.bands ?? [];
  const row = (name: string, of: (trust: Trust) => string) => [name, ...judged.map(({ trust }) => of(trust))];
  const rows = [
    row(words.order, (trust) => aucText(trust, words)),
    row(words.tenth, (trust) => tenthText(trust, words)),
    ...bands.map((band, at) => row(words.band(band.band), (trust) => bandText(trust, at, words))),
  ];
  const said = judged.flatMap((one) => verdict(one, words) ?? []);
  return (
    <section className={css.part}>
      <h3>{words.title}</h3>
      <Muted small>{words.text}</Muted>
      <SmallTable
        label={words.title}
        head={[words.figure, ...judged.map(({ name }) => name)]}
        rows={rows}
        align={[undefined, ...judged.map(() => 'end' as const)]}
      />
      {judged.every(({ trust }) => trust.auc === null) && <Notice>{words.nobody}</Notice>}
      {said.map((sentence) => (
        <p key={sentence} className={css.verdict}>
          {sentence}
        </p>
      ))}
    </section>
  );
}
