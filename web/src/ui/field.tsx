/*
 * Boxes to write and choose in. Every box where Enter means something asks lib/enter, which knows input methods: nothing is sent
 * while a conversion is being chosen.
 */
import { Checkbox, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, type Ref, Suspense, useState } from 'react';
import type { Day } from '../api/types';
import { dayText } from '../lib/dates';
import { composing, isConversion, isEnter } from '../lib/enter';
import { useLanguage } from '../lib/language';
import { laterComponent } from '../lib/later';
import { countText, digitsOf, numberOf, rounded } from '../lib/numbers';

export interface Common {
  label?: string;
  hint?: ReactNode;
  error?: string | null;
  required?: boolean;
  disabled?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  /** The name for those who do not see, where the label is not shown. */
  name?: string;
}

export interface TextProps extends Common {
  value: string;
  onChange: (value: string) => void;
  onEnter?: () => void;
  kind?: 'text' | 'email' | 'search' | 'url' | 'tel' | 'time';
  autoComplete?: string;
  left?: ReactNode;
  right?: ReactNode;
  size?: 'xs' | 'sm';
  ref?: Ref<HTMLInputElement>;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  onLeave?: () => void;
  /** A list that stands open below the box, and its marked option; null while it is closed. */
  beside?: { list: string; marked: string | null };
}

/* The hint stands below its box, so that boxes beside each other align; an error takes its place. */
export const BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

/** What every box gives to Mantine's. */
export function common(props: Common) {
  return {
    label: props.label,
    description: props.error ? undefined : props.hint,
    inputWrapperOrder: BELOW,
    error: props.error || undefined,
    withAsterisk: props.required,
    'aria-required': props.required || undefined,
    disabled: props.disabled,
    placeholder: props.placeholder,
    autoFocus: props.autoFocus,
    'aria-label': props.label ? undefined : props.name,
  };
}

/** Runs the act on Enter, and keeps an Enter of the input method from sending the form around the box. */
export function enterKey(act: (() => void) | undefined) {
  return (event: KeyboardEvent) => {
    if (isConversion(event)) event.preventDefault();
    if (!act || !isEnter(event)) return;
    event.preventDefault();
    act();
  };
}

export function TextBox(props: TextProps) {
  const enter = enterKey(props.onEnter);
  return (
    <TextInput
      {...common(props)}
      ref={props.ref}
      type={props.kind ?? 'text'}
      size={props.size ?? 'sm'}
      autoComplete={props.autoComplete ?? 'off'}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onBlur={props.onLeave}
      aria-autocomplete={props.beside ? 'list' : undefined}
      aria-controls={props.beside?.marked ? props.beside.list : undefined}
      aria-activedescendant={props.beside?.marked ?? undefined}
      onKeyDown={(event) => {
        props.onKeyDown?.(event);
        if (!event.defaultPrevented) enter(event);
      }}
      leftSection={props.left}
      rightSection={props.right}
    />
  );
}

interface NumberProps extends Common {
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** Digits behind the point. */
  fraction?: number;
  prefix?: string;
  suffix?: string;
  size?: 'xs' | 'sm';
}

/** Bare digits while somebody types; left, it shows them grouped, with what stands before and after. */
export function NumberBox({
  value,
  onChange,
  min = -Infinity,
  max = Infinity,
  fraction = 0,
  prefix = '',
  suffix = '',
  ...props
}: NumberProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null ? '' : `${prefix}${countText(value, fraction)}${suffix}`;

  function take(text: string): void {
    setTyped(text);
    onChange(numberOf(text, fraction));
  }
  function begin(box: HTMLInputElement): void {
    setTyped(value === null ? '' : String(rounded(value, fraction)));
    queueMicrotask(() => box.select()); // once the bare digits stand there
  }
  function settle(): void {
    setTyped(null);
    if (value !== null && (value < min || value > max)) onChange(Math.min(max, Math.max(min, value)));
  }
  function step(by: number): void {
    const next = Math.min(max, Math.max(min, rounded((value ?? 0) + by, fraction)));
    take(String(next));
  }

  return (
    <TextInput
      {...common(props)}
      size={props.size ?? 'sm'}
      inputMode="decimal"
      autoComplete="off"
      value={typed ?? shown}
      onFocus={(event) => begin(event.currentTarget)}
      onBlur={settle}
      /* Letters go at once, but not under an input method that is still composing. */
      onChange={(event) => take(composing(event) ? event.currentTarget.value : digitsOf(event.currentTarget.value))}
      onCompositionEnd={(event) => take(digitsOf(event.currentTarget.value))}
      onKeyDown={(event) => {
        if (isConversion(event)) event.preventDefault();
        if (isEnter(event)) settle();
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!by || composing(event)) return;
        event.preventDefault();
        step(by);
      }}
    />
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectProps extends Common {
  value: string | null;
  onChange: (value: string | null) => void;
  options: Option[] | { group: string; items: Option[] }[];
  clearable?: boolean;
  search?: boolean;
  size?: 'xs' | 'sm';
  width?: number | string;
}

/* A box whose list or calendar is on its way: seen already, not yet to be entered. */
const COMING = { readOnly: true, tabIndex: -1, 'aria-busy': true, style: { pointerEvents: 'none' } } as const;

const OpenSelect = laterComponent(() => import('./select'));

function isGrouped(options: SelectProps['options']): options is { group: string; items: Option[] }[] {
  return options[0] !== undefined && 'items' in options[0];
}

/** What is chosen stands there at once; what there is to choose from comes when the page stands. */
export function Select(props: SelectProps) {
  const all = isGrouped(props.options) ? props.options.flatMap((group) => group.items) : props.options;
  const shown = all.find((option) => option.value === props.value)?.label ?? '';
  return (
    <Suspense fallback={<TextInput {...common(props)} size={props.size ?? 'sm'} w={props.width} value={shown} {...COMING} />}>
      <OpenSelect {...props} />
    </Suspense>
  );
}

export function Check(props: Omit<Common, 'label'> & { label: ReactNode; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Checkbox
      label={props.label}
      description={props.hint}
      error={props.error || undefined}
      disabled={props.disabled}
      aria-label={props.name}
      checked={props.value}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
      size="sm"
    />
  );
}

/* The calendar is loaded when the first date box is shown: no page needs it to be read. */
const Calendar = laterComponent(() => import('./calendar'));

export interface DateProps extends Common {
  value: Day | null;
  onChange: (value: Day | null) => void;
  min?: Day;
  max?: Day;
  clearable?: boolean;
  size?: 'xs' | 'sm';
  width?: number | string;
}

export function DateBox(props: DateProps) {
  const language = useLanguage();
  const shown = props.value ? dayText(props.value, language) : '';
  return (
    <Suspense fallback={<TextInput {...common(props)} size={props.size ?? 'sm'} w={props.width} value={shown} {...COMING} />}>
      <Calendar {...props} />
    </Suspense>
  );
}
