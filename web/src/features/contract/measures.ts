/* What is measured of contracts, in words. */
import { measureWords } from '../../ui/feature';

const amount = (atMost: boolean) => (atMost ? 'at most' : 'at least');

export const measures = measureWords({
  contract_age_days: {
    as: 'span',
    dayless: true,
    words: {
      en: {
        label: 'Days under contract',
        name: () => 'Days under contract',
        says: (_what, text) => `contract is ${text} old`,
        reach: (_what, text, _days, atMost) => `a contract ${amount(atMost)} ${text} old`,
        means: 'Days since the first contract line began.',
      },
      ja: {
        label: '契約からの日数',
        name: () => '契約からの日数',
        says: (_what, text) => `契約から${text}`,
        reach: (_what, text, _days, atMost) => `契約から${text}${atMost ? '以内' : '以上'}`,
        means: '最初の契約明細が始まってからの日数。',
      },
    },
  },
  days_to_renewal: {
    as: 'span',
    dayless: true,
    words: {
      en: {
        label: 'Days to renewal',
        name: () => 'Days to renewal',
        says: (_what, text) => `${text} to renewal`,
        reach: (_what, text, _days, atMost) => `${amount(atMost)} ${text} to renewal`,
        means: 'Days until the contract renews.',
      },
      ja: {
        label: '更新までの日数',
        name: () => '更新までの日数',
        says: (_what, text) => `更新まで${text}`,
        reach: (_what, text, _days, atMost) => `更新まで${text}${atMost ? '以内' : '以上'}`,
        means: '契約の更新日までの日数。',
      },
    },
  },
  mrr: {
    as: 'money',
    dayless: true,
    words: {
      en: {
        label: 'MRR',
        name: () => 'MRR',
        says: (_what, text) => `MRR ${text}`,
        reach: (_what, text, _days, atMost) => `an MRR of ${amount(atMost)} ${text}`,
        means: 'Monthly recurring revenue of the contract lines in force.',
      },
      ja: {
        label: 'MRR',
        name: () => 'MRR',
        says: (_what, text) => `MRR ${text}`,
        reach: (_what, text, _days, atMost) => `MRRを${text}${atMost ? '以下' : '以上'}に`,
        means: '有効な契約明細の月次経常収益。',
      },
    },
  },
  seats: {
    as: 'count',
    dayless: true,
    unit: { en: (count) => (count === '1' ? '1 seat' : `${count} seats`), ja: (count) => `${count}ライセンス` },
    words: {
      en: {
        label: 'Seats',
        name: () => 'Seats',
        says: (_what, text) => `${text} ${text === '1' ? 'seat' : 'seats'}`,
        reach: (_what, text, _days, atMost) => `${amount(atMost)} ${text} seats`,
        means: 'Seats of the contract lines in force.',
      },
      ja: {
        label: 'ライセンス数',
        name: () => 'ライセンス数',
        says: (_what, text) => `${text}ライセンス`,
        reach: (_what, text, _days, atMost) => `${text}ライセンス${atMost ? '以下' : '以上'}に`,
        means: '有効な契約明細のライセンス数。',
      },
    },
  },
});

declare module '../../ui/feature' {
  interface MeasuresTold extends Record<keyof typeof measures, true> {}
}
