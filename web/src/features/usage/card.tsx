/* How the product is used: a small chart per feature, the people against the seats, and who of them stopped. */
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Usage } from '../../api/types';
import { usageFall } from '../../lib/chart';
import { dayAdd, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { countText, percentText } from '../../lib/numbers';
import { Explain, LinkButton } from '../../ui/button';
import { Bars, ChartFrame, SeatBar } from '../../ui/chart';
import { spotText } from '../../ui/chart-hover';
import type { AccountPart } from '../../ui/feature';
import { Select } from '../../ui/field';
import { useProducts } from '../../ui/measure';
import { Empty, Shown } from '../../ui/state';
import css from './card.module.css';
import { useUsageWords } from './words';

const WEEKS = 26;
const FEATURES = 5;
const PEOPLE = 4;
type FeatureUse = Usage['features'][number];

/** The events of the last seven days, against those of a usual week where they fell. */
function FeatureRow({ feature, usage, part }: { feature: FeatureUse; usage: Usage; part: AccountPart }) {
  const words = useUsageWords();
  const language = useLanguage();
  const dates = useDates();
  const name = named(feature, language);
  const fall = usageFall(feature.counts);
  const count = countText(feature.events_7);
  const change = fall && feature.events_7 < fall.usual ? `−${percentText(1 - feature.events_7 / fall.usual)}` : null;
  const told = change && fall ? words.thisWeekOf(count, countText(fall.usual, 1), change) : words.thisWeek(count);
  const titles = feature.counts.map((one, at) => spotText(dates.day(dayAdd(usage.first_week, at * 7)), one, feature.counts[at - 1]));
  return (
    <li className={css.feature}>
      <span className={css.featureName} title={name}>
        {name}
      </span>
      <Bars width={84} counts={feature.counts} label={`${name}, ${told}`} fallsFrom={fall?.from} titles={titles} />
      <span className={css.week} title={told}>
        <Explain
          label={`${words.eventsOf(name)}: ${told}`}
          onClick={() => part.onAsk({ ref: { measure: 'events', feature_id: feature.feature_id, days: 7 } })}
        >
          {count}
        </Explain>
      </span>
      <span className={css.weekChange} aria-hidden="true">
        {change}
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
  if (usage.features.length === 0)
    return (
      <Empty title={words.noFeatures} action={<LinkButton to="/settings/products">{words.toFeatures}</LinkButton>}>
        {words.noFeaturesText}
      </Empty>
    );
  if (!usage.features.some(wasUsed))
    return (
      <Empty title={words.noUsage} action={<LinkButton to="/settings/events">{words.toEvents}</LinkButton>}>
        {part.account.external_id ? words.noUsageText(part.account.external_id) : words.noUsageNoId}
      </Empty>
    );
  const rank = (feature: FeatureUse) => (wasUsed(feature) ? 2 : 0) + Number(feature.core);
  const sorted = [...usage.features].sort((one, other) => rank(other) - rank(one) || other.events_28 - one.events_28);
  const owned = new Set(part.account.products.map((product) => product.id));
  const concern = sorted.filter((feature) => wasUsed(feature) || (feature.product_id !== null && owned.has(feature.product_id)));
  const first = concern.slice(0, FEATURES);
  const rest = sorted.filter((feature) => !first.includes(feature));
  const row = (feature: FeatureUse) => <FeatureRow key={feature.feature_id} feature={feature} usage={usage} part={part} />;
  return (
    <>
      <div className={css.featuresHead} aria-hidden="true">
        <span>{words.last7}</span>
        <span>{words.againstUsual}</span>
      </div>
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

type PersonUse = Usage['people']['list'][number];

/** Who stopped comes first, the latest of them on top; then those who use it, the most seldom first. */
function stoppedFirst(one: PersonUse, other: PersonUse): number {
  const stopped = (person: PersonUse) => Number(person.active_days_28 === 0);
  return (
    stopped(other) - stopped(one) ||
    (stopped(one) ? (other.last_on ?? '').localeCompare(one.last_on ?? '') : one.active_days_28 - other.active_days_28)
  );
}

function PersonRow({ person, asOf }: { person: PersonUse; asOf: string }) {
  const words = useUsageWords();
  const dates = useDates();
  const stopped = person.active_days_28 === 0;
  return (
    <li className={css.person} data-stopped={stopped || undefined}>
      <span className={css.featureName}>{person.name ?? words.nameless}</span>
      <span>{stopped ? person.last_on && words.stopped(dates.ago(person.last_on, asOf)) : words.activeDays(person.active_days_28)}</span>
    </li>
  );
}

function PeopleList({ people, asOf }: { people: PersonUse[]; asOf: string }) {
  const words = useUsageWords();
  const sorted = [...people].sort(stoppedFirst);
  const row = (person: PersonUse) => <PersonRow key={person.contact_id} person={person} asOf={asOf} />;
  const rest = sorted.slice(PEOPLE);
  return (
    <>
      <ul className={css.features}>{sorted.slice(0, PEOPLE).map(row)}</ul>
      {rest.length > 0 && (
        <details className={css.rest}>
          <summary>{words.morePeople(rest.length)}</summary>
          <ul className={css.features}>{rest.map(row)}</ul>
        </details>
      )}
    </>
  );
}

function People({ usage, part }: { usage: Usage; part: AccountPart }) {
  const words = useUsageWords();
  const dates = useDates();
  const { people } = usage;
  const whole = people.seats ?? people.known;
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
      below={people.list.length > 0 && <PeopleList people={people.list} asOf={usage.as_of} />}
    >
      <div className={css.bar}>
        <SeatBar used={people.active_28} of={whole} label={`${words.people}: ${told}`} />
      </div>
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
