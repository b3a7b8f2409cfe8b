/* The frame around every page: the rail of places, the search, who is signed in. */
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { api } from '../api/client';
import { demoRemove } from '../api/demo';
import { topicsChanged, useRead } from '../api/query';
import type { Me, Today } from '../api/types';
import { keysSwitch, useKeys } from '../lib/keys';
import { languageSet, useLanguage } from '../lib/language';
import { useMay, useMe } from '../lib/me';
import { useStored } from '../lib/stored';
import { Menu, TextButton } from '../ui/button';
import { useQuestion } from '../ui/dialog';
import { Notice } from '../ui/layout';
import { useScheme } from '../ui/provider';
import { Toasts, toast } from '../ui/toast';
import css from './frame.module.css';
import { KeyList } from './key-list';
import { Palette } from './palette';
import { PLACES, type Place } from './places';
import { useLeave } from './session';
import { useFrameWords } from './words';

function online(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

function useTasksDue(): number | undefined {
  const reading = useRead<Today>({ path: '/today', query: { owner_id: 'me' }, topics: ['today', 'task'] });
  return reading.data?.head.tasks_due;
}

function PlaceLink({ place, count }: { place: Place; count?: number }) {
  const words = useFrameWords();
  return (
    <Link to={place.to} className={css.place} activeProps={{ 'data-here': true }} activeOptions={{ exact: false }}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" className={css.icon}>
        <path d={place.icon} />
      </svg>
      <span className={css.placeName}>{words[place.name]}</span>
      {count !== undefined && count > 0 && <span className={css.count}>{count}</span>}
    </Link>
  );
}

function Rail() {
  const words = useFrameWords();
  const me = useMe();
  const due = useTasksDue();
  const open = PLACES.filter((place) => me.rights.includes(place.right));
  return (
    <nav className={css.rail} aria-label={words.places}>
      <Link to="/today" className={css.name} aria-label="Banso">
        Banso<span>.</span>
      </Link>
      {open.map((place) => (
        <div key={place.name} className={place.foot ? css.foot : undefined}>
          <PlaceLink place={place} count={place.name === 'today' ? due : undefined} />
        </div>
      ))}
    </nav>
  );
}

/** The language of the page changes at once; the server keeps it for the next sign-in. */
export function useSwitchLanguage(): () => void {
  const language = useLanguage();
  return () => {
    const next = language === 'ja' ? 'en' : 'ja';
    languageSet(next);
    void api<Me>('/me', { method: 'PATCH', body: { language: next } }).catch(() => undefined);
  };
}

function OwnMenu({ onKeys }: { onKeys: () => void }) {
  const words = useFrameWords();
  const me = useMe();
  const leave = useLeave();
  const language = useLanguage();
  const switchLanguage = useSwitchLanguage();
  const [scheme, setScheme] = useScheme();
  const mark = (mine: boolean, text: string) => (mine ? `✓ ${text}` : text);
  return (
    <Menu
      label={`${words.account}: ${me.staff.name}`}
      target={<span className={css.me}>{me.staff.name}</span>}
      items={[
        { key: 'language', label: <span lang={language === 'ja' ? 'en' : 'ja'}>{words.languageCommand}</span>, onClick: switchLanguage },
        'line',
        { key: 'light', label: mark(scheme === 'light', words.light), onClick: () => setScheme('light') },
        { key: 'dark', label: mark(scheme === 'dark', words.dark), onClick: () => setScheme('dark') },
        { key: 'auto', label: mark(scheme === 'auto', words.auto), onClick: () => setScheme('auto') },
        'line',
        { key: 'keys', label: words.keys, onClick: onKeys },
        { key: 'leave', label: words.signOut, onClick: leave },
      ]}
    />
  );
}

/* Said where the day begins; the settings have the way out too. */
function DemoNotice() {
  const words = useFrameWords();
  const me = useMe();
  const admin = useMay('admin');
  const here = useLocation({ select: (location) => location.pathname });
  const [ask, asking] = useQuestion();
  if (!me.workspace.demo || here !== '/today') return null;
  async function remove(): Promise<void> {
    if (!(await demoRemove())) return;
    topicsChanged(['workspace', 'today', 'accounts', 'account', 'task', 'health', 'usage', 'products']);
    toast(words.demoGone);
  }
  return (
    <div className={css.notice}>
      <Notice
        action={
          admin && (
            <TextButton onClick={() => ask({ title: words.demoAsk, text: words.demoAskText, act: words.demoRemove, run: remove })}>
              {words.demoRemove}
            </TextButton>
          )
        }
      >
        {words.demo}
      </Notice>
      {asking}
    </div>
  );
}

export function Frame() {
  const words = useFrameWords();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [list, setList] = useState(false);
  const [keysOn, setKeysOn] = useStored('keys', true);
  const connected = useSyncExternalStore(online, () => navigator.onLine);
  useEffect(() => keysSwitch(keysOn), [keysOn]);
  useKeys([
    ...PLACES.map((place) => ({ keys: `g ${place.key}`, label: words[place.name], run: () => void navigate({ to: place.to }) })),
    { keys: '/', label: words.openPalette, run: () => setPalette(true) },
    { keys: '?', label: words.keys, run: () => setList(true) },
  ]);
  useEffect(() => {
    function hear(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setPalette(true);
    }
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
  return (
    <div className={css.frame}>
      <a href="#page" className={css.skip}>
        {words.skip}
      </a>
      <Rail />
      <div className={css.right}>
        <section className={css.top} aria-label={words.tools}>
          <button type="button" className={css.search} onClick={() => setPalette(true)} aria-haspopup="dialog">
            <span>{words.search}</span>
            <kbd>Ctrl K</kbd>
          </button>
          <OwnMenu onKeys={() => setList(true)} />
        </section>
        <main id="page" className={css.page} tabIndex={-1}>
          {!connected && (
            <div className={css.notice}>
              <Notice tone="bad">{words.offline}</Notice>
            </div>
          )}
          <DemoNotice />
          <Outlet />
        </main>
      </div>
      {palette && <Palette onClose={() => setPalette(false)} onKeys={() => setList(true)} />}
      <KeyList open={list} onClose={() => setList(false)} on={keysOn} onSwitch={setKeysOn} />
      <Toasts />
    </div>
  );
}
