import { dictionary } from '../../lib/language';

export const useGaugeWords = dictionary(
  {
    chart: (name: string) => `${name}, the latest number of each week`,
    week: (from: string, value: string) => `Week of ${from}: ${value}`,
    value: (count: string, unit: string) => (unit ? `${count} ${unit}` : count),
    latest: (value: string, day: string) => `${value} on ${day}`,
    none: 'no number',
    day: 'Day',
    last: 'Latest',
    total: 'Sum',
    events: 'Events',
  },
  {
    chart: (name) => `${name}(週ごとの最新値)`,
    week: (from, value) => `${from}からの週: ${value}`,
    value: (count, unit) => `${count}${unit}`,
    latest: (value, day) => `${value}(${day})`,
    none: '数値なし',
    day: '日付',
    last: '最新値',
    total: '合計',
    events: 'イベント数',
  },
);
