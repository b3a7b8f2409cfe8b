/*
 * The filter of a list in words: each condition is a chip that is changed or removed where it stands. A group is one chip, and opens
 * the builder, which knows groups. Without a filter the usual ones are offered instead.
 */
import { useEffect, useRef, useState } from 'react';
import { type Comparison, conditionOf, type Group, isGroup, newGroup, replacePart } from '../lib/condition';
import { TextButton } from './button';
import type { Naming } from './catalogue';
import { ComparisonRow, ConditionPicker, comparisonName, conditionText } from './condition';
import css from './filter-chips.module.css';
import { Muted } from './layout';
import { useListToolWords } from './list-tools-words';

interface FilterChipsProps {
  group: Group;
  onChange: (group: Group) => void;
  naming: Naming;
  quick: { name: string; group: Group }[];
  /** Shows the builder. */
  onBuilder: () => void;
}

type Part = Comparison | Group;

/** A filter that is not "all of these" is one chip. */
function partsOf(group: Group): Part[] {
  if (group.match === 'all' && !group.account) return group.parts;
  return group.parts.length > 0 ? [group] : [];
}

function partText(part: Part, naming: Naming): string {
  const condition = conditionOf({ ...newGroup(), parts: [part] });
  if (condition) return conditionText(condition, naming);
  return isGroup(part) ? '…' : `${comparisonName(part, naming)} …`;
}

function Chip({ text, open, onOpen, onRemove }: { text: string; open: boolean; onOpen: () => void; onRemove: () => void }) {
  const words = useListToolWords();
  return (
    <li className={css.chip} data-open={open || undefined}>
      <button type="button" className={css.text} aria-expanded={open} onClick={onOpen}>
        {text}
      </button>
      <button type="button" className={css.remove} aria-label={words.remove(text)} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}

function Quick({ quick, onChange }: Pick<FilterChipsProps, 'quick' | 'onChange'>) {
  const words = useListToolWords();
  return (
    <>
      <Muted small>{words.startFrom}</Muted>
      {quick.map(({ name, group }) => (
        <button key={name} type="button" className={css.quick} onClick={() => onChange(group)}>
          {name}
        </button>
      ))}
    </>
  );
}

export function FilterChips({ group, onChange, naming, quick, onBuilder }: FilterChipsProps) {
  const words = useListToolWords();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const bar = useRef<HTMLElement>(null);
  const parts = partsOf(group);
  const editing = parts.find((part): part is Comparison => part.id === open && !isGroup(part));

  /* Whoever opens a condition goes on in the box of its value, and comes back to its chip. */
  useEffect(() => {
    if (typeof open === 'number')
      [...(bar.current?.querySelectorAll<HTMLElement>('[data-editor] input:not([type=hidden])') ?? [])].at(-1)?.focus();
  }, [open]);
  function close(): void {
    bar.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
    setOpen(null);
  }
  function replace(part: Part, next: Part | null): void {
    if (part === group) onChange(newGroup());
    else onChange(replacePart(group, part.id, next));
  }
  function add(part: Comparison): void {
    const whole = group.match === 'all' && !group.account ? group : { ...newGroup(), parts: [group] };
    onChange({ ...whole, parts: [...whole.parts, part] });
    setOpen(part.id);
  }

  return (
    <section
      ref={bar}
      aria-label={words.filterLabel}
      className={css.bar}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      {parts.length > 0 && (
        <ul className={css.chips}>
          {parts.map((part) => (
            <Chip
              key={part.id}
              text={partText(part, naming)}
              open={part.id === open}
              onOpen={() => (isGroup(part) ? onBuilder() : setOpen(part.id === open ? null : part.id))}
              onRemove={() => replace(part, null)}
            />
          ))}
        </ul>
      )}
      {parts.length === 0 && <Quick quick={quick} onChange={onChange} />}
      <TextButton onClick={() => setOpen('new')}>+ {naming.words.builder.add}</TextButton>
      {parts.length > 0 && <TextButton onClick={() => onChange(newGroup())}>{words.clear}</TextButton>}
      {editing && (
        <div className={css.editor} data-editor>
          <ComparisonRow
            part={editing}
            naming={naming}
            onChange={(next) => replace(editing, next)}
            onRemove={() => replace(editing, null)}
          />
          <TextButton onClick={close}>{words.done}</TextButton>
        </div>
      )}
      {open === 'new' && (
        <div className={css.editor}>
          <ConditionPicker naming={naming} onChoose={add} onCancel={() => setOpen(null)} />
        </div>
      )}
    </section>
  );
}
