/* The ticket that has waited longest, on Today. */
import type { TodayParts } from '../../ui/feature';

function waited(hours: number): { en: string; ja: string } {
  if (hours < 1) return { en: 'less than an hour', ja: '1時間未満' };
  if (hours < 48) return { en: hours === 1 ? '1 hour' : `${hours} hours`, ja: `${hours}時間` };
  const days = Math.floor(hours / 24);
  return { en: `${days} days`, ja: `${days}日` };
}

export const today: TodayParts = {
  reasons: {
    'ticket.waiting': {
      en: ([hours, number, subject]) => `#${number} ${subject}: waiting for an answer for ${waited(Number(hours)).en}`,
      ja: ([hours, number, subject]) => `#${number} ${subject}: 返信待ち${waited(Number(hours)).ja}`,
    },
  },
  done: {
    'message.sent': { en: 'Answered', ja: '返信済み' },
    'ticket.solved': { en: 'Ticket solved', ja: '問い合わせを解決' },
  },
};
