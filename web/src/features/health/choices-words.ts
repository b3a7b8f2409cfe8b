import { dictionary } from '../../lib/language';

export const useChoicesWords = dictionary(
  {
    text: 'Each value earns a share of the weight. A value that is not listed counts as unknown.',
    choices: 'Choices',
    value: 'Value',
    share: 'Share',
    shareOf: (value: string) => `Share for ${value}`,
    earns: 'Points',
    points: (earned: string, weight: string) => `${earned} of ${weight}`,
    accounts: 'Accounts',
    add: 'Add value',
    remove: (value: string) => `Remove ${value}`,
    left: (unlisted: string, unknown: string) => `${unlisted} with another value, ${unknown} unknown`,
    measures: 'Measures',
    attributes: 'Choices and flags',
  },
  {
    text: '値ごとに配点の何%を得るかを決めます。一覧にない値は不明として扱います。',
    choices: '選択肢',
    value: '値',
    share: '割合',
    shareOf: (value) => `${value}の割合`,
    earns: '得点',
    points: (earned, weight) => `${weight}点中${earned}点`,
    accounts: '企業数',
    add: '値を追加',
    remove: (value) => `${value}を削除`,
    left: (unlisted, unknown) => `一覧にない値 ${unlisted}社・不明 ${unknown}社`,
    measures: '指標',
    attributes: '選択肢・フラグ',
  },
);
