/* What happens here, as the timeline and the audit say it. */
import type { Band } from '../../api/types';
import { dayShort } from '../../lib/dates';
import { BandShape } from '../../ui/band';
import { type FactOf, type FactParts, factWords, type Telling, type Told } from '../../ui/feature';
import { useAccountHealthWords } from './account-words';

type Moved = FactOf<'health.known' | 'health.fell' | 'health.rose' | 'health.lost'>;

function standing(band: Band, points: number | null | undefined): string {
  return points == null ? band : `${band} ${points}`;
}

function product({ body }: Moved | FactOf<'health.corrected'>, { measures }: Telling): string {
  return body.product_id ? measures.product(body.product_id) : '';
}

function moved(fact: Moved, telling: Telling): Told {
  const { body } = fact;
  const words = useAccountHealthWords.now();
  const title = words.moved(standing(body.from, body.from_points), standing(body.to, body.points));
  return { title, beside: product(fact, telling), text: null };
}

const sign = (band: Band) => <BandShape band={band} size={11} />;
const signOfMoved = ({ body }: Moved) => sign(body.to);

function corrected(fact: FactOf<'health.corrected'>, telling: Telling): Told {
  const words = useAccountHealthWords.now();
  const { day, last_day: last } = fact.body;
  const from = dayShort(day, telling.language);
  const days = last === day ? from : words.fromTo(from, dayShort(last, telling.language));
  return { title: words.correctedHealth(days), beside: product(fact, telling), text: null };
}

function applied({ body }: FactOf<'scorecard.applied'>): Told {
  const words = useAccountHealthWords.now();
  return { title: words.applied(body.number), beside: words.appliedMoved(body.worse, body.better, body.known + body.lost), text: null };
}

const FACTS = factWords({
  'health.known': { name: { en: 'Health known', ja: 'ヘルスが判明' }, tell: moved, sign: signOfMoved },
  'health.fell': { name: { en: 'Health fell', ja: 'ヘルスが低下' }, tell: moved, sign: signOfMoved },
  'health.rose': { name: { en: 'Health rose', ja: 'ヘルスが改善' }, tell: moved, sign: signOfMoved },
  'health.lost': { name: { en: 'Health no longer known', ja: 'ヘルスが不明に' }, tell: moved, sign: signOfMoved },
  'health.corrected': {
    name: { en: 'Health corrected', ja: 'ヘルスを修正' },
    tell: corrected,
    sign: ({ body }) => sign(body.now),
  },
  'judgement.made': {
    name: { en: 'Assessment', ja: '評価' },
    tell: ({ body, text }) => ({ title: useAccountHealthWords.now().bandIs(body.band), beside: undefined, text }),
    sign: ({ body }) => sign(body.band),
  },
  'scorecard.created': { name: { en: 'Scorecard made', ja: 'スコアカードを作成' } },
  'scorecard.changed': { name: { en: 'Scorecard changed', ja: 'スコアカードを変更' } },
  'scorecard.published': { name: { en: 'Scorecard published', ja: 'スコアカードを公開' } },
  'scorecard.applied': { name: { en: 'Scorecard applied', ja: 'スコアカードを適用' }, tell: applied },
  'scorecard.deleted': { name: { en: 'Scorecard deleted', ja: 'スコアカードを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS, groups: { health: { order: 50, name: { en: 'Health', ja: 'ヘルス' } } } };
