/* What happens to teams, as the audit says it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'team.created': { name: { en: 'Team created', ja: 'チームを作成' } },
  'team.changed': { name: { en: 'Team changed', ja: 'チームを変更' } },
  'team.deleted': { name: { en: 'Team deleted', ja: 'チームを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
