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
} satisfies Record<string, Attribute>;
