import { dictionary } from '../../lib/language';

export const useStakesWords = dictionary(
  {
    perMonth: '/month',
    renewals: 'Renewing within 30 days',
    withoutRateOf: (accounts: number, currency: string) =>
      `${accounts === 1 ? '1 account' : `${accounts} accounts`} in ${currency} without a rate`,
    renewal: (days: number) =>
      days < 0
        ? `renewal ${-days} ${days === -1 ? 'day' : 'days'} overdue`
        : days === 0
          ? 'renews today'
          : `renews in ${days} ${days === 1 ? 'day' : 'days'}`,
    notice: (days: number) => (days === 0 ? 'last day for notice' : `notice in ${days} ${days === 1 ? 'day' : 'days'}`),
    passedRenews: 'notice date passed · auto-renews',
    noContract: 'no contract',
    withoutRate: (currencies: string) => `no rate for ${currencies}`,
    expected: (money: string) => `Expected loss ${money}/month`,
    factors: 'MRR × risk × nearness',
    recent: (factor: string, happened?: string) => `ranked × ${factor}${happened ? `: ${happened}` : ''}`,
    converted: (money: string) => `${money} at your rate`,
  },
  {
    perMonth: '/月',
    renewals: '30日以内の更新',
    withoutRateOf: (accounts, currency) => `レートのない${currency}の${accounts}社を除く`,
    renewal: (days) => (days < 0 ? `更新日を${-days}日超過` : days === 0 ? '今日が更新日' : `更新まで${days}日`),
    notice: (days) => (days === 0 ? '今日が解約通知期限' : `解約通知まで${days}日`),
    passedRenews: '解約通知期限は経過(自動更新)',
    noContract: '契約なし',
    withoutRate: (currencies) => `${currencies}のレートなし`,
    expected: (money) => `見込み損失 ${money}/月`,
    factors: 'MRR × リスク × 近さ',
    recent: (factor, happened) => `順位は × ${factor}${happened ? `: ${happened}` : ''}`,
    converted: (money) => `レート換算 ${money}`,
  },
);
