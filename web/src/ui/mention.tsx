/*
 * "@" and a name: the people who work here are offered below the box while somebody types, and chosen with the arrows and Enter, or
 * by a click. What is written is the plain name, so that a text reads the same everywhere. Who may not see what is written is not
 * told of it, and the writer reads so at once.
 */
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Staff } from '../api/types';
import { composing, isEnter } from '../lib/enter';
import { dictionary } from '../lib/language';
import { useMe } from '../lib/me';
import { TextBox, type TextProps } from './field';
import { type AreaProps, TextArea } from './field-more';
import css from './mention.module.css';
import { useStaff } from './staff';
import type { VisibleTo } from './visible';

const MOST = 6;

const useMentionWords = dictionary(
  {
    list: 'People to mention',
    unseen: (names: string) => `Not told, as they cannot see this: ${names}`,
    comma: ', ',
  },
  {
    list: '言及するメンバー',
    unseen: (names) => `閲覧できないため、通知されません: ${names}`,
    comma: '、',
  },
);

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** The word behind the last "@" before the caret, and where that stands; null = nobody is being mentioned. */
function asked(text: string, caret: number): { from: number; word: string } | null {
  const before = text.slice(0, caret);
  const from = Math.max(before.lastIndexOf('@'), before.lastIndexOf('＠'));
  if (from < 0 || /[\w.+-]/.test(before[from - 1] ?? '')) return null;
  const word = before.slice(from + 1);
  return word.length > 40 || word.includes('\n') ? null : { from, word };
}

function fitting(staff: readonly Staff[], word: string): Staff[] {
  const wanted = folded(word);
  return staff.filter(({ name, email }) => folded(name).includes(wanted) || folded(email).startsWith(wanted)).slice(0, MOST);
}

interface Box {
  value: string;
  onChange: (value: string) => void;
  box: RefObject<HTMLTextAreaElement | HTMLInputElement | null>;
}

interface Mentioning {
  options: Staff[];
  index: number;
  list: string;
  take: (value: string) => void;
  choose: (one: Staff) => void;
  /** True where the key was meant for the list. */
  key: (event: KeyboardEvent) => boolean;
  close: () => void;
}

function useMention({ value, onChange, box }: Box): Mentioning {
  const staff = useStaff().filter((one) => one.active);
  const list = useId();
  const [at, setAt] = useState<ReturnType<typeof asked>>(null);
  const [index, setIndex] = useState(0);
  const caret = useRef<number | null>(null);
  const options = at === null ? [] : fitting(staff, at.word);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  function take(next: string): void {
    onChange(next);
    setAt(asked(next, box.current?.selectionStart ?? next.length));
    setIndex(0);
  }
  function choose(one: Staff): void {
    if (at === null) return;
    /* Two people of one name are told apart by their address. */
    const same = staff.filter(({ name }) => folded(name) === folded(one.name)).length > 1;
    const word = `@${same ? one.email : one.name} `;
    caret.current = at.from + word.length;
    onChange(value.slice(0, at.from) + word + value.slice(at.from + 1 + at.word.length));
    setAt(null);
    box.current?.focus();
  }
  function key(event: KeyboardEvent): boolean {
    const chosen = options[Math.min(index, options.length - 1)];
    if (!chosen || composing(event)) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) setIndex((index + by + options.length) % options.length);
    else if (isEnter(event)) choose(chosen);
    else if (event.key === 'Escape') setAt(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return { options, index, list, take, choose, key, close: () => setAt(null) };
}

function MentionList({ of }: { of: Mentioning }) {
  const words = useMentionWords();
  if (of.options.length === 0) return null;
  return (
    <div className={css.list} role="listbox" id={of.list} aria-label={words.list}>
      {of.options.map((one, index) => (
        <div
          key={one.id}
          id={`${of.list}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === of.index}
          className={css.option}
          /* Before the box loses the focus. */
          onMouseDown={(event) => {
            event.preventDefault();
            of.choose(one);
          }}
        >
          {one.name} <span className={css.email}>{one.email}</span>
        </div>
      ))}
    </div>
  );
}

/** Those mentioned who may not see what is written. */
function MentionUnseen({ text, to }: { text: string; to: VisibleTo }) {
  const words = useMentionWords();
  const me = useMe();
  const staff = useStaff();
  if (to === null || !/[@＠]/.test(text)) return null;
  const said = folded(text);
  const unseen = staff.filter(
    ({ id, active, name, email, circles }) =>
      active &&
      id !== me.staff.id &&
      (to === 'me' || !circles.includes(to)) &&
      (said.includes(`@${folded(name)}`) || said.includes(`@${folded(email)}`)),
  );
  if (unseen.length === 0) return null;
  return (
    <p className={css.unseen} role="status">
      {words.unseen(unseen.map(({ name }) => name).join(words.comma))}
    </p>
  );
}

/** Several lines in which people can be mentioned; `to` says who sees what is written. */
export function MentionArea({ to, ...area }: AreaProps & { to: VisibleTo }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const mention = useMention({ value: area.value, onChange: area.onChange, box });
  const { options, index, list, key } = mention;
  return (
    <div>
      <TextArea
        {...area}
        ref={box}
        onChange={mention.take}
        onLeave={mention.close}
        beside={{ key, list, marked: options.length > 0 ? `${list}-${index}` : null }}
      />
      <MentionList of={mention} />
      <MentionUnseen text={area.value} to={to} />
    </div>
  );
}

/** One line in which people can be mentioned, seen by everybody. */
export function MentionBox(props: Omit<TextProps, 'ref' | 'onKeyDown' | 'onLeave' | 'beside'>) {
  const box = useRef<HTMLInputElement>(null);
  const mention = useMention({ value: props.value, onChange: props.onChange, box });
  const { options, index, list, key } = mention;
  return (
    <div>
      <TextBox
        {...props}
        ref={box}
        onChange={mention.take}
        onLeave={mention.close}
        onKeyDown={(event) => void key(event)}
        beside={{ list, marked: options.length > 0 ? `${list}-${index}` : null }}
      />
      <MentionList of={mention} />
    </div>
  );
}
