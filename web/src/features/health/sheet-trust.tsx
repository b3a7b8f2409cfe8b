/* How a card did: whether its order of accounts told who would churn, and who churned out of each band. */
import type { ScorecardSheet, SheetLeaver, SheetRecord, SheetSegmentTrust } from '../../api/types';
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
  segments: SheetSegmentTrust[];
}

/** What the sheet says of both versions, or of the draft alone. */
export function versionsOf(sheet: ScorecardSheet, inForce: string, draft: string): Version[] {
  const of = (name: string, record: SheetRecord) => ({ name, trust: record.trust, segments: record.segments });
  return [...(sheet.in_force ? [of(inForce, sheet.in_force)] : []), of(draft, sheet.draft)];
}

const two = (value: number) => value.toFixed(2);

function aucText(
  { auc, auc_low: low, auc_high: high, noise }: Pick<Trust, 'auc' | 'auc_low' | 'auc_high' | 'noise'>,
  words: Words,
): string {
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

const NAMED = 5;

/** Who left: by name as far as the sheet names them. */
function whoText(ids: number[], leavers: SheetLeaver[], words: Words): string | null {
  const names = ids.flatMap((id) => leavers.find((one) => one.account_id === id)?.account ?? []).slice(0, NAMED);
  if (names.length === 0) return null;
  const more = ids.length - names.length;
  return words.who([...names, ...(more > 0 ? [words.others(countText(more))] : [])].join(', '));
}

/** A row for each saved segment: how many left, who, and what each version's order is worth there. */
function BySegment({ judged, leavers }: { judged: Version[]; leavers: SheetLeaver[] }) {
  const words = useTrustWords();
  const draft = judged.at(-1);
  if (!draft || draft.segments.length === 0) return null;
  const of = (version: Version, id: number) => version.segments.find((one) => one.segment_id === id);
  const auc = (one: SheetSegmentTrust | undefined) => (one ? aucText(one, words) : '–');
  return (
    <>
      <h4>{words.bySegment}</h4>
      <Muted small>{words.bySegmentText(draft.segments.length)}</Muted>
      <SmallTable
        label={words.bySegment}
        head={[words.segment, words.churned, ...judged.map(({ name }) => `${name}: ${words.auc_short}`)]}
        rows={draft.segments.map((one) => [
          <span key="name">
            {one.name} <Muted small>{whoText(one.left_ids, leavers, words)}</Muted>
          </span>,
          words.leftOf(countText(one.left), countText(one.seen)),
          ...judged.map((version) => auc(of(version, one.segment_id))),
        ])}
        align={[undefined, 'end', ...judged.map(() => 'end' as const)]}
      />
    </>
  );
}

/** One column for each version. */
export function TrustTable({ judged, leavers }: { judged: Version[]; leavers: SheetLeaver[] }) {
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
      <BySegment judged={judged} leavers={leavers} />
    </section>
  );
}
