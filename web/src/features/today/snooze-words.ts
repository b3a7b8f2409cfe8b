import { dictionary } from '../../lib/language';

export const useSnoozeWords = dictionary(
  {
    snooze: 'Snooze',
    until: 'Until',
    reason: 'Why it can wait',
    reasonHint: 'Whoever looks next will read it.',
    doSnooze: 'Snooze',
    in3: '3 days',
    in7: '1 week',
    in30: '1 month',
    snoozed: (day: string) => `Snoozed until ${day}.`,
  },
  {
    snooze: '後にする',
    until: '後にする期限',
    reason: '後にできる理由',
    reasonHint: '次に見る人が読みます。',
    doSnooze: '後にする',
    in3: '3日',
    in7: '1週間',
    in30: '1か月',
    snoozed: (day) => `${day}まで後にします。`,
  },
);
