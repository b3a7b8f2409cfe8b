/* Boxes that the first page has no use for: several lines, passwords, sets, tags, switches. They load with what shows them. */
import { MultiSelect, PasswordInput, Switch, TagsInput, Textarea } from '@mantine/core';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { isConversion, isSend } from '../lib/enter';
import { type Common, common, enterKey, type Option } from './field';
import { useKitWords } from './words';

export function PasswordBox(
  props: Common & { value: string; onChange: (value: string) => void; autoComplete: 'current-password' | 'new-password' },
) {
  const words = useKitWords();
  return (
    <PasswordInput
      {...common(props)}
      size="sm"
      autoComplete={props.autoComplete}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={enterKey(undefined)}
      visibilityToggleButtonProps={{ 'aria-label': words.showPassword, tabIndex: 0 }}
    />
  );
}

/** Several lines: Enter adds a line, Ctrl or ⌘ with Enter sends. */
export interface AreaProps extends Common {
  value: string;
  onChange: (value: string) => void;
  onSend?: () => void;
  rows?: number;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A list that stands open below the box: keys go to it first; true where one was meant for it. */
interface AreaList {
  key: (event: KeyboardEvent) => boolean;
  list: string;
  /** The marked option; null while the list is closed. */
  marked: string | null;
}

export function TextArea(props: AreaProps & { beside?: AreaList; onLeave?: () => void }) {
  const { beside } = props;
  return (
    <Textarea
      {...common(props)}
      ref={props.ref}
      size="sm"
      autosize
      minRows={props.rows ?? 3}
      maxRows={16}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onBlur={props.onLeave}
      aria-autocomplete={beside ? 'list' : undefined}
      aria-controls={beside?.marked ? beside.list : undefined}
      aria-activedescendant={beside?.marked ?? undefined}
      onKeyDown={(event) => {
        if (beside?.key(event)) return;
        if (!props.onSend || !isSend(event)) return;
        event.preventDefault();
        props.onSend();
      }}
    />
  );
}

/** Several of a set. */
export function Several(
  props: Common & {
    value: string[];
    onChange: (value: string[]) => void;
    options: Option[];
    size?: 'xs' | 'sm';
    search?: boolean;
    /** The server searches for what is typed: all options are shown. */
    onSearch?: (text: string) => void;
  },
) {
  return (
    <MultiSelect
      {...common(props)}
      size={props.size ?? 'sm'}
      value={props.value}
      onChange={props.onChange}
      data={props.options}
      searchable={props.search}
      onSearchChange={props.onSearch}
      filter={props.onSearch && (({ options }) => options)}
      comboboxProps={{ withinPortal: true, transitionProps: { duration: 0 } }}
      onKeyDown={enterKey(undefined)}
    />
  );
}

/** Free words, each a tag. */
export function Tags(props: Common & { value: string[]; onChange: (value: string[]) => void; suggestions?: string[] }) {
  return (
    <TagsInput
      {...common(props)}
      size="sm"
      value={props.value}
      onChange={props.onChange}
      data={props.suggestions ?? []}
      comboboxProps={{ withinPortal: true, transitionProps: { duration: 0 } }}
      onKeyDownCapture={(event) => {
        if (!isConversion(event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

export function OnOff(props: Omit<Common, 'label'> & { label: ReactNode; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Switch
      label={props.label}
      description={props.hint}
      disabled={props.disabled}
      checked={props.value}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
      size="sm"
    />
  );
}
