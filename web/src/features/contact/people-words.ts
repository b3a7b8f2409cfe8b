import { dictionary } from '../../lib/language';

export const usePeopleWords = dictionary(
  {
    title: 'People',
    count: (count: string) => (count === '1' ? '1 person' : `${count} people`),
    search: 'Name, reading, e-mail or external id',
    export: 'Export CSV',
    lastSeen: 'Last seen',
    never: 'never seen',
    accounts: 'Accounts',
    noAccount: 'no account',
    moreAccounts: (count: number) => `+${count} more`,
    added: 'Added',
    quick: { mine: 'At my accounts', champions: 'Champions and decision makers', quiet: 'Not seen for 14 days', never: 'Never seen' },
    noneTitle: 'No people yet',
    noneText: 'People come from your product’s events, from a CSV file, or are added on an account’s page.',
    noneImport: 'Import a file',
    noMatchText: 'No person fits this search and filter.',
  },
  {
    title: '先方担当者',
    count: (count) => `${count}人`,
    search: '名前・読み・メールアドレス・外部ID',
    export: 'CSVで書き出す',
    lastSeen: '最終利用',
    never: '利用なし',
    accounts: '顧客企業',
    noAccount: '企業なし',
    moreAccounts: (count) => `ほか${count}社`,
    added: '登録日',
    quick: { mine: '自分の担当企業', champions: '推進役・決裁者', quiet: '14日間利用なし', never: '利用の記録なし' },
    noneTitle: '先方担当者がまだいません',
    noneText: 'プロダクトのイベントやCSVファイルから登録されます。顧客企業のページで追加することもできます。',
    noneImport: 'ファイルを取り込む',
    noMatchText: 'この検索と絞り込みに当てはまる人はいません。',
  },
);

export type PeopleWords = ReturnType<typeof usePeopleWords>;
