import { dictionary } from '../../lib/language';

export const useHealthTodayWords = dictionary(
  {
    was: (band: string) => `was ${band}`,
    dropped: (band: string, when: string) => `dropped from ${band} ${when}`,
    moved: (band: string, when: string) => `changed from ${band} ${when}`,
    trend: (from: number, to: number) => `Points over 12 weeks: ${from} to ${to}`,
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
    was: (band) => `前は ${band}`,
    dropped: (band, when) => `${when}に ${band} から低下`,
    moved: (band, when) => `${when}に ${band} から変化`,
    trend: (from, to) => `12週間のスコア: ${from} → ${to}`,
    since: (span) => `${span}つづく`,
    noData: 'データなし: この企業の利用状況はまだ分かりません。',
    noDataLink: '足りないものを見る',
    sentence: (text) => `${text}。`,
    health: 'ヘルス',
    weeks: '12週',
    weekOf: '週の終わり',
    badOf: (count) => `BAD・${count}社のうち`,
    change: (change) => `前日比 ${change}`,
  },
);
