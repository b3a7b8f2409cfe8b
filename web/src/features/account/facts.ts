/* What happens here, as the timeline and the audit say it. */

import type { TimelineItem } from '../../api/types';
import { changesTold } from '../../ui/changes';
import { type FactParts, factWords, type Telling } from '../../ui/feature';
import { useAccountWords } from './words';

/* The label of a box is the name of its field. */
const LABELS = {
  external_id: 'externalId',
  name: 'name',
  reading: 'reading',
  domain: 'domain',
  country: 'country',
  time_zone: 'timeZone',
  language: 'language',
  parent_id: 'parent',
  owner_id: 'ownerLabel',
  team_id: 'team',
  stand_in_id: 'standIn',
  touch: 'touchLabel',
  stage: 'stageLabel',
  test: 'test',
} as const;

function changes(fact: TimelineItem, telling: Telling): string | null {
  const words = useAccountWords.now();
  const choices: Record<string, Record<string, string>> = { touch: words.touch, stage: words.stage };
  return changesTold(fact, telling, {
    label: (field) => (field in LABELS ? words[LABELS[field as keyof typeof LABELS]] : null),
    value: ({ field }, value) => (typeof value === 'string' ? (choices[field]?.[value] ?? null) : null),
    /* Ids of what may be gone. */
    untold: ['owner_id', 'team_id', 'stand_in_id', 'parent_id'],
  });
}

const FACTS = factWords({
  'account.created': { name: { en: 'Account created', ja: '顧客企業を登録' } },
  'account.changed': {
    name: { en: 'Account changed', ja: '顧客企業を変更' },
    tell: (fact, telling) => ({ text: fact.text ?? changes(fact, telling) }),
  },
  'account.uncounted': { name: { en: 'Marked as test account', ja: 'テスト用の企業に指定' } },
  'account.counted': { name: { en: 'No longer a test account', ja: 'テスト用の指定を解除' } },
  'account.merged': { name: { en: 'Another account merged into this one', ja: '別の企業をこの企業に統合' } },
  'account.absorbed': { name: { en: 'Account merged into another one', ja: '別の企業に統合' } },
  'account.unmerged': { name: { en: 'Merge undone', ja: '統合を取り消し' } },
  'account.restored': { name: { en: 'Account restored by undoing a merge', ja: '統合の取り消しで企業を復元' } },
  'account.deleted': { name: { en: 'Account deleted', ja: '顧客企業を削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: { account: { order: 70, name: { en: 'Master data', ja: '基本情報' } } },
  signs: { account: 'M3.5 13.5v-10h6v10M9.5 7h3v6.5M2.5 13.5h11' },
};
