import { useDeferredValue, useState } from 'react';
import { useRead } from '../api/query';
import type { Account, Id } from '../api/types';
import css from './account-box.module.css';
import { TextButton } from './button';
import { TextBox } from './field';

interface AccountBoxProps {
  label: string;
  /** One that is not offered. */
  without?: Id;
  placeholder?: string;
  name: string | null;
  value: Id | null;
  onChange: (id: Id | null) => void;
  error: string | null;
}

/** Finds an account by name; there may be a hundred thousand of them, so it is never a list of all. */
export function AccountBox({ label, without, placeholder, name, value, onChange, error }: AccountBoxProps) {
  const [text, setText] = useState(name ?? '');
  const [chosen, setChosen] = useState(name ?? '');
  const query = useDeferredValue(text.trim());
  const asks = query !== '' && text !== chosen;
  const found = useRead<{ items: Account[] }>({
    path: '/accounts',
    query: { q: query, limit: 6 },
    topics: ['accounts'],
    enabled: asks,
    keep: true,
  });
  const items = asks ? (found.data?.items ?? []).filter((one) => one.id !== without) : [];
  function choose(id: Id | null, chosenName: string): void {
    setText(chosenName);
    setChosen(chosenName);
    onChange(id);
  }
  return (
    <div>
      <TextBox
        label={label}
        error={error}
        value={text}
        onChange={(next) => (next === '' ? choose(null, '') : setText(next))}
        onEnter={() => items[0] && choose(items[0].id, items[0].name)}
        placeholder={value === null ? placeholder : undefined}
      />
      <ul className={css.found}>
        {items.map((one) => (
          <li key={one.id}>
            <TextButton onClick={() => choose(one.id, one.name)}>{one.name}</TextButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
