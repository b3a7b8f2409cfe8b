import { dictionary } from '../../lib/language';

export const useSnoozeWords = dictionary(
  {
    snooze: 'Snooze',
    until: 'Until',
    reason: 'Reason',
    reasonHint: 'Visible to your team',
    doSnooze: 'Snooze',
    in3: '3 days',
    in7: '1 week',
    in30: '1 month',
    snoozed: (day: string) => `Snoozed until ${day}.`,
  },
  {
    snooze: 'スヌーズ',
    until: '再表示日',
    reason: '理由',
    reasonHint: 'チームに表示されます',
    doSnooze: 'スヌーズ',
    in3: '3日',
    in7: '1週間',
    in30: '1か月',
    snoozed: (day) => `${day}までスヌーズします。`,
  },
);
