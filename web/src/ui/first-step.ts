/* The first steps, from nothing to the first list on Today: what is to be done, and the ways to do it. */
import type { Reading } from '../api/query';
import type { Right } from '../api/types';
import type { Both } from '../lib/language';

export type StepName = 'accounts' | 'events' | 'scorecard';

/** One of the first steps, from nothing to the first list; what is done is ticked. */
export interface FirstStep {
  key: StepName;
  order: number;
  name: Both;
  text: Both;
  /** Where it is read whether it is done. */
  reading: Reading;
  isDone: (data: unknown) => boolean;
}

export function firstStep<T>(step: Omit<FirstStep, 'isDone'> & { isDone: (data: T) => boolean }): FirstStep {
  return step as FirstStep;
}

/** A way to take a step; the first one that the person may go is the strong button. */
export interface StepAct {
  step: StepName;
  order: number;
  right: Right;
  name: Both;
  to: string;
  search?: Record<string, string>;
}
