/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  window: {
    en: () => 'The end must be after the beginning, at most 24 hours later.',
    ja: () => '終了は開始より後、24時間以内にしてください。',
  },
  first_week: {
    en: () => 'The first week can’t be deleted. Change it instead.',
    ja: () => '最初の週は削除できません。変更してください。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = { reasons: REASONS, fields: {} };
