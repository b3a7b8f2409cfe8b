/* The ticket whose promise is overdue longest, on Today. */
import type { TodayParts } from '../../ui/feature';

function overdue(hours: number): { en: string; ja: string } {
  if (hours < 1) return { en: 'less than an hour', ja: '1時間未満' };
  if (hours < 48) return { en: hours === 1 ? '1 hour' : `${hours} hours`, ja: `${hours}時間` };
  const days = Math.floor(hours / 24);
  return { en: `${days} days`, ja: `${days}日` };
}

export const today: TodayParts = {
  reasons: {
    'sla.overdue': {
      en: ([hours, number, subject]) => `#${number} ${subject}: SLA overdue by ${overdue(Number(hours)).en}`,
      ja: ([hours, number, subject]) => `#${number} ${subject}: SLA期限を${overdue(Number(hours)).ja}超過`,
    },
  },
};
