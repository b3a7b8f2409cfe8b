/* What is counted of use, in words. */
import { measureWords } from '../../ui/feature';

const amount = (atMost: boolean) => (atMost ? 'at most' : 'at least');

/* What a change rounds to in whole per cent: none is neither a fall nor a rise. */
function way(change: number): -1 | 0 | 1 {
  if (Math.round(change * 100) === 0) return 0;
  return change < 0 ? -1 : 1;
}

/* In words that say the way, the size stands without its sign. */
const bare = (text: string) => text.replace(/^[−+]/, '');

export const measures = measureWords({
  events: {
    as: 'count',
    unit: { en: (count) => (count === '1' ? 'once' : `${count} times`), ja: (count) => `${count}回` },
    words: {
      en: {
        label: 'Events',
        name: (what, days) => (what ? `Uses of ${what}, ${days} days` : `Events, ${days} days`),
        says: (what, text, days) =>
          `${what || 'Product'} ${text === '0' ? 'not used' : `used ${text === '1' ? 'once' : `${text} times`}`} in ${days} days`,
        reach: (what, text, days, atMost) =>
          `${amount(atMost)} ${text} ${text === '1' ? 'use' : 'uses'} of ${what || 'the product'} in ${days} days`,
        means: 'Number of events in the window.',
      },
      ja: {
        label: 'イベント数',
        name: (what, days) => `${what ? `${what}の` : ''}利用回数(${days}日間)`,
        says: (what, text, days) =>
          text === '0' ? `${what || 'プロダクト'}の利用が${days}日間なし` : `${what || 'プロダクト'}の利用が${days}日間で${text}回`,
        reach: (what, text, days, atMost) => `${days}日間の${what || 'プロダクト'}の利用を${text}回${atMost ? '以下' : '以上'}に`,
        means: '期間中のイベントの数。',
      },
    },
  },
  active_days: {
    as: 'count',
    unit: { en: (count) => (count === '1' ? '1 day' : `${count} days`), ja: (count) => `${count}日` },
    words: {
      en: {
        label: 'Active days',
        name: (what, days) => (what ? `Active days of ${what}, ${days} days` : `Active days, ${days} days`),
        says: (what, text, days) => `${what ? `${what} used` : 'Active'} on ${text} of ${days} days`,
        reach: (what, text, days, atMost) => `${what || 'the product'} used on ${amount(atMost)} ${text} of ${days} days`,
        means: 'Days in the window on which there was at least one event.',
      },
      ja: {
        label: '利用日数',
        name: (what, days) => `${what ? `${what}の` : ''}利用日数(${days}日間)`,
        says: (what, text, days) => `${what ? `${what}を` : ''}${days}日間で${text}日利用`,
        reach: (what, text, days, atMost) => `${what || 'プロダクト'}の利用を${days}日間で${text}日${atMost ? '以下' : '以上'}に`,
        means: '期間中にイベントが1件以上あった日の数。',
      },
    },
  },
  people: {
    as: 'count',
    unit: { en: (count) => (count === '1' ? '1 person' : `${count} people`), ja: (count) => `${count}人` },
    words: {
      en: {
        label: 'Active people',
        name: (what, days) => (what ? `People using ${what}, ${days} days` : `People active, ${days} days`),
        says: (what, text, days) => `${text} ${text === '1' ? 'person' : 'people'} used ${what || 'the product'} in ${days} days`,
        reach: (what, text, days, atMost) =>
          `${amount(atMost)} ${text} ${text === '1' ? 'person' : 'people'} using ${what || 'the product'} within ${days} days`,
        means: 'Different people with at least one event in the window.',
      },
      ja: {
        label: '利用人数',
        name: (what, days) => `${what ? `${what}の` : ''}利用人数(${days}日間)`,
        says: (what, text, days) => `${days}日間に${what ? `${what}を` : ''}使った人は${text}人`,
        reach: (what, text, days, atMost) => `${days}日間に${what || 'プロダクト'}を使う人を${text}人${atMost ? '以下' : '以上'}に`,
        means: '期間中にイベントが1件以上あった人の数。',
      },
    },
  },
  share: {
    as: 'share',
    words: {
      en: {
        label: 'Share of all activity',
        name: (what, days) => `Share of activity in ${what || 'the product'}, ${days} days`,
        says: (what, text, days) => `${text} of all activity is in ${what || 'the product'} (${days} days)`,
        reach: (what, text, days, atMost) => `${amount(atMost)} ${text} of all activity in ${what || 'the product'} within ${days} days`,
        means: 'Events of the feature or product, out of all events of the account in the window.',
      },
      ja: {
        label: '利用全体に占める割合',
        name: (what, days) => `利用に占める${what || 'プロダクト'}の割合(${days}日間)`,
        says: (what, text, days) => `${days}日間の利用の${text}が${what || 'プロダクト'}`,
        reach: (what, text, days, atMost) => `${days}日間の利用に占める${what || 'プロダクト'}の割合を${text}${atMost ? '以下' : '以上'}に`,
        means: '期間中の企業の全イベントのうち、その機能またはプロダクトのイベントの割合。',
      },
    },
  },
  gauge_sum: {
    as: 'count',
    words: {
      en: {
        label: 'Gauge: sum',
        name: (what, days) => `${what}, sum of ${days} days`,
        says: (what, text, days) => `${what}: ${text} in ${days} days`,
        reach: (what, text, days, atMost) => `${what}: ${amount(atMost)} ${text} in ${days} days`,
        means: 'Numbers that events carried in the window, added up.',
      },
      ja: {
        label: '数値指標: 合計',
        name: (what, days) => `${what}の合計(${days}日間)`,
        says: (what, text, days) => `${what}は${days}日間で${text}`,
        reach: (what, text, days, atMost) => `${days}日間の${what}を${text}${atMost ? '以下' : '以上'}に`,
        means: '期間中のイベントの数値の合計。',
      },
    },
  },
  gauge_mean: {
    as: 'count',
    words: {
      en: {
        label: 'Gauge: mean',
        name: (what, days) => `${what}, mean of ${days} days`,
        says: (what, text, days) => `${what}: ${text} on average in ${days} days`,
        reach: (what, text, days, atMost) => `${what}: ${amount(atMost)} ${text} on average in ${days} days`,
        means: 'Numbers that events carried in the window, on average per event.',
      },
      ja: {
        label: '数値指標: 平均',
        name: (what, days) => `${what}の平均(${days}日間)`,
        says: (what, text, days) => `${what}は${days}日間の平均で${text}`,
        reach: (what, text, days, atMost) => `${days}日間の${what}の平均を${text}${atMost ? '以下' : '以上'}に`,
        means: '期間中のイベントの数値の平均。',
      },
    },
  },
  gauge_last: {
    as: 'count',
    words: {
      en: {
        label: 'Gauge: latest value',
        name: (what, days) => `${what}, latest of ${days} days`,
        says: (what, text, days) => `${what}: ${text}, latest of ${days} days`,
        reach: (what, text, days, atMost) => `${what}: ${amount(atMost)} ${text} (within ${days} days)`,
        means: 'The number of the latest event in the window that carried one.',
      },
      ja: {
        label: '数値指標: 最新値',
        name: (what, days) => `${what}(${days}日間の最新値)`,
        says: (what, text, days) => `${what}は${text}(${days}日間の最新値)`,
        reach: (what, text, days, atMost) => `${what}を${text}${atMost ? '以下' : '以上'}に(${days}日以内)`,
        means: '期間中で最も新しいイベントの数値。',
      },
    },
  },
  gauge_change: {
    as: 'change',
    words: {
      en: {
        label: 'Gauge: change',
        name: (what, days) => `${what}, change over ${days} days`,
        says: (what, text, days) => `${what}: ${text} over ${days} days`,
        reach: (what, text, days, atMost) => `${what}: a change of ${amount(atMost)} ${text} over ${days} days`,
        means: 'The latest number in the window against the latest one before it.',
      },
      ja: {
        label: '数値指標: 増減',
        name: (what, days) => `${what}の増減(${days}日間)`,
        says: (what, text, days) => `${what}は${days}日間で${text}`,
        reach: (what, text, days, atMost) => `${days}日間の${what}の増減を${text}${atMost ? '以下' : '以上'}に`,
        means: '期間中の最新値を、期間前の最新値と比べた増減。',
      },
    },
  },
  breadth: {
    as: 'share',
    words: {
      en: {
        label: 'Share of features in use',
        name: (_what, days) => `Share of features in use, ${days} days`,
        says: (_what, text) => `${text} of the features in use`,
        reach: (_what, text, days, atMost) => `${amount(atMost)} ${text} of the features in use within ${days} days`,
        means: 'Features used in the window, out of those that the plan includes.',
      },
      ja: {
        label: '機能の利用率',
        name: (_what, days) => `機能の利用率(${days}日間)`,
        says: (_what, text) => `機能の${text}を利用`,
        reach: (_what, text, days, atMost) => `${days}日間に使う機能を全体の${text}${atMost ? '以下' : '以上'}に`,
        means: 'プランに含まれる機能のうち、期間中に使われた割合。',
      },
    },
  },
  depth: {
    as: 'share',
    words: {
      en: {
        label: 'Share of seats in use',
        name: () => 'Share of seats in use',
        says: (_what, text) => `${text} of the seats in use`,
        reach: (_what, text, _days, atMost) => `${amount(atMost)} ${text} of the seats in use`,
        means: 'People active in 28 days, divided by the seats of the contract.',
      },
      ja: {
        label: 'ライセンス利用率',
        name: () => 'ライセンス利用率',
        says: (_what, text) => `ライセンス利用率 ${text}`,
        reach: (_what, text, _days, atMost) => `ライセンス利用率を${text}${atMost ? '以下' : '以上'}に`,
        means: '28日間に使った人の数を、契約のライセンス数で割ったもの。',
      },
    },
  },
  trend: {
    as: 'change',
    words: {
      en: {
        label: 'Trend of use',
        name: (what, days) => (what ? `Trend of ${what}, ${days} days` : `Trend of use, ${days} days`),
        says: (what, text, days, value) =>
          way(value) === 0
            ? `${what || 'Use'} unchanged over ${days} days`
            : `${what || 'Use'} ${way(value) < 0 ? 'down' : 'up'} ${bare(text)} over ${days} days`,
        reach: (what, text, days, atMost, value) => {
          const use = what || 'use';
          if (way(value) === 0) return atMost ? `no growth of ${use} over ${days} days` : `no decline of ${use} over ${days} days`;
          if (way(value) < 0) return `${use} no ${atMost ? 'higher' : 'lower'} than −${bare(text)} over ${days} days`;
          return `${use} no ${atMost ? 'higher' : 'lower'} than +${bare(text)} over ${days} days`;
        },
        means:
          'Events of the last full days, compared with as many days before; not known when there were none before, nor while the account is younger than both windows.',
      },
      ja: {
        label: '利用の傾向',
        name: (what, days) => `${what || '利用'}の傾向(${days}日間)`,
        says: (what, text, days, value) =>
          way(value) === 0
            ? `${what || '利用'}は${days}日間横ばい`
            : `${what || '利用'}が${days}日間で${bare(text)}${way(value) < 0 ? '減' : '増'}`,
        reach: (what, text, days, atMost, value) => {
          const use = what || '利用';
          if (way(value) === 0) return `${days}日間の${use}を${atMost ? '増やさない' : '減らさない'}`;
          if (way(value) < 0) return `${days}日間の${use}の減少を${bare(text)}${atMost ? '以上' : '以内'}に`;
          return `${days}日間の${use}の増加を${bare(text)}${atMost ? '以内' : '以上'}に`;
        },
        means:
          '直近の完全な日のイベント数を、その前の同じ日数と比べたもの。前の期間が0件のときと、両方の期間分のデータがまだない新しい企業では不明。',
      },
    },
  },
  days_since: {
    as: 'span',
    lessIsBetter: true,
    words: {
      en: {
        label: 'Days since last use',
        name: (what) => (what ? `Days since ${what} was last used` : 'Days since last use'),
        says: (what, text, _days, value) => {
          if (value === 0) return `${what || 'Product'} used today`;
          return what ? `${what} not used for ${text}` : `Nothing used for ${text}`;
        },
        reach: (what, text, _days, atMost) =>
          atMost ? `${what || 'the product'} used within ${text}` : `${what || 'the product'} unused for at least ${text}`,
        never: { text: 'never', says: (what) => (what ? `${what} has not been used` : 'Nothing has been used yet') },
        means: 'Whole days since the last event, without holidays.',
      },
      ja: {
        label: '最終利用からの日数',
        name: (what) => (what ? `${what}の最終利用からの日数` : '最終利用からの日数'),
        says: (what, text, _days, value) => {
          if (value === 0) return `${what || 'プロダクト'}は当日も利用あり`;
          return what ? `${what}が${text}間使われていません` : `${text}間利用がありません`;
        },
        reach: (what, text, _days, atMost) =>
          atMost ? `${what || 'プロダクト'}を${text}以内に利用` : `${what || 'プロダクト'}を${text}以上使わない`,
        never: { text: '利用なし', says: (what) => (what ? `${what}は一度も使われていません` : 'まだ一度も利用がありません') },
        means: '最後のイベントからの日数(休日を除く)。',
      },
    },
  },
  days_since_first: {
    as: 'span',
    words: {
      en: {
        label: 'Days since first use',
        name: (what) => (what ? `Days since ${what} was first used` : 'Days since first use'),
        says: (what, text) => `${what || 'Product'} first used ${text} ago`,
        reach: (what, text, _days, atMost) => `${what || 'the product'} first used ${amount(atMost)} ${text} ago`,
        never: { text: 'never' },
        means: 'Whole days since the first event.',
      },
      ja: {
        label: '初回利用からの日数',
        name: (what) => (what ? `${what}の初回利用からの日数` : '初回利用からの日数'),
        says: (what, text) => `${what || 'プロダクト'}の初回利用から${text}`,
        reach: (what, text, _days, atMost) => `${what || 'プロダクト'}の初回利用から${text}${atMost ? '以内' : '以上'}`,
        never: { text: '利用なし' },
        means: '最初のイベントからの日数。',
      },
    },
  },
});

declare module '../../ui/feature' {
  interface MeasuresTold extends Record<keyof typeof measures, true> {}
}
