import { dictionary } from '../../lib/language';

export const useDistributionWords = dictionary(
  {
    title: (measure: string) => `Distribution: ${measure}`,
    from: 'From',
    below: 'Below',
    accounts: 'Accounts',
    bar: (from: string | null, until: string | null, count: string) =>
      `${from ?? ''}–${until ?? ''}: ${count} ${count === '1' ? 'account' : 'accounts'}`,
    single: (value: string, count: string) => `${value}: ${count} ${count === '1' ? 'account' : 'accounts'}`,
    earnsNothing: '0 points',
    earnsAll: 'full points',
    middle: (median: string, lower: string, upper: string) => `Median ${median}, middle 80% from ${lower} to ${upper}`,
    known: (known: string, unknown: string) => `${known} known, ${unknown} unknown`,
    few: 'too few accounts to tell much',
    nobody: (count: string) => `No data yet: unknown for all accounts (${count}).`,
    allOne: (value: string) => `All have ${value}, so this measure makes no difference.`,
    asProposed: 'These bounds are the 10th and the 90th percentile.',
    propose: (low: string, high: string) => `Use the 10th and 90th percentile: ${low} · ${high}`,
  },
  {
    title: (measure) => `分布: ${measure}`,
    from: '以上',
    below: '未満',
    accounts: '企業数',
    bar: (from, until, count) => `${from ?? ''}〜${until ?? ''}: ${count}社`,
    single: (value, count) => `${value}: ${count}社`,
    earnsNothing: '0点',
    earnsAll: '満点',
    middle: (median, lower, upper) => `中央値 ${median}・中央の80%は${lower}〜${upper}`,
    known: (known, unknown) => `把握 ${known}社・不明 ${unknown}社`,
    few: '企業数が少なく参考程度です',
    nobody: (count) => `データがまだありません: ${count}社すべてで不明です。`,
    allOne: (value) => `すべて${value}のため、この指標では差がつきません。`,
    asProposed: '下限と上限は10・90パーセンタイルです。',
    propose: (low, high) => `10・90パーセンタイルを使う: ${low} · ${high}`,
  },
);
