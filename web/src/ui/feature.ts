/*
 * What a feature of the product brings to the house, as one record: its pages, its places, and its part in what others show. `app`
 * finds the records (features/<name>/feature.ts) and hands them over here before anything is shown. Nothing in ui/, lib/ or another
 * feature knows a feature by name: who shows parts of others asks a slot for them.
 *
 * The record itself is in the first load, so it holds addresses, names and `import()`s, and nothing heavy. A slot's parts are fetched
 * together, with the first page that shows them; both languages of their words come with them.
 */
import type { ComponentType, ReactNode } from 'react';
import type { AccountPage, Condition, Day, Fact, Found, Id, Import, Me, MeasureInfo, MeasureRef, Reason, TimelineItem } from '../api/types';
import type { Both, Language } from '../lib/language';
import type { Door } from '../lib/me';
import { merged, ordered, single } from '../lib/parts';
import type { AbsencePart } from './absence-part';
import type { IconName } from './icon';
import type { Measures } from './measure';
import type { ReasonWords, Reason as Refusal, Sentence } from './problem';
import type { REASONS } from './problem-words';
import type { SettingsGroup } from './settings-groups';
import { type Slot, slotOf } from './slot';
import type { TicketParts } from './ticket-parts';
import type { TodayParts } from './today-parts';

export type { DuePart, RowPart, TodayCardProps, TodayParts, TodayRow } from './today-parts';

/* ------------------------------------------------------------------ pages and places */

export interface PageRoute {
  /** As "/accounts/$id"; below "settings" without that word. */
  path: string;
  /** In the frame, among the settings, or outside: for who is not signed in. */
  at: 'inside' | 'settings' | 'outside';
  /** Words of the address that the page reads; all others are dropped. */
  search?: readonly string[];
  page: () => Promise<ComponentType>;
  /** Slots whose parts the page shows: they are fetched beside it. */
  shows?: readonly SlotName[];
}

export interface Place extends Door {
  to: string;
  name: Both;
  /** The letter after `g`. */
  key: string;
  icon: IconName;
  /** From top to bottom. */
  order: number;
  /** At the lower end of the rail. */
  foot?: boolean;
  /** What waits there, beside the name. */
  Count?: ComponentType<{ show: (count: number) => ReactNode }>;
}

/** A line in the list of settings, in order within its group; its page is a route at "settings" of the same path. */
export interface SettingsPart extends Door {
  path: string;
  name: Both;
  group: SettingsGroup;
  order: number;
}

/** What is called by a kind in searches and notices, and where it is shown. */
export interface Hits {
  order: number;
  name: Both;
  /** Notices tell of it; no search finds it. */
  isOnlyTold?: true;
  icon?: IconName;
  circle?: Door['circle'];
  to: (found: Found) => { to: string; params?: Record<string, string>; search?: Record<string, string> };
}

/** What the palette offers from everywhere: it leads to the page where that is done. */
export interface Command extends Door {
  name: Both;
  icon: IconName;
  to: string;
  search?: Record<string, string>;
}

/** A list as it stands, for what features add to its tools. */
export interface ListShown {
  subject: 'account' | 'contact' | 'task' | 'ticket';
  /** All that is asked of it, with what its own switches say. */
  condition: Condition | null;
  q: string | undefined;
  sort: string;
  /** The columns that are shown, and those that the address asks for. */
  columns: string[];
  columnsAsked: string | undefined;
  /** The saved view that it was opened as. */
  view: string | undefined;
  /** It shows something else than everything in the usual order. */
  narrowed: boolean;
}

/** A line over the page. */
export interface PageNotice {
  when: (me: Me, path: string) => boolean;
  Notice: ComponentType;
}

/* ------------------------------------------------------------------ facts */

/** Every kind of fact: each needs words. */
export type FactKind = Fact['kind'];
/** The fact of a kind, or of one of several, with the body that it has. */
export type FactOf<K extends FactKind> = Extract<TimelineItem, { kind: K }>;

/** One line of the timeline; what is not told is the name of the kind, the subject and the words of the fact. */
export interface Told {
  title?: ReactNode;
  beside?: string | null;
  text?: string | null;
}

/** What a fact may need in order to be told: names behind ids, and the reader's language. */
export interface Telling {
  language: Language;
  measures: Measures;
  /** The name of a custom field by its key. */
  field: (key: string) => string;
}

export interface FactWords<F = TimelineItem> {
  name: Both;
  /** Where the name, the subject and the words of the fact do not say enough. */
  tell?(fact: F, telling: Telling): Told;
  /** Where its author changes who sees what this fact wrote down: "/notes", for "note:12". */
  shared?: string;
  /** Comes in heaps, as an import does: several of a day stand as one line with these names. */
  heap?(fact: F, telling: Telling): string | null;
  /** The sign before the line, where it is not that of the feature. */
  sign?(fact: F): ReactNode;
}

export interface FactParts {
  words: { [kind: string]: FactWords };
  /** The sign before the line: a path in 16 × 16, by the first word of the kind. */
  signs?: { [family: string]: string };
  /** What the timeline can be narrowed to; the server knows which kinds belong to a group. */
  groups?: Readonly<Record<string, { order: number; name: Both }>>;
}

/** Filled by each feature's facts.ts: the kinds that have words. */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it
export interface FactsTold {}

/** Words of facts, each under its kind. */
export function factWords<const K extends FactKind>(words: { [P in K]: FactWords<FactOf<P>> }): { [P in K]: FactWords<FactOf<P>> } {
  return words;
}

/* ------------------------------------------------------------------ measures and attributes */

export type MeasureId = MeasureInfo['id'];

export interface MeasureWords {
  /** In a list of measures. */
  label: string;
  /** What is measured, without its value. `what` is a feature or product in the reader's language; empty for the whole account. */
  name: (what: string, days: number) => string;
  /** The value in a sentence, for somebody who wants to act. */
  says: (what: string, text: string, days: number, value: number) => string;
  /** A goal, as what to reach: `atMost` where less is better. */
  reach: (what: string, text: string, days: number, atMost: boolean, value: number) => string;
  /** How it is counted. */
  means: string;
  /** No value, where that itself is a finding: alone, and as a sentence. */
  never?: { text: string; says?: (what: string) => string };
}

export interface Measure {
  /** How a value is written: a count, a share of one, a change with its sign, a span of days, minor units of money. */
  as: 'count' | 'share' | 'change' | 'span' | 'money';
  /** Alone, a count says of what. */
  unit?: Both<(count: string) => string>;
  /** Has no days and events behind it: comes from a contract or a field. */
  dayless?: boolean;
  /** No value yet is a high value: the goal is an upper bound. */
  lessIsBetter?: boolean;
  words: Both<MeasureWords>;
}

// biome-ignore lint/suspicious/noEmptyInterface: features add to it
export interface MeasuresTold {}

export function measureWords<const K extends MeasureId>(words: { [P in K]: Measure }): { [P in K]: Measure } {
  return words;
}

export type AttributeKind = 'choice' | 'id' | 'text' | 'number' | 'day' | 'flag';

/** What a condition can ask of an account beside measures and custom fields. */
export interface Attribute {
  order: number;
  kind: AttributeKind;
  name: Both;
  /** The words that it can be, where they are few and known. */
  choices?: Both<Record<string, string>>;
  /** Where choices are those of the workspace. */
  from?: 'staff' | 'products' | 'countries' | 'segments' | 'teams';
  /** How it is said that there is one, or none, where "is known" says it badly: "is unassigned". */
  there?: Both<{ known: string; unknown: string }>;
  /** Always there: cannot be known or unknown. */
  always?: boolean;
}

/* ------------------------------------------------------------------ errors */

// biome-ignore lint/suspicious/noEmptyInterface: features add to it
export interface ReasonsTold {}

export function reasonWords<const K extends Refusal>(words: { [P in K]: Both<Sentence> }): { [P in K]: Both<Sentence> } {
  return words;
}

/** Why the server refuses what belongs to this feature, and the names of its boxes. */
export interface ProblemParts {
  reasons?: ReasonWords;
  fields?: Record<string, Both>;
}

/* ------------------------------------------------------------------ the account's page */

/** A number that was clicked: whose, which, as of when. */
export interface Asked {
  account: Id;
  name: string;
  ref: MeasureRef;
  asOf?: Day;
  /** The reason that was clicked, where it was one: its place on the scale is shown. */
  reason?: Reason;
}

/** What is being edited: the word of a feature's editor, and what the editor needs to know. */
export interface Editing {
  what: string;
  of?: unknown;
}

/** What every part of the page needs: whose page, as of when, how to ask where a number comes from, how to edit. */
export interface AccountPart {
  account: AccountPage;
  asOf: string | undefined;
  mayAct: boolean;
  mayManage: boolean;
  onAsk: (asked: Omit<Asked, 'account' | 'name' | 'asOf'>) => void;
  onEdit: (editing: Editing) => void;
  /** Shows the page as of another day. */
  onDay: (day: string) => void;
  /** Kinds of facts that the address asks for. */
  kinds: string | undefined;
  onKinds: (kinds: string | undefined) => void;
  /** The form of work that stands open. */
  writing: string | null;
  onWritten: () => void;
}

export interface EditorProps {
  account: AccountPage;
  /** False in the past and for those who only look: then things are shown, not changed. */
  mayManage: boolean;
  onDone: () => void;
  onEdit: (editing: Editing) => void;
}

export interface Editor {
  title: (of: unknown) => ReactNode;
  Form: ComponentType<EditorProps & { of: unknown }>;
}

/** An editor of one kind of thing; its own feature alone opens it, so it alone knows of what. */
export function editor<Of = undefined>(title: (of: Of) => ReactNode, Form: ComponentType<EditorProps & { of: Of }>): Editor {
  return { title, Form } as unknown as Editor;
}

export interface AccountParts {
  /** Marks beside the name, or on the line below it. */
  marks?: { order: number; below?: boolean; Mark: ComponentType<{ part: AccountPart }> }[];
  /** Said below the name; null says nothing. */
  said?: { order: number; say: (account: AccountPage, language: Language, past: boolean) => string | null }[];
  cards?: { area: 'top' | 'main' | 'side' | 'foot'; order: number; Card: ComponentType<{ part: AccountPart }> }[];
  /** In the menu of the page, for who may. */
  acts?: ({ order: number; name: Both; editing: Editing } & Door)[];
  editors?: Record<string, Editor>;
}

/* ------------------------------------------------------------------ work */

export interface WorkProps {
  account: Id;
  /** What a task is most likely about: the first reason. */
  suggestion?: string;
  onDone: () => void;
  onCancel?: () => void;
}

/** What can be written down about an account, in place. */
export interface Work {
  kind: string;
  /** In a row of Today; on the account's page, where it is a button there. */
  order: number;
  /** The key that opens it, in a marked row and on the account's page. */
  key?: string;
  head?: { order: number; name: Both; strong?: boolean };
  name: Both;
  /** As an act of a row. */
  act: Both;
  Form: ComponentType<WorkProps>;
}

/* ------------------------------------------------------------------ notices */

/** By kind: its name among the settings, and what it says of who did it. */
export type ToldKinds = Record<string, { name: Both; says: Both<(who: string) => string> }>;

/* ------------------------------------------------------------------ files that are brought in */

export type ImportKind = Import['kind'];

/** What can be in a file. Its columns are named by the server. */
export interface Imported {
  order: number;
  name: Both;
  circle?: Door['circle'];
  /** What the name of such a file says; where several fit, the first of these counts. */
  file?: { order: number; is: RegExp };
  /** Its rows have an end: it is asked whether that is the last day, and for the currency and the product of rows without. */
  ends?: boolean;
  /** Where it is had as a file; `of`: also for what that list shows, by its filter and words. */
  out?: { path: string; of?: ListShown['subject'] };
}

// biome-ignore lint/suspicious/noEmptyInterface: features add to it
export interface ImportsTold {}

export function importWords<const K extends ImportKind>(words: { [P in K]: Imported }): { [P in K]: Imported } {
  return words;
}

/* ------------------------------------------------------------------ the record */

interface Slots {
  account: AccountParts;
  ticket: TicketParts;
  today: TodayParts;
  facts: FactParts;
  measures: { [id: string]: Measure };
  attributes: { [id: string]: Attribute };
  problems: ProblemParts;
  works: Work[];
  told: ToldKinds;
  imports: { [kind: string]: Imported };
  /** Where a number comes from. */
  evidence: ComponentType<{ asked: Asked }>;
  /** In the rail, below the places. */
  rail: ComponentType;
  /** Among the tools of a list. */
  lists: ComponentType<{ list: ListShown }>;
  absence: AbsencePart;
  /** A card below the form of the workspace's settings. */
  workspace: { order: number; Card: ComponentType };
}
export type SlotName = keyof Slots;

export interface Feature extends Partial<{ [S in SlotName]: () => Promise<Slots[S]> }> {
  routes?: PageRoute[];
  places?: Place[];
  settings?: SettingsPart[];
  /** The frame of all settings: one feature's. */
  settingsPage?: () => Promise<ComponentType>;
  palette?: { hits?: { [kind: string]: Hits }; commands?: Command[] };
  notices?: PageNotice[];
}

let features: readonly Feature[] = [];

/** Called once by app, before anything is shown. */
export function featuresSet(all: readonly Feature[]): void {
  features = all;
}

export function featuresAll(): readonly Feature[] {
  return features;
}

/* ------------------------------------------------------------------ slots */

function slot<S extends SlotName, T>(name: S, made: (parts: Slots[S][]) => T): Slot<T> {
  return slotOf(async () => {
    const parts = await Promise.all(features.flatMap((feature) => (feature[name] ? [feature[name]()] : [])));
    return made(parts as Slots[S][]);
  });
}

export const slots = {
  account: slot('account', (parts) => ({
    marks: ordered(parts.map((part) => part.marks)),
    said: ordered(parts.map((part) => part.said)),
    cards: ordered(parts.map((part) => part.cards)),
    acts: ordered(parts.map((part) => part.acts)),
    editors: merged(parts.map((part) => part.editors)),
  })),
  ticket: slot('ticket', (parts) => ({
    cards: ordered(parts.map((part) => part.cards)),
    writes: ordered(parts.map((part) => part.writes)),
  })),
  today: slot('today', (parts) => ({
    standing: single(
      'how an account stands',
      parts.map((part) => part.standing),
    ),
    trend: single(
      'how that went',
      parts.map((part) => part.trend),
    ),
    reasons: merged(parts.map((part) => part.reasons)),
    happened: merged(parts.map((part) => part.happened)),
    done: merged(parts.map((part) => part.done)),
    rows: merged(parts.map((part) => part.rows)),
    dues: merged(parts.map((part) => part.dues)),
    stakes: ordered(parts.map((part) => part.stakes)),
    beside: ordered(parts.map((part) => part.beside)),
    heads: ordered(parts.map((part) => part.heads)),
    cards: ordered(parts.map((part) => part.cards)),
    steps: ordered(parts.map((part) => part.steps)),
    stepActs: ordered(parts.map((part) => part.stepActs)),
  })),
  facts: slot('facts', (parts) => ({
    words: merged(parts.map((part) => part.words)),
    signs: merged(parts.map((part) => part.signs)),
    groups: Object.entries(merged(parts.map((part) => part.groups))).sort(([, one], [, other]) => one.order - other.order),
  })),
  measures: slot('measures', (parts) => merged(parts)),
  attributes: slot('attributes', (parts) => merged(parts)),
  problems: slot('problems', (parts) => ({
    reasons: merged(parts.map((part) => part.reasons)),
    fields: merged(parts.map((part) => part.fields)),
  })),
  imports: slot('imports', (parts) => merged(parts)),
  works: slot('works', (parts) => ordered(parts)),
  told: slot('told', (parts) => merged(parts)),
  evidence: slot('evidence', (parts) => single('where a number comes from', parts)),
  rail: slot('rail', (parts) => parts),
  lists: slot('lists', (parts) => parts),
  workspace: slot('workspace', (parts) => ordered([parts])),
  absence: slot('absence', (parts) => ordered([parts])),
} satisfies { [S in SlotName]: unknown };

/* ------------------------------------------------------------------ what must not be missing */

type Wanting<All extends string, Has> = string extends All ? never : Exclude<All, keyof Has & string>;
type Complete<Missing> = [Missing] extends [never] ? true : Missing;

/* Does not compile while a kind of fact, of measure, of file or a reason of the API has no words; the error names it. */
export const COMPLETE: {
  facts: Complete<Wanting<FactKind, FactsTold>>;
  measures: Complete<Wanting<MeasureId, MeasuresTold>>;
  imports: Complete<Wanting<ImportKind, ImportsTold>>;
  reasons: Complete<Wanting<Refusal, ReasonsTold & typeof REASONS>>;
} = { facts: true, measures: true, imports: true, reasons: true };
