/* The search that is also the command palette: companies, people and tasks from the server; places and commands from here. */
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { useRead } from '../api/query';
import type { Found } from '../api/types';
import { composing, isEnter } from '../lib/enter';
import { useLanguage } from '../lib/language';
import { useMe } from '../lib/me';
import { featuresAll, type Hits } from '../ui/feature';
import { Over } from '../ui/over';
import { type Scheme, useScheme } from '../ui/provider';
import { places, useSwitchLanguage } from './frame';
import css from './palette.module.css';
import { useLeave } from './session';
import { useFrameWords } from './words';

interface Entry {
  key: string;
  group: string;
  title: string;
  beside?: string;
  run: () => void;
}

function useCommands(onKeys: () => void): Entry[] {
  const words = useFrameWords();
  const me = useMe();
  const language = useLanguage();
  const navigate = useNavigate();
  const leave = useLeave();
  const switchLanguage = useSwitchLanguage();
  const [, setScheme] = useScheme();
  const schemes: Scheme[] = ['light', 'dark', 'auto'];
  return [
    ...places()
      .filter((place) => me.rights.includes(place.right))
      .map((place) => ({
        key: place.to,
        group: words.go,
        title: place.name[language],
        beside: `g ${place.key}`,
        run: () => void navigate({ to: place.to }),
      })),
    { key: 'language', group: words.commands, title: words.languageCommand, run: switchLanguage },
    ...schemes.map((scheme) => ({
      key: scheme,
      group: words.commands,
      title: words.themeCommand(words[scheme]),
      run: () => setScheme(scheme),
    })),
    { key: 'keys', group: words.commands, title: words.keys, beside: '?', run: onKeys },
    { key: 'leave', group: words.commands, title: words.signOut, run: leave },
  ];
}

/** What the search finds of each kind, by the feature that keeps it. */
function hitsOf(): Partial<Record<Found['kind'], Hits>> {
  return Object.assign({}, ...featuresAll().map((feature) => feature.palette?.hits));
}

function useFound(query: string): { entries: Entry[]; busy: boolean } {
  const words = useFrameWords();
  const language = useLanguage();
  const hits = hitsOf();
  const navigate = useNavigate();
  const reading = useRead<{ items: Found[] }>({
    path: '/search',
    query: { q: query },
    topics: ['accounts', 'task'],
    enabled: query !== '',
    keep: true,
  });
  const items = query === '' ? [] : (reading.data?.items ?? []);
  return {
    busy: query !== '' && reading.isFetching,
    entries: items.map((found) => {
      const kind = hits[found.kind];
      const name = kind?.name[language] ?? found.kind;
      return {
        key: `${found.kind}${found.id}`,
        group: words.found,
        title: found.title,
        beside: found.subtitle ? `${name} · ${found.subtitle}` : name,
        run: () => void (kind && navigate(kind.to(found))),
      };
    }),
  };
}

export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const words = useFrameWords();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const query = useDeferredValue(text.trim());
  const found = useFound(query);
  const folded = query.toLowerCase();
  const commands = useCommands(onKeys).filter((entry) => entry.title.toLowerCase().includes(folded));
  const entries = [...found.entries, ...commands];
  const marked = Math.min(at, entries.length - 1);

  function run(entry: Entry | undefined): void {
    if (!entry) return;
    onClose();
    entry.run();
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (composing(event)) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((marked + step + entries.length) % Math.max(1, entries.length));
    } else if (isEnter(event)) {
      event.preventDefault();
      run(entries[marked]);
    }
  }

  return (
    <Over label={words.palette} onClose={onClose}>
      <input
        className={css.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries[marked] ? `${listId}-${marked}` : undefined}
        aria-label={words.search}
        placeholder={words.search}
        value={text}
        data-autofocus
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={listId} role="listbox" aria-label={words.palette} className={css.list} aria-busy={found.busy}>
        {entries.map((entry, index) => (
          <div
            key={entry.key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            className={css.entry}
            data-first={entries[index - 1]?.group !== entry.group || undefined}
            data-group={entry.group}
            ref={index === marked ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => run(entry)}
            onKeyDown={() => undefined}
          >
            <span className={css.title}>{entry.title}</span>
            {entry.beside && <span className={css.side}>{entry.beside}</span>}
          </div>
        ))}
      </div>
      {entries.length === 0 && !found.busy && <p className={css.none}>{words.nothingFound}</p>}
    </Over>
  );
}
