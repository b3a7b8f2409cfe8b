/*
 * Two languages, switched at once. A feature's words are a dictionary: English is the pattern, Japanese must have every key of
 * it (a missing one does not compile). Words with a hole in them are functions, because word order differs.
 */
import { useSyncExternalStore } from 'react';
import { cookieRead, cookieWrite } from './cookie';

export type Language = 'ja' | 'en';
/** The same thing in both languages; one alone does not compile. */
export type Both<T = string> = Readonly<Record<Language, T>>;
type Phrase = string | ((...holes: never[]) => unknown);
type Words = { readonly [key: string]: Phrase | Words };
type Same<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...holes: infer H) => infer R
      ? (...holes: H) => R extends string ? string : R
      : Same<T[K]>;
};

const KEPT = 'banso_language'; // src/http/html.c
const listeners = new Set<() => void>();
let current: Language = kept() ?? (navigator.language.startsWith('ja') ? 'ja' : 'en');
document.documentElement.lang = current;

function kept(): Language | null {
  const word = cookieRead(KEPT);
  return word === 'ja' || word === 'en' ? word : null;
}

export function languageWasChosen(): boolean {
  return kept() !== null;
}

export function languageNow(): Language {
  return current;
}

export function languageSet(language: Language): void {
  current = language;
  cookieWrite(KEPT, language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, languageNow);
}

/** A hook that gives the words of one feature in the language of the moment; `.now()` serves code outside components. */
export function dictionary<const T extends Words>(en: T, ja: NoInfer<Same<T>>): { (): Same<T>; now: () => Same<T> } {
  const pick = (language: Language): Same<T> => (language === 'ja' ? ja : (en as unknown as Same<T>));
  const useWords = () => pick(useLanguage());
  return Object.assign(useWords, { now: () => pick(current) });
}

/** Names that the workspace keeps in two languages. */
export function named(thing: { name: string; name_ja?: string | null }, language: Language): string {
  return (language === 'ja' && thing.name_ja) || thing.name;
}
