/*
 * What went wrong, as a sentence: by the kind of the error, the server's word for the reason, and the box that it names. Features say
 * theirs; until those are there (the first seconds), and for words that nobody knows, the shell's own sentences serve.
 */
import { ApiError, type Problem } from '../api/client';
import type { ImportError } from '../api/types';
import { type Both, type Language, languageNow, useLanguage } from '../lib/language';
import { type ProblemParts, slots } from './feature';
import { FIELDS, REASONS, useShellWords } from './problem-words';

/** Why an entry was refused: the server's words. One that has no sentence does not compile (feature.ts). */
export type Reason = Exclude<ImportError['reason'], 'other'>;
export type Sentence = (first: string, second: string) => string;
export type ReasonWords = { readonly [reason: string]: Both<Sentence> };

export interface ProblemWords {
  shell: ReturnType<typeof useShellWords>;
  language: Language;
  parts: ProblemParts | null;
}

export function problemOf(error: unknown): Problem {
  return error instanceof ApiError ? error.problem : { status: 0, code: 'internal', detail: String(error) };
}

export function useProblemWords(): ProblemWords {
  return { shell: useShellWords(), language: useLanguage(), parts: slots.problems.useSoon() };
}

/** Outside components, once the features' words are there. */
export async function problemWords(): Promise<ProblemWords> {
  const parts = await slots.problems.load().catch(() => null);
  return { shell: useShellWords.now(), language: languageNow(), parts };
}

function fieldName({ language, parts }: ProblemWords, field: string): string {
  const last = field.replace(/.*[./]/, '').replace(/\[\d+\]$/, '');
  const known: Record<string, Both> = { ...FIELDS, ...parts?.fields };
  return known[last]?.[language] ?? field;
}

/** Why, in the reader's language; null when the server has no word for it. */
export function reasonSentence(words: ProblemWords, reason: string | undefined, args: readonly (string | number)[] = []): string | null {
  const known: ReasonWords = { ...REASONS, ...words.parts?.reasons };
  const told = known[reason ?? '']?.[words.language];
  return told ? told(String(args[0] ?? ''), String(args[1] ?? '')) : null;
}

export function problemSentence(words: ProblemWords, problem: Problem): string {
  const { shell } = words;
  const field = problem.field ?? problem.fields?.[0]?.field;
  const reason = reasonSentence(words, problem.reason, problem.args);
  if (reason) return field ? shell.fieldReason(fieldName(words, field), reason) : reason;
  if (problem.code === 'input' && field) return shell.inputField(fieldName(words, field));
  if (problem.code === 'conflict' && field && field !== 'If-Match') return shell.conflictField(fieldName(words, field));
  const known = (shell as unknown as Record<string, unknown>)[problem.code];
  return typeof known === 'string' ? known : shell.internal;
}

/** Which boxes of a form the problem marks. */
export function problemFields(words: ProblemWords, problem: Problem): Record<string, string> {
  const named = problem.fields?.map((entry) => entry.field) ?? (problem.field ? [problem.field] : []);
  const reason = reasonSentence(words, problem.reason, problem.args);
  return Object.fromEntries(named.map((field) => [field, reason ?? problemSentence(words, { ...problem, field, fields: undefined })]));
}
