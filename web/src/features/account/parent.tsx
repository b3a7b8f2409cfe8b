import { useDeferredValue, useState } from 'react';
import { useRead } from '../../api/query';
import type { Account, Id } from '../../api/types';
import { TextButton } from '../../ui/button';
import { TextBox } from '../../ui/field';
import css from './account.module.css';
import { useAccountWords } from './words';

interface ParentProps {
  label: string;
  self: Id;
  name: string | null;
  value: Id | null;
  onChange: (id: Id | null) => void;
  error: string | null;
}

/** Finds the parent company by name; there may be a hundred thousand of them, so it is never a list of all. */
export function ParentSelect({ label, self, name, value, onChange, error }: ParentProps) {
  const words = useAccountWords();
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
  const items = asks ? (found.data?.items ?? []).filter((one) => one.id !== self) : [];
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
        placeholder={value === null ? words.none : undefined}
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
