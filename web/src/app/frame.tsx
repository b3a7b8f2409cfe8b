/* The frame around every page: the rail of places, the search, who is signed in. */
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { api } from '../api/client';
import type { Me } from '../api/types';
import { keysSwitch, useKeys } from '../lib/keys';
import { languageSet, useLanguage } from '../lib/language';
import { laterBegin, laterComponent } from '../lib/later';
import { opens, useMe } from '../lib/me';
import { ordered } from '../lib/parts';
import { useStored } from '../lib/stored';
import { Avatar } from '../ui/avatar';
import { Menu } from '../ui/button';
import { Coming } from '../ui/coming';
import { featuresAll, type Place, slots } from '../ui/feature';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/layout';
import { useScheme } from '../ui/provider';
import { Toasts } from '../ui/toast';
import css from './frame.module.css';
import { Mark } from './mark';
import { useLeave } from './session';
import { useFrameWords } from './words';

const KeyList = laterComponent(() => import('./key-list'));
const Palette = laterComponent(() => import('./palette'));

function online(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** The places of the rail, in the order of the working day. */
export function places(): Place[] {
  return ordered(featuresAll().map((feature) => feature.places));
}

function PlaceLink({ place }: { place: Place }) {
  const language = useLanguage();
  return (
    <Link to={place.to} className={css.place} activeProps={{ 'data-here': true }} activeOptions={{ exact: false }}>
      <Icon name={place.icon} />
      <span className={css.placeName}>{place.name[language]}</span>
      {place.Count && <place.Count show={(count) => <span className={css.count}>{count}</span>} />}
    </Link>
  );
}

/* So many places stand beside each other on a phone; the others are behind "More". */
const ON_A_PHONE = 5;

function MorePlaces({ places: rest }: { places: Place[] }) {
  const words = useFrameWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const here = useLocation({ select: (location) => location.pathname });
  return (
    <div className={css.more}>
      <Menu
        label={words.more}
        target={
          <span className={css.place} data-here={rest.some(({ to }) => here.startsWith(to)) || undefined}>
            <Icon name="more" />
            <span className={css.placeName}>{words.more}</span>
          </span>
        }
        items={rest.map((place) => ({
          key: place.to,
          label: (
            <span className={css.placeInMenu}>
              <Icon name={place.icon} /> {place.name[language]}
            </span>
          ),
          onClick: () => void navigate({ to: place.to }),
        }))}
      />
    </div>
  );
}

const ON_A_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

function Rail({ onSearch, onKeys }: { onSearch: () => void; onKeys: () => void }) {
  const words = useFrameWords();
  const me = useMe();
  const open = places().filter((place) => opens(me, place));
  const rest = open.slice(ON_A_PHONE);
  const line = (place: Place) => (
    <div key={place.to} className={place.foot ? css.foot : undefined} data-rest={rest.includes(place) || undefined}>
      <PlaceLink place={place} />
    </div>
  );
  return (
    <nav className={css.rail} aria-label={words.places}>
      <div className={css.top}>
        <Link to="/today" className={css.name}>
          <Mark />
          <span>{me.workspace.name}</span>
        </Link>
        <button type="button" className={css.search} onClick={onSearch} aria-haspopup="dialog">
          <Icon name="search" />
          <span className={css.placeName}>{words.searchShort}</span>
          <kbd>{ON_A_MAC ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
      </div>
      <div className={css.places}>
        {open.filter((place) => !place.foot).map(line)}
        {slots.rail.useSoon()?.map((Part, at) => (
          <Part key={at} />
        ))}
        {open.filter((place) => place.foot).map(line)}
        {rest.length > 0 && <MorePlaces places={rest} />}
      </div>
      <div className={css.own}>
        <OwnMenu onKeys={onKeys} />
      </div>
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

/** One's own page, a part of the settings. */
export const PROFILE = '/settings/profile';

function OwnMenu({ onKeys }: { onKeys: () => void }) {
  const words = useFrameWords();
  const me = useMe();
  const leave = useLeave();
  const navigate = useNavigate();
  const language = useLanguage();
  const switchLanguage = useSwitchLanguage();
  const [scheme, setScheme] = useScheme();
  const mark = (mine: boolean, text: string) => (mine ? `✓ ${text}` : text);
  return (
    <Menu
      label={`${words.account}: ${me.staff.name}`}
      target={
        <span className={css.me}>
          <Avatar name={me.staff.name} />
          <span className={css.meName}>{me.staff.name}</span>
        </span>
      }
      items={[
        { key: 'profile', label: words.profile, onClick: () => void navigate({ to: PROFILE }) },
        'line',
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

/** What features have to say over the page. */
function Notices() {
  const me = useMe();
  const here = useLocation({ select: (location) => location.pathname });
  const said = featuresAll()
    .flatMap((feature) => feature.notices ?? [])
    .filter((notice) => notice.when(me, here));
  return said.map((notice, at) => (
    <div key={at} className={css.notice}>
      <Suspense fallback={null}>
        <notice.Notice />
      </Suspense>
    </div>
  ));
}

export function Frame() {
  const words = useFrameWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [list, setList] = useState(false);
  const [listed, setListed] = useState(false);
  if (list && !listed) setListed(true);
  useEffect(laterBegin, []);
  const [keysOn, setKeysOn] = useStored('keys', true);
  const connected = useSyncExternalStore(online, () => navigator.onLine);
  useEffect(() => keysSwitch(keysOn), [keysOn]);
  useKeys([
    ...places().map((place) => ({ keys: `g ${place.key}`, label: place.name[language], run: () => void navigate({ to: place.to }) })),
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
      <Rail onSearch={() => setPalette(true)} onKeys={() => setList(true)} />
      <main id="page" className={css.page} tabIndex={-1}>
        {!connected && (
          <div className={css.notice}>
            <Notice tone="bad">{words.offline}</Notice>
          </div>
        )}
        <Notices />
        <Outlet />
      </main>
      <Suspense fallback={<Coming />}>
        {palette && <Palette onClose={() => setPalette(false)} onKeys={() => setList(true)} />}
        {listed && <KeyList open={list} onClose={() => setList(false)} on={keysOn} onSwitch={setKeysOn} />}
      </Suspense>
      <Toasts />
    </div>
  );
}
