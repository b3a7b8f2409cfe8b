/* Health on Today: how each account stands, the rows that it is the reason of, the bands of the last weeks, and the step to them. */
import type { Scorecard } from '../../api/types';
import type { TodayParts } from '../../ui/feature';
import { firstStep } from '../../ui/first-step';
import { BandsCard } from './today-bands';
import { BandsHead } from './today-head';
import { healthRow, Standing, Trend } from './today-row';

export const today: TodayParts = {
  standing: Standing,
  trend: Trend,
  happened: { health: { en: (when) => `fell ${when}`, ja: (when) => `${when}に低下` } },
  done: { 'judgement.made': { en: 'Assessed', ja: '評価済み' } },
  rows: { health: healthRow },
  reasons: {
    'health.never_began': {
      en: ([days]) =>
        days === '0'
          ? 'Nothing used since the contract began today'
          : `Nothing used in the ${days === '1' ? 'day' : `${days} days`} since the contract began`,
      ja: ([days]) => (days === '0' ? '契約は本日開始、まだ利用がありません' : `契約開始から${days}日、まだ一度も利用がありません`),
    },
    'health.never_began_here': {
      en: ([days]) => `Nothing used in the ${days} days since the account was created`,
      ja: ([days]) => `登録から${days}日、まだ一度も利用がありません`,
    },
    'health.new': {
      en: ([days]) =>
        days === '0' ? 'New: began today' : `New: began ${days === '1' ? '1 day' : `${days} days`} ago, too little to judge`,
      ja: ([days]) => (days === '0' ? '新規: 本日開始' : `新規: 開始から${days}日、判定にはまだ足りません`),
    },
  },
  heads: [{ order: 10, Head: BandsHead }],
  cards: [{ order: 10, Card: BandsCard }],
  steps: [
    firstStep<{ items: Scorecard[] }>({
      key: 'scorecard',
      order: 30,
      name: { en: 'Publish a scorecard', ja: 'スコアカードを公開する' },
      text: {
        en: 'Start from a template and look at what it would say. Publish it to see health with its reasons.',
        ja: 'テンプレートを選び、判定結果を確かめてから公開します。ヘルスとその理由が出ます。',
      },
      reading: { path: '/scorecards', topics: ['scorecard', 'scorecards'] },
      isDone: ({ items }) => items.some((card) => card.enabled && card.published),
    }),
  ],
  stepActs: [
    {
      step: 'scorecard',
      order: 10,
      right: 'manage',
      name: { en: 'Make a scorecard', ja: 'スコアカードを作る' },
      to: '/health',
      search: { make: 'new' },
    },
  ],
};
