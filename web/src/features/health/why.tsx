/* Why the band is what it is: the rules that fired, the points with their place on the scale, what is not known, what would lift it. */
import { useState } from 'react';
import type { AccountHealth, Health, Reason } from '../../api/types';
import { dayAdd, useDates } from '../../lib/dates';
import { countText, percentText } from '../../lib/numbers';
import { BandBadge } from '../../ui/band';
import { Button, Choice, Explain, LinkButton, TextButton } from '../../ui/button';
import { useNaming } from '../../ui/catalogue';
import { Meter } from '../../ui/chart';
import { conditionText } from '../../ui/condition';
import type { AccountPart } from '../../ui/feature';
import { Card, Muted, Tag } from '../../ui/layout';
import { refOf, refText, useMeasures } from '../../ui/measure';
import { Empty, Shown } from '../../ui/state';
import css from './account.module.css';
import { useAccountHealthWords } from './account-words';
import { useAccountHealth } from './reading';
import { bestOf } from './scale';
import { useScaleWords } from './scale-words';
import { useTold } from './told';

const SHOWN_AT_FIRST = 5;

/** What a measure earned of what it can. */
function Earned({ earned, weight }: { earned: number | null; weight: number }) {
  const words = useAccountHealthWords();
  if (earned === null) return `${words.unmeasured} / ${countText(weight)}`;
  return (
    <>
      <Meter share={weight > 0 ? earned / weight : 0} label={words.points(countText(earned), countText(weight))} />{' '}
      <span className={css.figure}>{words.points(countText(earned), countText(weight))}</span>
    </>
  );
}

/** The values that earn most, where a measure in pieces earns less. */
function Best({ reason }: { reason: Reason }) {
  const words = useScaleWords();
  const measures = useMeasures();
  const ref = refOf(reason);
  const most = Math.max(...reason.pieces.map((piece) => piece.share)) * (reason.weight ?? 0);
  if (!ref || reason.pieces.length === 0 || reason.earned === null || reason.earned >= most) return null;
  const best = bestOf(reason.pieces);
  if (!best) return null;
  const [from, until] = best;
  const text = (at: number | null) => measures.value(ref, at);
  return (
    <Muted small>
      {from === null ? words.bestUntil(text(until)) : until === null ? words.bestFrom(text(from)) : words.best(text(from), text(until))}
    </Muted>
  );
}

/** `points`: what the same measure earned, beside the rule that asks it, so that it is named once. */
function OneReason({ reason, points, part, forced }: { reason: Reason; points?: Reason; part: AccountPart; forced: boolean }) {
  const words = useAccountHealthWords();
  const ref = refOf(reason);
  const naming = useNaming();
  const plain = useTold()(reason);
  const { when, because } = reason;
  const told = when && because ? words.inSegment(conditionText(when, naming), conditionText(because, naming)) : plain;
  const sentence = ref ? <Explain onClick={() => part.onAsk({ ref, reason })}>{told}</Explain> : told;
  if (reason.kind === 'rule') {
    return (
      <li className={css.reason}>
        <span>
          <Tag tone={reason.band === 'GOOD' ? 'good' : reason.band === 'BAD' ? 'bad' : undefined}>{forced ? words.forced : words.rule}</Tag>{' '}
          {sentence} <Muted small>{reason.name}</Muted>
        </span>
        <span className={css.earned}>{points && <Earned earned={points.earned} weight={points.weight ?? 0} />}</span>
      </li>
    );
  }
  return (
    <li className={css.reason} data-unknown={reason.earned === null || undefined}>
      <span>
        {sentence} <Best reason={reason} />
      </span>
      <span className={css.earned}>
        <Earned earned={reason.earned} weight={reason.weight ?? 0} />
      </span>
    </li>
  );
}

/** A rule that did not fire: what it waits for, and what is so now. */
function QuietRule({ reason, part }: { reason: Reason; part: AccountPart }) {
  const words = useAccountHealthWords();
  const measures = useMeasures();
  const naming = useNaming();
  const ref = refOf(reason);
  const condition = reason.when ? conditionText(reason.when, naming) : reason.name;
  return (
    <li className={css.reason}>
      <span>
        <Tag>{words.rule}</Tag> {condition}
        {ref && (
          <>
            : <Explain onClick={() => part.onAsk({ ref, reason })}>{words.now(measures.value(ref, reason.value))}</Explain>
          </>
        )}{' '}
        {reason.name !== condition && <Muted small>{reason.name}</Muted>}
      </span>
    </li>
  );
}

function sameMeasure(one: Reason, other: Reason): boolean {
  const [ref, ofOther] = [refOf(one), refOf(other)];
  return ref !== null && ofOther !== null && refText(ref) === refText(ofOther);
}

/** Fired rules first, then what costs most, what is not known last. */
function ordered(reasons: Reason[]): Reason[] {
  const lost = (reason: Reason) => (reason.kind === 'rule' ? 1_000 : reason.earned === null ? -1 : (reason.weight ?? 0) - reason.earned);
  return reasons.filter((reason) => reason.kind === 'points' || reason.fired).sort((one, other) => lost(other) - lost(one));
}

function Lift({ health }: { health: Health }) {
  const words = useAccountHealthWords();
  const measures = useMeasures();
  if (health.band === 'GOOD' || health.band === 'UNKNOWN') return null;
  const last = health.lift.at(-1);
  if (!last) return <p className={css.lift}>{words.liftNone}</p>;
  const steps = health.lift.map((step) => measures.wanted(step.ref ?? { measure: step.measure }, step.needed, step.now));
  return (
    <>
      <span className={css.lift}>{words.lift(last.band)}</span>
      <ul className={css.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </>
  );
}

/** Who left is not judged any more; how they stood on the last day of service is what there is to learn from. */
function Gone({ health, part }: { health: Health; part: AccountPart }) {
  const words = useAccountHealthWords();
  const dates = useDates();
  const left = health.left_on;
  const before = left && dayAdd(left, -1);
  return (
    <Empty
      title={left ? words.leftOn(dates.day(left)) : words.left}
      action={before && <Button onClick={() => part.onDay(before)}>{words.howBefore}</Button>}
    >
      {words.leftText}
    </Empty>
  );
}

/** What there is to say before the reasons of who began lately or never. */
function Beginning({ health: { band, beginning, beginning_days: days } }: { health: Health }) {
  const words = useAccountHealthWords();
  if (beginning === 'never' && days !== null) return <p className={css.quiet}>{words.neverText(days)}</p>;
  if (band !== 'UNKNOWN') return null;
  return <p className={css.quiet}>{beginning === 'new' && days !== null ? words.newText(days) : words.unknownText}</p>;
}

function Why({ health, part }: { health: Health; part: AccountPart }) {
  const words = useAccountHealthWords();
  const [all, setAll] = useState(false);
  const known = ordered(health.reasons);
  const rules = known.filter(({ kind }) => kind === 'rule');
  const reasons = known.filter((reason) => reason.kind === 'rule' || !rules.some((rule) => sameMeasure(rule, reason)));
  const pointsOf = (rule: Reason) => known.find((reason) => reason.kind === 'points' && sameMeasure(rule, reason));
  const quiet = health.reasons.filter((reason) => reason.kind === 'rule' && !reason.fired);
  const shown = all ? reasons : reasons.slice(0, SHOWN_AT_FIRST);
  const hidden = reasons.length - shown.length + (all ? 0 : quiet.length);
  if (health.band === null) return <Gone health={health} part={part} />;
  if (health.scorecard_id === null)
    return (
      <Empty title={words.noScorecard} action={<LinkButton to="/health">{words.scorecards}</LinkButton>}>
        {words.noScorecardText}
      </Empty>
    );
  return (
    <>
      <Beginning health={health} />
      <ul className={css.reasons}>
        {shown.map((reason) => (
          <OneReason
            key={`${reason.kind}${reason.rule}${reason.measure}${reason.name}`}
            reason={reason}
            points={reason.kind === 'rule' ? pointsOf(reason) : undefined}
            part={part}
            forced={reason.kind === 'rule' && health.forced_by === reason.rule}
          />
        ))}
      </ul>
      {all && quiet.length > 0 && (
        <>
          <h3 className={css.small}>{words.otherRules}</h3>
          <ul className={css.reasons}>
            {quiet.map((reason) => (
              <QuietRule key={`${reason.rule}${reason.name}`} reason={reason} part={part} />
            ))}
          </ul>
        </>
      )}
      {health.withheld > 0 && <Muted small>{words.withheld(health.withheld)}</Muted>}
      <div className={css.whyFoot}>
        <Lift health={health} />
        {(hidden > 0 || all) && <TextButton onClick={() => setAll(!all)}>{all ? words.fewer : words.moreReasons(hidden)}</TextButton>}
      </div>
    </>
  );
}

function Chosen({ data, part }: { data: AccountHealth; part: AccountPart }) {
  const words = useAccountHealthWords();
  const measures = useMeasures();
  const [product, choose] = useState<string>('worst');
  const health = data.products.find((one) => String(one.product_id) === product) ?? data.account;
  const name = (one: Health) => (one.product_id === null ? words.whole : measures.product(one.product_id));
  return (
    <Card
      title={words.why(health.band)}
      beside={
        <>
          {health.points !== null && health.forced_by && `${words.total(countText(health.points))} · `}
          {words.coverage(percentText(health.coverage))}
          {health.scorecard && health.version !== null && ` · ${words.scorecard(health.scorecard, health.version)}`}
        </>
      }
    >
      {data.products.length > 1 && (
        <div className={css.products}>
          <Choice
            label={words.product}
            value={product}
            onChange={choose}
            options={[
              { value: 'worst', label: words.allProducts },
              ...data.products.map((one) => ({ value: String(one.product_id), label: `${name(one)} ${one.band}` })),
            ]}
          />
        </div>
      )}
      {product !== 'worst' && <BandBadge band={health.band} points={health.points} />}
      <Why health={health} part={part} />
    </Card>
  );
}

export function WhyCard({ part }: { part: AccountPart }) {
  const words = useAccountHealthWords();
  const health = useAccountHealth(part);
  if (health.data) return <Chosen data={health.data} part={part} />;
  return (
    <Card title={words.why(part.account.band)}>
      <Shown reading={health}>{() => null}</Shown>
    </Card>
  );
}
