/* What happens here, as the timeline and the audit say it. */
import type { Band, TimelineItem } from '../../api/types';
import { BandShape } from '../../ui/band';
import { type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
import { useAccountHealthWords } from './account-words';

function standing(band: unknown, points: unknown): string {
  return [band, points]
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .filter((one) => one !== '')
    .join(' ');
}

function product({ body }: TimelineItem, { measures }: Telling): string {
  return typeof body.product_id === 'number' ? measures.product(body.product_id) : '';
}

function moved(fact: TimelineItem, telling: Telling): Told {
  const { body } = fact;
  const words = useAccountHealthWords.now();
  const title = words.moved(standing(body.from, body.from_points), standing(body.to, body.points));
  return { title, beside: product(fact, telling), text: null };
}

function sign({ body }: TimelineItem) {
  const band = body.to ?? body.band;
  return <BandShape band={typeof band === 'string' && band !== '' ? (band as Band) : 'UNKNOWN'} size={11} />;
}

const FACTS = factWords({
  'health.known': { name: { en: 'Health known', ja: '健康状態が判明' }, tell: moved, sign },
  'health.fell': { name: { en: 'Health fell', ja: '健康状態が低下' }, tell: moved, sign },
  'health.rose': { name: { en: 'Health rose', ja: '健康状態が改善' }, tell: moved, sign },
  'health.lost': { name: { en: 'Health no longer known', ja: '健康状態が不明に' }, tell: moved, sign },
  'health.corrected': {
    name: { en: 'Health corrected', ja: '健康状態を修正' },
    tell: (fact, telling) => ({ title: useAccountHealthWords.now().correctedHealth, beside: product(fact, telling), text: null }),
    sign,
  },
  'judgement.made': {
    name: { en: 'Judgement', ja: '判断' },
    tell: ({ body, text }) => ({ title: useAccountHealthWords.now().bandIs(String(body.band ?? '')), beside: undefined, text }),
    sign,
  },
  'scorecard.created': { name: { en: 'Scorecard made', ja: 'スコアカードを作成' } },
  'scorecard.changed': { name: { en: 'Scorecard changed', ja: 'スコアカードを変更' } },
  'scorecard.published': { name: { en: 'Scorecard published', ja: 'スコアカードを公開' } },
  'scorecard.deleted': { name: { en: 'Scorecard deleted', ja: 'スコアカードを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS, groups: { health: { order: 50, name: { en: 'Health', ja: '健康' } } } };
