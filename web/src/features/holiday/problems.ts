/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  holiday_long: {
    en: (days) => `At most ${days} days in a row.`,
    ja: (days) => `連続して登録できるのは${days}日までです。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = { reasons: REASONS, fields: {} };
