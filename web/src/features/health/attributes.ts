/* What a condition can ask of an account’s health. */
import type { Attribute } from '../../ui/feature';

/* The same words in every language. */
const BANDS = { GOOD: 'GOOD', NORMAL: 'NORMAL', BAD: 'BAD', UNKNOWN: 'UNKNOWN' };

export const attributes = {
  band: { order: 100, kind: 'choice', name: { en: 'Health', ja: 'ヘルス' }, choices: { en: BANDS, ja: BANDS } },
  points: { order: 110, kind: 'number', name: { en: 'Points', ja: '点数' } },
} satisfies Record<string, Attribute>;
