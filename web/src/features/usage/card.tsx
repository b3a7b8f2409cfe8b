/* How the product is used: a small chart per feature, and the people against the seats. */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Usage } from '../../api/types';
import { dayAdd, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { Explain } from '../../ui/button';
import { Bars, ChartFrame } from '../../ui/chart';
import type { AccountPart } from '../../ui/feature';
import { Select } from '../../ui/field';
import { useProducts } from '../../ui/measure';
import { Empty, Shown } from '../../ui/state';
import css from './card.module.css';
import { useUsageWords } from './words';

const WEEKS = 26;
const RECENT_WEEKS = 4;
const SQUARES = 60;
const FEATURES = 5;
type FeatureUse = Usage['features'][number];

/** Where the recent weeks fell below two thirds of the weeks before them, those are shown as a fall. */
function fallsFrom(counts: number[]): number | undefined {
  const recent = counts.slice(-RECENT_WEEKS);
  const before = counts.slice(-3 * RECENT_WEEKS, -RECENT_WEEKS);
  const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
  return mean(before) > 0 && mean(recent) < (2 / 3) * mean(before) ? counts.length - RECENT_WEEKS : undefined;
}

function FeatureRow({ feature, usage, part }: { feature: FeatureUse; usage: Usage; part: AccountPart }) {
  const words = useUsageWords();
  const language = useLanguage();
  const dates = useDates();
  const name = named(feature, language);
  const falls = fallsFrom(feature.counts);
  const shown = `${falls === undefined ? '' : '↓ '}${countText(feature.events_7)}`;
  const titles = feature.counts.map((count, at) => `${dates.day(dayAdd(usage.first_week, at * 7))}: ${countText(count)}`);
  return (
    <li className={css.feature}>
      <span className={css.featureName} title={name}>
        {name}
      </span>
      <Bars
        width={124}
        counts={feature.counts}
        label={`${name}, ${words.thisWeek(countText(feature.events_7))}`}
        fallsFrom={falls}
        titles={titles}
      />
      <span className={falls === undefined ? css.week : css.weekFallen}>
        <Explain
          label={`${words.eventsOf(name)}: ${shown}`}
          onClick={() => part.onAsk({ ref: { measure: 'events', feature_id: feature.feature_id, days: 7 } })}
        >
          {shown}
        </Explain>
      </span>
    </li>
  );
}

function wasUsed(feature: FeatureUse): boolean {
  return feature.last_on !== null || feature.counts.some((count) => count > 0);
}

/** What is used, and what the contract includes; features of products that the account does not have stay folded away. */
function Features({ usage, part }: { usage: Usage; part: AccountPart }) {
  const words = useUsageWords();
  if (usage.features.length === 0) return <p className={css.quiet}>{words.noFeatures}</p>;
  if (!usage.features.some(wasUsed)) return <Empty title={words.noUsage}>{words.noUsageText}</Empty>;
  const rank = (feature: FeatureUse) => (wasUsed(feature) ? 2 : 0) + Number(feature.core);
  const sorted = [...usage.features].sort((one, other) => rank(other) - rank(one) || other.events_28 - one.events_28);
  const owned = new Set(part.account.products.map((product) => product.id));
  const concern = sorted.filter((feature) => wasUsed(feature) || (feature.product_id !== null && owned.has(feature.product_id)));
  const first = concern.slice(0, FEATURES);
  const rest = sorted.filter((feature) => !first.includes(feature));
  const row = (feature: FeatureUse) => <FeatureRow key={feature.feature_id} feature={feature} usage={usage} part={part} />;
  return (
    <>
      <ul className={css.features}>{first.map(row)}</ul>
      {rest.length > 0 && (
        <details className={css.rest}>
          <summary>{words.moreFeatures(rest.length)}</summary>
          <ul className={css.features}>{rest.map(row)}</ul>
        </details>
      )}
    </>
  );
}

function Squares({ people }: { people: Usage['people'] }) {
  const seats = people.seats ?? people.known;
  const active = people.active_28;
  const before = Math.max(0, people.known - active);
  const all = Math.max(seats, active);
  /* One square is one person while they can be counted at a glance. */
  const scale = all > SQUARES ? SQUARES / all : 1;
  const squares = Array.from({ length: Math.round(all * scale) }, (_, at) =>
    at < active * scale ? 'active' : at < (active + before) * scale ? 'before' : 'empty',
  );
  return (
    <div className={css.squares} aria-hidden="true">
      {squares.map((kind, at) => (
        <span key={`${at}-${kind}`} data-kind={kind} />
      ))}
    </div>
  );
}

function People({ usage, part }: { usage: Usage; part: AccountPart }) {
  const words = useUsageWords();
  const dates = useDates();
  const { people } = usage;
  const told =
    people.seats !== null
      ? words.ofSeats(countText(people.active_28), countText(people.seats))
      : words.ofKnown(countText(people.active_28), countText(people.known));
  return (
    <ChartFrame
      title={words.people}
      beside={
        <Explain onClick={() => part.onAsk({ ref: { measure: 'people', days: 28 } })} label={`${words.people}: ${told}`}>
          {told}
        </Explain>
      }
      figures={{
        head: [words.person, words.lastUse, words.days28],
        rows: people.list.map((one) => [one.name ?? words.nameless, one.last_on ? dates.day(one.last_on) : null, one.active_days_28]),
      }}
      below={
        <p className={css.squareLegend}>
          <span data-kind="active" /> {words.active28} <span data-kind="before" /> {words.before}
          {people.seats !== null && (
            <>
              {' '}
              <span data-kind="empty" /> {words.empty}
            </>
          )}
        </p>
      }
    >
      <Squares people={people} />
    </ChartFrame>
  );
}

export function UsageCards({ part }: { part: AccountPart }) {
  const words = useUsageWords();
  const language = useLanguage();
  const dates = useDates();
  const [product, choose] = useState('');
  /* What the account has is what there is to choose from. */
  const have = new Set(part.account.products.map((one) => one.id));
  const owned = (useProducts().data?.items ?? []).filter((one) => have.has(one.id));
  const reading = useRead<Usage>({
    path: `/accounts/${part.account.id}/usage`,
    query: { as_of: part.asOf, weeks: WEEKS, product_id: product },
    topics: [`account:${part.account.id}`, 'features'],
    keep: true,
  });
  const usage = reading.data;
  const weekNames = usage ? Array.from({ length: usage.weeks }, (_, at) => dayAdd(usage.first_week, at * 7)) : [];
  const features = usage?.features ?? [];
  return (
    <>
      <ChartFrame
        title={`${words.usage} · ${words.weeks(WEEKS)}`}
        beside={
          owned.length > 1 && (
            <span className={css.productChoice}>
              <Select
                name={words.product}
                size="xs"
                width={132}
                value={product}
                onChange={(value) => choose(value ?? '')}
                options={[
                  { value: '', label: words.whole },
                  ...owned.map((one) => ({ value: String(one.id), label: named(one, language) })),
                ]}
              />
            </span>
          )
        }
        figures={{
          head: [words.week, ...features.map((feature) => named(feature, language))],
          rows: weekNames.map((week, at) => [dates.day(week), ...features.map((feature) => feature.counts[at] ?? 0)]),
        }}
      >
        <Shown reading={reading}>{(data) => <Features usage={data} part={part} />}</Shown>
      </ChartFrame>
      {usage && (usage.people.known > 0 || usage.people.seats !== null) && <People usage={usage} part={part} />}
    </>
  );
}
