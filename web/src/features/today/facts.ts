/* What happens here, as the timeline and the audit say it. */
import { untilTold } from '../../ui/changes';
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'today.snoozed': { name: { en: 'Snoozed', ja: '後回し' }, tell: untilTold },
  'today.woken': { name: { en: 'No longer snoozed', ja: '後回しを解除' }, tell: untilTold },
  'today.done': { name: { en: 'Marked as done', ja: '対応済みにした' } },
  'today.reopened': { name: { en: 'Back on Today', ja: '「今日」に戻した' } },
  'today.rest_changed': {
    name: { en: 'Days of rest on Today changed', ja: '「今日」に戻るまでの日数を変更' },
    tell: (fact, { language }) => ({ beside: language === 'ja' ? `${fact.body.rest_days}日` : `${fact.body.rest_days} days` }),
  },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS, signs: { today: 'M8 3.5V8l3 2M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z' } };
