/* What a condition can ask of an account’s contracts, beside measures. */
import type { Attribute } from '../../ui/feature';

export const attributes = {
  status: {
    order: 90,
    kind: 'choice',
    name: { en: 'Status', ja: '契約状態' },
    choices: {
      en: { paying: 'Paying', trial: 'Trial', free: 'Free', left: 'Churned', none: 'No contract' },
      ja: { paying: '有料', trial: 'トライアル', free: '無料', left: '解約済み', none: '契約なし' },
    },
  },
  left_on: { order: 95, kind: 'day', name: { en: 'Churned on', ja: '解約日' } },
} satisfies Record<string, Attribute>;
