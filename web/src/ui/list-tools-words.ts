import { dictionary } from '../lib/language';

export const useListToolWords = dictionary(
  {
    filter: 'Filter',
    filterOf: (count: number) => `Filter (${count})`,
    filterLabel: 'Filter of the list',
    clear: 'Clear the filter',
    clearAll: 'Clear search and filter',
    noMatch: 'Nothing matches',
    startFrom: 'Start from',
  },
  {
    filter: '絞り込み',
    filterOf: (count) => `絞り込み (${count})`,
    filterLabel: '一覧の絞り込み',
    clear: '絞り込みを解除',
    clearAll: '検索と絞り込みを解除',
    noMatch: '該当なし',
    startFrom: 'よく使う条件',
  },
);
