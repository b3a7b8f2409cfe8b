/* The way out stands beside the way in: whole lists as files that can be brought back. */
import { dictionary } from '../../lib/language';
import { Exports } from '../../ui/exports';
import { Card, Muted } from '../../ui/layout';
import css from './import.module.css';

const useWords = dictionary(
  {
    title: 'Export',
    text: 'All rows. The pages of accounts and people export what they show.',
    lists: { accounts: 'Accounts', contacts: 'People', tasks: 'Tasks' },
  },
  {
    title: '書き出し',
    text: 'すべての行を書き出します。絞り込んだ一覧は、顧客企業・先方担当者のページで書き出せます。',
    lists: { accounts: '顧客企業', contacts: '先方担当者', tasks: 'タスク' },
  },
);

const LISTS = { accounts: {}, contacts: {}, tasks: { state: 'all' } };

export function TakeOut() {
  const words = useWords();
  return (
    <Card title={words.title} beside={words.text}>
      {(Object.keys(LISTS) as (keyof typeof LISTS)[]).map((list) => (
        <div key={list} className={css.out}>
          <Muted>{words.lists[list]}</Muted>
          <Exports path={`/${list}`} query={LISTS[list]} />
        </div>
      ))}
    </Card>
  );
}
