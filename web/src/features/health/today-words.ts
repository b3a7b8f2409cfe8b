import { dictionary } from '../../lib/language';

export const useHealthTodayWords = dictionary(
  {
    from: (band: string, when: string) => `from ${band}, ${when}`,
    since: (span: string) => `for ${span}`,
    noData: 'No data yet: nothing is known about how this company uses the product.',
    noDataLink: 'See what is missing',
    sentence: (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}. `,
    health: 'Health',
    weeks: '12 weeks',
    weekOf: 'Week to',
    badOf: (count: string) => `BAD, of ${count === '1' ? '1 account' : `${count} accounts`}`,
    change: (change: string) => `${change} since yesterday`,
  },
  {
    from: (band, when) => `${band} から・${when}`,
    since: (span) => `${span}つづく`,
    noData: 'データなし: この企業の利用状況はまだ分かりません。',
    noDataLink: '足りないものを見る',
    sentence: (text) => `${text}。`,
    health: '健康状態',
    weeks: '12週',
    weekOf: '週の終わり',
    badOf: (count) => `BAD・${count}社のうち`,
    change: (change) => `前日比 ${change}`,
  },
);
