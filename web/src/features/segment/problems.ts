/* Why the server refuses a segment, and how its boxes are called. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_segment: {
    en: () => 'This segment no longer exists.',
    ja: () => 'このセグメントは存在しません。',
  },
  segment_loop: {
    en: (path) => `A segment cannot contain itself: ${path}.`,
    ja: (path) => `セグメントがそれ自身を条件に含んでいます: ${path}。`,
  },
  segment_deep: {
    en: (most, name) => `At most ${most} segments can be nested. “${name}” would be deeper.`,
    ja: (most, name) => `セグメントの入れ子は${most}段までです。「${name}」が上限を超えます。`,
  },
  segment_long: {
    en: (name, most) => `With the segments in it, “${name}” would have more than ${most} conditions.`,
    ja: (name, most) => `「${name}」は、含まれるセグメントも合わせて条件が${most}個を超えます。`,
  },
  segment_used: {
    /* By whom the page says, each kind in the reader's language. */
    en: () => 'It is in use by now. “Used by” on its page says where; remove it there first.',
    ja: () => '使用中のため削除できません。ページの「使用箇所」を確認し、先にそちらの条件から外してください。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    condition: { en: 'Condition', ja: '条件' },
    about: { en: 'Description', ja: '説明' },
  },
};
