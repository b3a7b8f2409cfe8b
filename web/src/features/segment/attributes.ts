/* That an account is in a segment can be asked like anything else of it. */
import type { Attribute } from '../../ui/feature';

export const attributes = {
  segment: { order: 5, kind: 'id', name: { en: 'Segment', ja: 'セグメント' }, from: 'segments', always: true },
} satisfies Record<string, Attribute>;
