/*
 * Conditions, to build and to read: groups of comparisons over attributes, custom fields and measures, joined by all, any or none.
 * Filters, segments and level rules use the same builder. What has an account can be asked about that too: such a comparison is
 * marked with "@" in its box of choices, and everything about it is named as for accounts.
 */
import { useState } from 'react';
import type { Condition, Op } from '../api/types';
import { type Comparison, type Group, isGroup, newComparison, newGroup, replacePart } from '../lib/condition';
import { named } from '../lib/language';
import { attributeName, choicesOf, kindOf, valueText } from './attribute';
import { TextButton } from './button';
import type { Naming } from './catalogue';
import css from './condition.module.css';
import type { AttributeKind } from './feature';
import { DateBox, NumberBox, type Option, Select, TextBox } from './field';
import { Several } from './field-more';
import { IconButton } from './icon-button';
import { infoOf, MeasureParts, MeasureValueBox, measuresOf, measureWith } from './measure-picker';

type Kind = AttributeKind;

const OPS: Record<Kind, Op[]> = {
  choice: ['in', '!=', 'known', 'unknown'],
  id: ['in', '!=', 'known', 'unknown'],
  text: ['contains', '=', '!=', 'known', 'unknown'],
  number: ['<', '<=', '>=', '>', '=', 'known', 'unknown'],
  day: ['<', '>=', 'known', 'unknown'],
  flag: ['=', 'known', 'unknown'],
};
const MEASURE_OPS: Op[] = ['<', '<=', '>=', '>', '=', 'known', 'unknown'];

function opsOf(attribute: string, naming: Naming): Op[] {
  const ops = OPS[kindOf(attribute, naming)];
  return naming.attribute(attribute)?.always ? ops.filter((op) => !isPresence(op)) : ops;
}

function isDayOp(op: Op): op is '<' | '>=' {
  return op === '<' || op === '>=';
}

function isPresence(op: Op): op is 'known' | 'unknown' {
  return op === 'known' || op === 'unknown';
}

function thereOf(attribute: string, naming: Naming) {
  return naming.attribute(attribute)?.there?.[naming.language];
}

function startValue(kind: Kind, op: Op): Comparison['value'] {
  if (op === 'in') return [];
  return kind === 'flag' ? true : null;
}

interface Choices {
  group: string;
  items: Option[];
}

function attributeChoices(naming: Naming, mark: string, of: (group: string) => string): Choices[] {
  const { catalogue, words, language } = naming;
  const fields = catalogue.fields.filter((field) => field.object === naming.object);
  const measures = naming.account ? [] : measuresOf(catalogue).filter((one) => !one.takes.includes('field'));
  return [
    {
      group: of(words.builder.attributes),
      items: naming.attributes.map(([id, attribute]) => ({ value: `${mark}a:${id}`, label: attribute.name[language] })),
    },
    { group: of(words.builder.measures), items: measures.map((one) => ({ value: `${mark}m:${one.id}`, label: naming.label(one.id) })) },
    {
      group: of(words.builder.fields),
      items: fields.map((field) => ({ value: `${mark}a:field:${field.key}`, label: named(field, language) })),
    },
  ];
}

function subjects(naming: Naming): Choices[] {
  const { account, words } = naming;
  const own = attributeChoices(naming, '', (group) => group);
  const further = account ? attributeChoices(account, '@', words.builder.ofAccount) : [];
  /* Once it is chosen, a box shows no group: what both have by one name says whose it is. */
  const taken = new Set(own.flatMap((group) => group.items.map((item) => item.label)));
  const told = (item: Option) => (taken.has(item.label) ? { ...item, label: words.builder.ofAccount(item.label) } : item);
  return [...own, ...further.map((group) => ({ ...group, items: group.items.map(told) }))].filter((group) => group.items.length > 0);
}

/** By which a comparison is named: that of the account where it asks about one. */
function namingOf(part: { account?: boolean }, naming: Naming): Naming {
  return part.account ? (naming.account ?? naming) : naming;
}

/** The comparison with another thing that it asks of; what it says beside that stays where it fits. */
function withSubject(part: Comparison, subject: string, of: Naming): Comparison {
  const account = subject.startsWith('@');
  const naming = namingOf({ account }, of);
  const [kind, id] = [subject.slice(account ? 1 : 0, account ? 2 : 1), subject.slice(account ? 3 : 2)];
  if (kind === 'm') {
    const op = MEASURE_OPS.includes(part.op) ? part.op : '<';
    const value = part.kind === 'measure' ? part.value : null;
    return {
      ...part,
      kind: 'measure',
      account,
      measure: measureWith(infoOf(naming.catalogue, id), id, part.measure, naming.catalogue),
      op,
      value,
    };
  }
  const [op = '='] = opsOf(id, naming);
  return { ...part, kind: 'attribute', account, attribute: id, op, value: startValue(kindOf(id, naming), op) };
}

function subjectOf(part: Comparison): string {
  const id = part.kind === 'measure' ? `m:${part.measure.measure}` : `a:${part.attribute}`;
  return part.account ? `@${id}` : id;
}

function ValueBox({ part, onChange, naming }: { part: Comparison; onChange: (value: Comparison['value']) => void; naming: Naming }) {
  const { words } = naming;
  const name = words.builder.value;
  if (isPresence(part.op)) return null;
  if (part.kind === 'measure') {
    return (
      <MeasureValueBox measure={part.measure.measure} value={part.value as number | null} onChange={onChange} naming={naming} name={name} />
    );
  }
  const kind = kindOf(part.attribute, naming);
  if (kind === 'number') return <NumberBox size="xs" name={name} fraction={2} value={part.value as number | null} onChange={onChange} />;
  if (kind === 'day') return <DateBox size="xs" width={150} name={name} value={part.value as string | null} onChange={onChange} />;
  if (kind === 'flag') {
    const options = [
      { value: 'true', label: words.yes },
      { value: 'false', label: words.no },
    ];
    return (
      <Select
        size="xs"
        width={100}
        name={name}
        value={String(part.value)}
        onChange={(next) => onChange(next === 'true')}
        options={options}
      />
    );
  }
  if (kind === 'text') return <TextBox size="xs" name={name} value={String(part.value ?? '')} onChange={onChange} />;
  return <ChoiceBox part={part} onChange={onChange} naming={naming} kind={kind} />;
}

function ChoiceBox({
  part,
  onChange,
  naming,
  kind,
}: {
  part: Comparison;
  onChange: (value: Comparison['value']) => void;
  naming: Naming;
  kind: Kind;
}) {
  const options = choicesOf(part.attribute, naming);
  const back = (value: string) => (kind === 'id' ? Number(value) : value);
  const name = naming.words.builder.value;
  if (part.op !== 'in') {
    const value = part.value === null ? null : String(part.value);
    return (
      <Select
        size="xs"
        width={180}
        search
        name={name}
        value={value}
        onChange={(next) => onChange(next === null ? null : back(next))}
        options={options}
      />
    );
  }
  const values = Array.isArray(part.value) ? part.value.map(String) : [];
  return (
    <span className={css.several}>
      <Several size="xs" name={name} value={values} onChange={(next) => onChange(next.map(back))} options={options} />
    </span>
  );
}

/** What is asked of, by name: a comparison that is not complete says no more. */
export function comparisonName(part: Comparison, of: Naming): string {
  const naming = namingOf(part, of);
  const name = part.kind === 'measure' ? naming.measure(part.measure) : attributeName(part.attribute, naming);
  return part.account ? of.words.builder.ofAccount(name) : name;
}

/** A new condition begins with what it asks of: nothing is there before that is chosen. */
export function ConditionPicker(props: { naming: Naming; onChoose: (part: Comparison) => void; onCancel: () => void }) {
  const { naming } = props;
  const { builder } = naming.words;
  return (
    <div className={css.row}>
      <Select
        size="xs"
        width={240}
        search
        autoFocus
        name={builder.what}
        placeholder={builder.choose}
        value={null}
        onChange={(subject) => subject && props.onChoose(withSubject(newComparison(''), subject, naming))}
        options={subjects(naming)}
      />
      <TextButton onClick={props.onCancel}>{builder.cancel}</TextButton>
    </div>
  );
}

export function ComparisonRow({
  part,
  onChange,
  onRemove,
  naming: of,
}: {
  part: Comparison;
  onChange: (part: Comparison) => void;
  onRemove: () => void;
  naming: Naming;
}) {
  const { words } = of;
  const naming = namingOf(part, of);
  const ops = part.kind === 'measure' ? MEASURE_OPS : opsOf(part.attribute, naming);
  const isDay = part.kind === 'attribute' && kindOf(part.attribute, naming) === 'day';
  const there = part.kind === 'attribute' ? thereOf(part.attribute, naming) : undefined;
  const opName = (op: Op) => (isPresence(op) && there?.[op]) || (isDay && isDayOp(op) ? words.dayOps[op] : words.ops[op]);
  const opOptions = ops.map((op) => ({ value: op, label: opName(op) }));

  function withOp(op: Op): Comparison {
    if (part.kind === 'measure') return { ...part, op };
    const kept = (op === 'in') === Array.isArray(part.value) && !isPresence(op);
    return { ...part, op, value: kept ? part.value : startValue(kindOf(part.attribute, naming), op) };
  }

  return (
    <div className={css.row}>
      <Select
        size="xs"
        width={184}
        search
        name={words.builder.what}
        value={subjectOf(part)}
        onChange={(next) => next && onChange(withSubject(part, next, of))}
        options={subjects(of)}
      />
      {part.kind === 'measure' && (
        <MeasureParts value={part.measure} onChange={(measure) => onChange({ ...part, measure })} naming={naming} />
      )}
      <Select
        size="xs"
        width={naming.language === 'ja' ? 140 : 116}
        name={words.builder.how}
        value={part.op}
        onChange={(op) => op && onChange(withOp(op as Op))}
        options={opOptions}
      />
      <ValueBox part={part} onChange={(value) => onChange({ ...part, value })} naming={naming} />
      <IconButton name={words.builder.remove} onClick={onRemove}>
        ×
      </IconButton>
    </div>
  );
}

interface BuilderProps {
  value: Group;
  onChange: (value: Group) => void;
  naming: Naming;
  label: string;
  onRemove?: () => void;
}

export function ConditionBuilder({ value, onChange, naming: of, label, onRemove }: BuilderProps) {
  const naming = onRemove ? of : namingOf(value, of);
  const { words } = naming;
  const [adding, setAdding] = useState<'condition' | 'group' | null>(null);
  function add(part: Comparison): void {
    onChange({ ...value, parts: [...value.parts, adding === 'group' ? { ...newGroup('any'), parts: [part] } : part] });
    setAdding(null);
  }
  const matches = (['all', 'any', 'none'] as const).map((match) => ({ value: match, label: words.builder[match] }));
  return (
    <fieldset className={css.group} aria-label={label}>
      <div className={css.head}>
        <Select
          size="xs"
          width={naming.language === 'ja' ? 200 : 140}
          name={words.builder.match}
          value={value.match}
          onChange={(match) => match && onChange({ ...value, match: match as Group['match'] })}
          options={matches}
        />
        {onRemove && (
          <IconButton name={words.builder.removeGroup} onClick={onRemove}>
            ×
          </IconButton>
        )}
      </div>
      {value.parts.map((part) =>
        isGroup(part) ? (
          <ConditionBuilder
            key={part.id}
            label={label}
            value={part}
            naming={namingOf(part, naming)}
            onChange={(next) => onChange(replacePart(value, part.id, next))}
            onRemove={() => onChange(replacePart(value, part.id, null))}
          />
        ) : (
          <ComparisonRow
            key={part.id}
            part={part}
            naming={naming}
            onChange={(next) => onChange(replacePart(value, part.id, next))}
            onRemove={() => onChange(replacePart(value, part.id, null))}
          />
        ),
      )}
      {adding && <ConditionPicker key={adding} naming={naming} onChoose={add} onCancel={() => setAdding(null)} />}
      <div className={css.foot}>
        <TextButton onClick={() => setAdding('condition')}>+ {words.builder.add}</TextButton>
        {!onRemove && <TextButton onClick={() => setAdding('group')}>+ {words.builder.group}</TextButton>}
      </div>
    </fieldset>
  );
}

/** A condition in words, as shown under a rule or beside a segment. */
export function conditionText(condition: Condition, naming: Naming): string {
  const { words } = naming;
  const gap = naming.language === 'ja' ? '' : ' ';
  const joined = (parts: Condition[], word: string) =>
    parts
      .map((part) => ('and' in part || 'or' in part ? `(${conditionText(part, naming)})` : conditionText(part, naming)))
      .join(naming.language === 'ja' ? `、${word}` : ` ${word} `);
  if ('and' in condition) return joined(condition.and, words.and);
  if ('or' in condition) return joined(condition.or, words.or);
  if ('not' in condition) return `${words.not}${gap || ':'}(${conditionText(condition.not, naming)})`;
  if ('account' in condition) return words.builder.ofAccount(conditionText(condition.account, namingOf({ account: true }, naming)));
  const asks = !isPresence(condition.op);
  if ('measure' in condition) {
    const value = asks ? naming.value(condition.measure, condition.value) : '';
    return words.says[condition.op](naming.measure(condition.measure), value, false);
  }
  const there = isPresence(condition.op) && thereOf(condition.attribute, naming)?.[condition.op];
  if (there) return words.says.there(attributeName(condition.attribute, naming), there);
  const value = asks ? valueText(condition.attribute, condition.value, naming) : '';
  const several = Array.isArray(condition.value) && condition.value.length > 1;
  return words.says[condition.op](attributeName(condition.attribute, naming), value, several);
}
