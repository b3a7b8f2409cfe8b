/* What each choice of an attribute earns, as a share of the weight; beside each, how many of the accounts have it. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { AttributeValue, MeasureDistribution } from '../../api/types';
import { folded, unlike } from '../../lib/fold';
import { countText } from '../../lib/numbers';
import { attributeName, choicesOf, kindOf, valueText } from '../../ui/attribute';
import { TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { NumberBox, TextBox } from '../../ui/field';
import { IconButton } from '../../ui/icon-button';
import { Muted } from '../../ui/layout';
import { useChoicesWords } from './choices-words';
import { askedOf, type Judged } from './distribution';
import type { ChoicePoint } from './draft';
import css from './health.module.css';
import { useHealthWords } from './words';

type Choice = ChoicePoint['choices'][number];

const LISTED = 50;

export function valuesOf(judged: Judged, attribute: string) {
  const body = { ...askedOf(judged), attribute };
  return queryOptions({
    queryKey: ['/scorecards/distribution', body],
    queryFn: ({ signal }) => api<MeasureDistribution>('/scorecards/distribution', { method: 'POST', body, signal }),
    meta: { topics: [] },
  });
}

/** Attributes whose values can be listed. */
export function chosenAttributes(naming: Naming): { value: string; label: string }[] {
  const fields = naming.catalogue.fields.filter(({ object }) => object === 'account').map(({ key }) => `field:${key}`);
  const own = naming.attributes.map(([id]) => id);
  return [...own, ...fields]
    .filter((id) => ['choice', 'text', 'flag'].includes(kindOf(id, naming)))
    .map((id) => ({ value: id, label: attributeName(id, naming) }));
}

/** What it can be, and what the accounts have beside that. */
function listed(attribute: string, naming: Naming, found: AttributeValue[]): (string | boolean)[] {
  if (kindOf(attribute, naming) === 'flag') return [false, true];
  const known = choicesOf(attribute, naming).map((option) => option.value);
  const own = found.map((one) => one.value);
  const few = known.length > 0 && known.length <= LISTED ? known : [];
  return unlike([...few, ...own]).slice(0, LISTED);
}

/** From nothing to all in even steps, in the order of the list: a start to be changed. */
export function startChoices(attribute: string, naming: Naming, found: AttributeValue[]): Choice[] {
  const values = listed(attribute, naming, found);
  const last = Math.max(1, values.length - 1);
  return values.map((value, at) => ({ value, share: Math.round((at / last) * 100) / 100 }));
}

interface Props {
  point: ChoicePoint;
  onChange: (point: ChoicePoint) => void;
  naming: Naming;
  judged: Judged;
}

function Add({ point, onChange, naming }: Props) {
  const words = useChoicesWords();
  const add = () => onChange({ ...point, choices: [...point.choices, { value: '', share: 0 }] });
  return kindOf(point.attribute, naming) === 'flag' ? null : <TextButton onClick={add}>+ {words.add}</TextButton>;
}

function Value({
  choice,
  attribute,
  naming,
  onChange,
}: {
  choice: Choice;
  attribute: string;
  naming: Naming;
  onChange: (value: string) => void;
}) {
  const words = useChoicesWords();
  const { value } = choice;
  const isOwn =
    typeof value === 'string' && kindOf(attribute, naming) !== 'flag' && !choicesOf(attribute, naming).some((one) => one.value === value);
  if (!isOwn) return valueText(attribute, value, naming);
  return <TextBox size="xs" name={words.value} value={value} onChange={onChange} />;
}

export function ChoicesEditor({ point, onChange, naming, judged }: Props) {
  const words = useChoicesWords();
  const own = useHealthWords();
  const found = useQuery(valuesOf(judged, point.attribute)).data;
  const having = (value: string | boolean) => found?.values.find((one) => folded(one.value) === folded(String(value)))?.accounts ?? 0;
  const change = (at: number, next: Partial<Choice>) =>
    onChange({ ...point, choices: point.choices.map((one, other) => (other === at ? { ...one, ...next } : one)) });
  const name = (choice: Choice) => valueText(point.attribute, choice.value, naming);
  const unlisted = found && found.known - point.choices.reduce((sum, choice) => sum + having(choice.value), 0);
  return (
    <>
      <Muted small>{words.text}</Muted>
      <div className={css.boxes}>
        <span className={css.wide}>
          <TextBox size="xs" label={own.pointName} value={point.name} onChange={(next) => onChange({ ...point, name: next })} />
        </span>
        <span className={css.narrow}>
          <NumberBox
            size="xs"
            label={own.weight}
            min={0}
            max={1000}
            value={point.weight}
            onChange={(weight) => onChange({ ...point, weight: weight ?? 0 })}
          />
        </span>
      </div>
      <table className={css.table} aria-label={words.choices}>
        <thead>
          <tr>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.share}</th>
            <th scope="col" data-align="end">
              {words.earns}
            </th>
            <th scope="col" data-align="end">
              {words.accounts}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {point.choices.map((choice, at) => (
            <tr key={at}>
              <td>
                <Value choice={choice} attribute={point.attribute} naming={naming} onChange={(value) => change(at, { value })} />
              </td>
              <td>
                <span className={css.share}>
                  <NumberBox
                    size="xs"
                    name={words.shareOf(name(choice))}
                    min={0}
                    max={100}
                    value={Math.round(choice.share * 100)}
                    onChange={(share) => change(at, { share: (share ?? 0) / 100 })}
                    suffix="%"
                  />
                </span>
              </td>
              <td data-align="end">{words.points(countText(point.weight * choice.share), countText(point.weight))}</td>
              <td data-align="end">{found && countText(having(choice.value))}</td>
              <td data-align="end">
                <IconButton
                  name={words.remove(name(choice))}
                  onClick={() => onChange({ ...point, choices: point.choices.filter((_, other) => other !== at) })}
                >
                  ×
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found && <Muted small>{words.left(countText(unlisted ?? 0), countText(found.accounts - found.known))}</Muted>}
      <Add point={point} onChange={onChange} naming={naming} judged={judged} />
    </>
  );
}
