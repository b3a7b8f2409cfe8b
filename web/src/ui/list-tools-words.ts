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
    remove: (condition: string) => `Remove filter: ${condition}`,
    done: 'Done',
    unreadable: 'The filter in this address cannot be read, so everything is listed.',
  },
  {
    filter: '絞り込み',
    filterOf: (count) => `絞り込み (${count})`,
    filterLabel: '一覧の絞り込み',
    clear: '絞り込みを解除',
    clearAll: '検索と絞り込みを解除',
    noMatch: '該当なし',
    startFrom: 'よく使う条件',
    remove: (condition) => `絞り込みを外す: ${condition}`,
    done: '完了',
    unreadable: 'このアドレスの絞り込み条件を読み取れないため、すべて表示しています。',
  },
);
