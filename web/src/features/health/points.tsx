/* The measures that earn points: weight and bounds, with what was published before struck through. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Definition } from '../../api/types';
import { countText, percentText } from '../../lib/numbers';
import { attributeName, valueText } from '../../ui/attribute';
import { TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { NumberBox, Select, TextBox } from '../../ui/field';
import { IconButton } from '../../ui/icon-button';
import { Card, Muted } from '../../ui/layout';
import { infoOf, MeasurePicker, measuresOf, measureWith } from '../../ui/measure-picker';
import { ChoicesEditor, chosenAttributes, startChoices, valuesOf } from './choices';
import { useChoicesWords } from './choices-words';
import { Distribution, distributionOf, type Judged } from './distribution';
import {
  type Draft,
  isChoice,
  type MeasurePoint,
  newChoices,
  newPoint,
  type Point,
  type PointProblem,
  pointName,
  pointProblem,
} from './draft';
import css from './health.module.css';
import { hasPieces, scaleText } from './scale';
import { ScaleEditor } from './scale-editor';
import { useScaleWords } from './scale-words';
import { useHealthWords } from './words';

/** Before the name of an attribute, where measures are beside it. */
const ATTRIBUTE = 'a:';

interface PointsProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  published: Definition | null;
  coverage: number | undefined;
  naming: Naming;
  editable: boolean;
  judged: Judged;
}

/** A value, and beside it the published one where it differs. */
function Changed({ now, before }: { now: string; before: string | undefined }) {
  const words = useHealthWords();
  if (before === undefined || before === now) return now;
  return (
    <span className={css.changed} title={words.was(before)}>
      {now} <s>{before}</s>
    </span>
  );
}

/** What is proposed are bounds: pieces become them. */
function withBounds(point: MeasurePoint, low: number, high: number): MeasurePoint {
  if (!hasPieces(point)) return { ...point, low, high };
  const { pieces: _pieces, ...rest } = point;
  return { ...rest, low, high };
}

function MeasureEditor({
  point,
  onChange,
  naming,
  judged,
}: {
  point: MeasurePoint;
  onChange: (point: MeasurePoint) => void;
  naming: Naming;
  judged: Judged;
}) {
  const queries = useQueryClient();
  const words = useHealthWords();
  const latest = useRef(point);

  useEffect(() => {
    latest.current = point;
  }, [point]);

  function withMeasure(next: MeasurePoint['measure']): MeasurePoint {
    const wasNamedByMeasure = point.name === naming.measure(point.measure);
    return { ...point, measure: next, name: wasNamedByMeasure ? naming.measure(next) : point.name };
  }

  /* Bounds that were proposed go with the measure; others stay as they were written, also while the answer comes. */
  async function measured(measure: MeasurePoint['measure']): Promise<void> {
    const next = withMeasure(measure);
    const before = queries.getQueryData(distributionOf(judged, point.measure).queryKey);
    onChange(next);
    if (!before || hasPieces(point) || before.low !== point.low || before.high !== point.high) return;
    const found = await queries.fetchQuery({ ...distributionOf(judged, measure), retry: false }).catch(() => null);
    const now = latest.current;
    const same = JSON.stringify(now) === JSON.stringify(next);
    if (same && found && found.low !== null && found.high !== null) onChange(withBounds(now, found.low, found.high));
  }

  return (
    <>
      <MeasurePicker value={point.measure} onChange={(next) => void measured(next)} naming={naming} productId={judged.card.product_id} />
      <Muted small>{naming.meaning(point.measure)}</Muted>
      <div className={css.boxes}>
        <span className={css.wide}>
          <TextBox size="xs" label={words.pointName} value={point.name} onChange={(name) => onChange({ ...point, name })} />
        </span>
        <span className={css.narrow}>
          <NumberBox
            size="xs"
            label={words.weight}
            min={0}
            max={1000}
            value={point.weight}
            onChange={(weight) => onChange({ ...point, weight: weight ?? 0 })}
          />
        </span>
      </div>
      <ScaleEditor point={point} onChange={onChange} naming={naming} />
      <Distribution judged={judged} point={point} naming={naming} onPropose={(low, high) => onChange(withBounds(point, low, high))} />
    </>
  );
}

/** What keeps a measure out of the draft, in words. */
function Problem({ problem, point, naming }: { problem: PointProblem | null; point: Point; naming: Naming }) {
  const words = useHealthWords();
  const scales = useScaleWords();
  if (!problem) return null;
  if (problem.kind === 'scale') return <span className={css.problem}>{scales.problems[problem.scale]}</span>;
  if (problem.kind !== 'range' || isChoice(point))
    return <span className={css.problem}>{problem.kind === 'range' ? '' : words.pointProblems[problem.kind]}</span>;
  const least = naming.value(point.measure, problem.least);
  return (
    <span className={css.problem}>
      {problem.most === null ? words.boundAtLeast(least) : words.boundBetween(least, naming.value(point.measure, problem.most))}
    </span>
  );
}

/** Asks which measure first, or which choice or flag: nothing is added before it is known. */
function AddPoint({ naming, onAdd }: { naming: Naming; onAdd: (what: string) => void }) {
  const words = useHealthWords();
  const choices = useChoicesWords();
  const [asking, setAsking] = useState(false);
  if (!asking) return <TextButton onClick={() => setAsking(true)}>+ {words.addPoint}</TextButton>;
  return (
    <div className={css.boxes}>
      <span className={css.wide}>
        <Select
          size="xs"
          label={words.whichMeasure}
          search
          value={null}
          onChange={(id) => {
            if (!id) return;
            setAsking(false);
            onAdd(id);
          }}
          options={[
            { group: choices.measures, items: measuresOf(naming.catalogue).map((one) => ({ value: one.id, label: naming.label(one.id) })) },
            {
              group: choices.attributes,
              items: chosenAttributes(naming).map(({ value, label }) => ({ value: `${ATTRIBUTE}${value}`, label })),
            },
          ]}
        />
      </span>
      <TextButton onClick={() => setAsking(false)}>{words.cancel}</TextButton>
    </div>
  );
}

/** The scale, or what each choice earns. */
export function earnsText(
  point: Point,
  naming: Pick<Naming, 'value'> & { choice: (attribute: string, value: string | boolean) => string; log: (bounds: string) => string },
): string {
  if (isChoice(point))
    return point.choices.map((one) => `${naming.choice(point.attribute, one.value)} ${percentText(one.share)}`).join(' · ');
  return scaleText(point, (at) => naming.value(point.measure, at), naming.log);
}

function useEarnsText(naming: Naming): (point: Point | undefined) => string | undefined {
  const { log } = useScaleWords();
  return (point) =>
    point && earnsText(point, { value: naming.value, log, choice: (attribute, value) => valueText(attribute, value, naming) });
}

interface RowProps {
  point: Point;
  before: Point | undefined;
  problem: PointProblem | null;
  naming: Naming;
  editable: boolean;
  onOpen: () => void;
  onRemove: () => void;
}

function PointRow({ point, before, problem, naming, editable, onOpen, onRemove }: RowProps) {
  const words = useHealthWords();
  const earns = useEarnsText(naming);
  const name = pointName(point, naming);
  return (
    <tr>
      <td>
        {editable ? <TextButton onClick={onOpen}>{name}</TextButton> : name}
        <Problem problem={problem} point={point} naming={naming} />
      </td>
      <td data-align="end">
        <Changed now={countText(point.weight)} before={before && countText(before.weight)} />
      </td>
      <td>
        <Changed now={earns(point) ?? ''} before={earns(before)} />
      </td>
      {editable && (
        <td data-align="end">
          <IconButton name={words.removePoint(name)} onClick={onRemove}>
            ×
          </IconButton>
        </td>
      )}
    </tr>
  );
}

export function Points({ draft, onChange, published, coverage, naming, editable, judged }: PointsProps) {
  const words = useHealthWords();
  const queries = useQueryClient();
  const latest = useRef(draft);
  const [open, setOpen] = useState<string | null>(null);
  const counted = draft.points.filter((point) => !pointProblem(point, draft, naming.catalogue));
  const total = counted.reduce((sum, point) => sum + point.weight, 0);
  const known = coverage === undefined ? '–' : countText(Math.round(total * coverage));
  const opened = draft.points.find((point) => point.key === open);

  useEffect(() => {
    latest.current = draft;
  }, [draft]);

  async function measured(id: string): Promise<Point> {
    const info = infoOf(naming.catalogue, id);
    const measure = measureWith(info, id, { measure: id }, naming.catalogue);
    const found = await queries.fetchQuery({ ...distributionOf(judged, measure), retry: false }).catch(() => null);
    return newPoint(latest.current, measure, info, naming.measure(measure), found);
  }

  async function chosen(attribute: string): Promise<Point> {
    const found = await queries.fetchQuery({ ...valuesOf(judged, attribute), retry: false }).catch(() => null);
    const choices = startChoices(attribute, naming, found?.values ?? []);
    return newChoices(latest.current, attribute, attributeName(attribute, naming), choices);
  }

  /* With what its accounts propose; without an answer, with bounds of its unit. */
  async function add(what: string): Promise<void> {
    const point = await (what.startsWith(ATTRIBUTE) ? chosen(what.slice(ATTRIBUTE.length)) : measured(what));
    onChange({ ...latest.current, points: [...latest.current.points, point] });
    setOpen(point.key);
  }

  function change(next: Point): void {
    const { points } = latest.current;
    onChange({ ...latest.current, points: points.map((one) => (one.key === next.key ? next : one)) });
  }

  return (
    <Card title={words.points} beside={draft.points.length > 0 && words.pointsText(countText(total), known)}>
      {draft.points.length === 0 ? (
        <p>
          <Muted>{words.noPoints}</Muted>
        </p>
      ) : (
        <table className={css.table} aria-label={words.points}>
          <thead>
            <tr>
              <th scope="col">{words.measure}</th>
              <th scope="col" data-align="end">
                {words.weight}
              </th>
              <th scope="col">{words.lowHigh}</th>
              {editable && <td />}
            </tr>
          </thead>
          <tbody>
            {draft.points.map((point) => (
              <PointRow
                key={point.key}
                point={point}
                before={published?.points.find((one) => one.key === point.key)}
                problem={pointProblem(point, draft, naming.catalogue)}
                naming={naming}
                editable={editable}
                onOpen={() => setOpen(open === point.key ? null : point.key)}
                onRemove={() => onChange({ ...draft, points: draft.points.filter((one) => one.key !== point.key) })}
              />
            ))}
          </tbody>
        </table>
      )}
      {opened && editable && (
        <fieldset
          className={css.item}
          aria-label={words.editPoint(pointName(opened, naming))}
          style={{ border: 0, padding: '9px 0', margin: 0, minWidth: 0 }}
        >
          {isChoice(opened) ? (
            <ChoicesEditor point={opened} naming={naming} judged={judged} onChange={change} />
          ) : (
            <MeasureEditor key={opened.key} point={opened} naming={naming} judged={judged} onChange={change} />
          )}
        </fieldset>
      )}
      {editable && <AddPoint naming={naming} onAdd={(what) => void add(what)} />}
    </Card>
  );
}

export function Thresholds({ draft, onChange, editable }: { draft: Draft; onChange: (draft: Draft) => void; editable: boolean }) {
  const words = useHealthWords();
  return (
    <Card title={words.thresholds}>
      <div className={css.thresholds}>
        <NumberBox
          size="xs"
          label={words.badBelow}
          min={0}
          max={100}
          disabled={!editable}
          value={draft.bad_below}
          onChange={(value) => onChange({ ...draft, bad_below: value ?? 0 })}
          prefix={words.badBefore}
          suffix={words.badUnit}
        />
        <NumberBox
          size="xs"
          label={words.goodFrom}
          min={0}
          max={100}
          disabled={!editable}
          value={draft.good_from}
          onChange={(value) => onChange({ ...draft, good_from: value ?? 100 })}
          prefix={words.goodBefore}
          suffix={words.goodUnit}
        />
        <NumberBox
          size="xs"
          label={words.unknownBelow}
          min={0}
          max={100}
          disabled={!editable}
          value={Math.round(draft.unknown_below * 100)}
          onChange={(value) => onChange({ ...draft, unknown_below: (value ?? 0) / 100 })}
          prefix={words.unknownBefore}
          suffix={words.unknownUnit}
        />
      </div>
    </Card>
  );
}
