/* What features give to the page of Today. */
import type { ComponentType } from 'react';
import type { Day, Today, TodayItem, TodayTask } from '../api/types';
import type { Both, Language } from '../lib/language';
import type { Asked } from './feature';
import type { FirstStep, StepAct } from './first-step';

export interface RowPart {
  item: TodayItem;
  /** The box of the part in the row. */
  className?: string;
  asOf?: Day;
  onAsk: (asked: Asked) => void;
  /** All that is known is shown, and not one line of it. */
  whole?: boolean;
}

/** Why a row is there, where its reason's words do not say enough. */
export interface TodayRow {
  Why: ComponentType<RowPart>;
  /** What a task is most likely about. */
  useSuggestion: () => (item: TodayItem) => string | undefined;
}

export interface DuePart {
  due: TodayTask;
  mayAct: boolean;
}

export interface TodayCardProps {
  today: Today;
  asOf?: Day;
  mayAct: boolean;
  /** Reads all that is due. */
  onMoreTasks: () => void;
}

export interface TodayParts {
  /** How the row's account stands; one feature says it. */
  standing?: ComponentType<RowPart>;
  /** How that went over the last weeks; the same feature says it. */
  trend?: ComponentType<RowPart>;
  /** By "source.reason": why a row is there, in words with its arguments. */
  reasons?: Record<string, Both<(args: readonly string[]) => string>>;
  /** By source: what happened that raises a row for some days, and when ("fell yesterday"). */
  happened?: Record<string, Both<(when: string) => string>>;
  /** By kind of fact: what was done, as a row says it ("Called"). */
  done?: Record<string, Both>;
  /** By source: more than those words. */
  rows?: Record<string, TodayRow>;
  /** By source: a line of what is due. */
  dues?: Record<string, ComponentType<DuePart>>;
  /** What is to be lost, and when. */
  stakes?: { order: number; Stakes: ComponentType<RowPart> }[];
  /** Said below the reasons; null says nothing. */
  beside?: { order: number; say: (item: TodayItem, language: Language, past: boolean) => string | null }[];
  /** Parts of the day in one line, each in a <span>. */
  heads?: { order: number; Head: ComponentType<{ head: Today['head']; past: boolean }> }[];
  cards?: { order: number; Card: ComponentType<TodayCardProps> }[];
  steps?: FirstStep[];
  stepActs?: StepAct[];
}
