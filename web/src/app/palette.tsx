/* The search that is also the command palette: what people wrote from the server; places and commands from here. */
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { Problem } from '../api/client';
import { useRead } from '../api/query';
import type { Found, FoundPage } from '../api/types';
import { useListedActs } from '../lib/acts';
import { composing, isEnter } from '../lib/enter';
import { useLanguage } from '../lib/language';
import { opens, useMe } from '../lib/me';
import { pagesVisited } from '../lib/page-name';
import { ordered } from '../lib/parts';
import { useSettled } from '../lib/settled';
import { featuresAll } from '../ui/feature';
import { hitsAll, hitTopics } from '../ui/hits';
import { Icon, type IconName } from '../ui/icon';
import { Over } from '../ui/over';
import { Pieces } from '../ui/pieces';
import { problemOf, problemSentence, useProblemWords } from '../ui/problem';
import { type Scheme, useScheme } from '../ui/provider';
import { places, useSwitchLanguage } from './frame';
import css from './palette.module.css';
import { useLeave } from './session';
import { useFrameWords } from './words';

/* Enough to choose from; the page of all hits is one line further. */
const PALETTE_HITS = 12;
const TYPING_MS = 80;

const RECENT_MOST = 5;

interface Entry {
  key: string;
  group: string;
  icon: IconName;
  title: ReactNode;
  beside?: string;
  run: () => void;
}

interface Command extends Entry {
  title: string;
}

/** The pages that were open, without this one and those that stand below anyway. */
function useRecent(): Command[] {
  const words = useFrameWords();
  const navigate = useNavigate();
  const here = window.location.pathname;
  const listed = new Set([here, ...places().map((place) => place.to)]);
  return pagesVisited()
    .filter(({ address }) => !listed.has(address.split('?')[0] ?? ''))
    .slice(0, RECENT_MOST)
    .map(({ name, address }) => ({
      key: `recent ${address}`,
      group: words.recent,
      icon: 'recent',
      title: name,
      run: () => void navigate({ href: address }),
    }));
}

/** What can be done on the page below. */
function useHere(): Command[] {
  const words = useFrameWords();
  return useListedActs().map(({ label, run }) => ({ key: `here ${label}`, group: words.here, icon: 'command', title: label, run }));
}

/** Every page and setting that opens, and what is begun from everywhere. */
function useGoing(): Command[] {
  const words = useFrameWords();
  const me = useMe();
  const language = useLanguage();
  const navigate = useNavigate();
  const all = featuresAll();
  const settings = ordered(all.map((feature) => feature.settings));
  const begun = all.flatMap((feature) => feature.palette?.commands ?? []);
  return [
    ...places()
      .filter((place) => opens(me, place))
      .map((place) => ({
        key: place.to,
        group: words.go,
        icon: place.icon,
        title: place.name[language],
        beside: `g ${place.key}`,
        run: () => void navigate({ to: place.to }),
      })),
    ...begun
      .filter((command) => opens(me, command))
      .map((command) => ({
        key: `create ${command.name.en}`,
        group: words.begin,
        icon: command.icon,
        title: command.name[language],
        run: () => void navigate({ to: command.to, search: (command.search ?? {}) as never }),
      })),
    ...settings
      .filter((part) => opens(me, part))
      .map((part) => ({
        key: `setting ${part.path}`,
        group: words.settings,
        icon: 'settings' as const,
        title: part.name[language],
        run: () => void navigate({ to: `/settings/${part.path}` }),
      })),
  ];
}

const SCHEMES: { scheme: Scheme; icon: IconName }[] = [
  { scheme: 'light', icon: 'light' },
  { scheme: 'dark', icon: 'dark' },
  { scheme: 'auto', icon: 'system' },
];

/** What concerns oneself: language, theme, keys, the way out. */
function useOwn(onKeys: () => void): Command[] {
  const words = useFrameWords();
  const leave = useLeave();
  const switchLanguage = useSwitchLanguage();
  const [, setScheme] = useScheme();
  return [
    { key: 'language', group: words.commands, icon: 'language', title: words.languageCommand, run: switchLanguage },
    ...SCHEMES.map(({ scheme, icon }) => ({
      key: scheme,
      group: words.commands,
      icon,
      title: words.themeCommand(words[scheme]),
      run: () => setScheme(scheme),
    })),
    { key: 'keys', group: words.commands, icon: 'keyboard', title: words.keys, beside: '?', run: onKeys },
    { key: 'leave', group: words.commands, icon: 'leave', title: words.signOut, run: leave },
  ];
}

/** Those whose title has every word that was typed. */
function fitting(commands: Command[], text: string): Command[] {
  const typed = text.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ title }) => typed.every((word) => title.toLowerCase().includes(word)));
}

/** What was found, kind by kind; the kind with the best hit first, in a kind as ranked. */
function byKind(items: Found[]): Found[] {
  const kinds = [...new Set(items.map((found) => found.kind))];
  return kinds.flatMap((kind) => items.filter((found) => found.kind === kind));
}

interface Finding {
  entries: Entry[];
  busy: boolean;
  /** The entries are those of the words before. */
  old: boolean;
  problem: Problem | null;
}

function useFound(query: string): Finding {
  const words = useFrameWords();
  const language = useLanguage();
  const hits = new Map(hitsAll());
  const navigate = useNavigate();
  const reading = useRead<FoundPage>({
    path: '/search',
    query: { q: query, order: 'relevance', limit: PALETTE_HITS },
    topics: hitTopics(),
    enabled: query !== '',
    keep: true,
  });
  const page = query === '' ? undefined : reading.data;
  const entries = byKind(page?.items ?? []).map((found): Entry => {
    const kind = hits.get(found.kind);
    return {
      key: `${found.kind}${found.id}`,
      group: kind?.name[language] ?? found.kind,
      icon: kind?.icon ?? 'note',
      title: <Pieces pieces={found.title === null ? found.text_pieces : found.title_pieces} />,
      beside: found.subtitle ?? undefined,
      run: () => void (kind && navigate(kind.to(found) as never)),
    };
  });
  const all: Entry = {
    key: 'all hits',
    group: words.more,
    icon: 'search',
    title: words.allHits(page?.total ?? null),
    run: () => void navigate({ to: '/search', search: { q: query } as never }),
  };
  return {
    busy: query !== '' && reading.isFetching,
    entries: entries.length > 0 ? [...entries, all] : [],
    old: reading.isPlaceholderData,
    problem: query !== '' && reading.error && !reading.data ? problemOf(reading.error) : null,
  };
}

export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const words = useFrameWords();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const query = useSettled(text.trim(), TYPING_MS);
  const found = useFound(query);
  const sentences = useProblemWords();
  const old = found.old || query !== text.trim();
  const here = useHere();
  const commands = fitting([...here, ...useRecent(), ...useGoing(), ...useOwn(onKeys)], text);
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
      /* The words before may have found something else at this place. */
      if (!(old && marked < found.entries.length)) run(entries[marked]);
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
            <Icon name={entry.icon} />
            <span className={css.title}>{entry.title}</span>
            {entry.beside && <span className={css.side}>{entry.beside}</span>}
          </div>
        ))}
      </div>
      {found.problem && (
        <p className={css.none} role="alert">
          {problemSentence(sentences, found.problem)}
        </p>
      )}
      {entries.length === 0 && !found.busy && !old && !found.problem && <p className={css.none}>{words.nothingFound}</p>}
    </Over>
  );
}
