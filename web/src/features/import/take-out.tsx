/* The way out stands beside the way in: whole lists as files that can be brought back. */
import { dictionary } from '../../lib/language';
import { Exports } from '../../ui/exports';
import { slots } from '../../ui/feature';
import { Card, Muted } from '../../ui/layout';
import css from './import.module.css';
import { useKinds } from './kinds';

const useWords = dictionary(
  {
    title: 'Export',
    text: 'All rows. The pages of accounts and people export what they show.',
    tasks: 'Tasks',
  },
  {
    title: '書き出し',
    text: 'すべての行を書き出します。絞り込んだ一覧は、顧客企業・先方担当者のページで書き出せます。',
    tasks: 'タスク',
  },
);

/** What can be brought in and had again, and the tasks. */
function useLists(): { name: string; path: string; query: Record<string, string> }[] {
  const words = useWords();
  const imports = slots.imports.use();
  const kinds = useKinds().flatMap(({ value, label }) => {
    const out = imports[value]?.out;
    return out ? [{ name: label, path: out.path, query: {} }] : [];
  });
  return [...kinds, { name: words.tasks, path: '/tasks', query: { state: 'all' } }];
}

export function TakeOut() {
  const words = useWords();
  return (
    <Card title={words.title} beside={words.text}>
      {useLists().map(({ name, path, query }) => (
        <div key={path} className={css.out}>
          <Muted>{name}</Muted>
          <Exports path={path} query={query} />
        </div>
      ))}
    </Card>
  );
}
