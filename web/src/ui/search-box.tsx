/* A box that narrows a list: typing goes on when it pauses, Enter at once. An input method's Enter is not ours. */
import { useEffect, useRef, useState } from 'react';
import { TextBox } from './field';

const TYPING_MS = 180;

interface SearchBoxProps {
  name: string;
  value: string;
  onChange: (value: string) => void;
  size?: 'xs' | 'sm';
  autoFocus?: boolean;
}

export function SearchBox({ name, value, onChange, size, autoFocus }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => latest.current(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <TextBox
      kind="search"
      size={size}
      name={name}
      placeholder={name}
      autoFocus={autoFocus}
      value={text}
      onChange={setText}
      onEnter={() => onChange(text)}
    />
  );
}
