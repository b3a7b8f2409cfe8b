/* What happens here, as the timeline and the audit say it. */
import { type FactOf, type FactParts, factWords, type Telling } from '../../ui/feature';
import { useUsageWords } from './words';

/* By the name of today; of a feature that is gone, by the name that the fact keeps. */
function feature({ body, title }: FactOf<'usage.first'>, { measures }: Telling): string {
  return measures.feature(body.feature_id) || (title ?? '');
}

const FACTS = factWords({
  'usage.first': {
    name: { en: 'First use', ja: '初回利用' },
    tell: (fact, telling) => ({ title: useUsageWords.now().first(feature(fact, telling)), beside: undefined, text: null }),
    heap: feature,
  },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = {
  words: FACTS,
  groups: { usage: { order: 60, name: { en: 'Usage', ja: '利用' } } },
  signs: { usage: 'M3 13V9M6.5 13V5.5M10 13V7.5M13 13V3' },
};
