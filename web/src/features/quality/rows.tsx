/* The rows of one check, beside the page. */
import { Link } from '@tanstack/react-router';
import { useReadList } from '../../api/query';
import type { QualityCheck, QualityRow } from '../../api/types';
import { useDates } from '../../lib/dates';
import { type Language, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { Drawer } from '../../ui/dialog';
import { Muted } from '../../ui/layout';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { Mend } from './mend';
import css from './quality.module.css';
import { TOPICS } from './topics';
import { useQualityWords } from './words';

type Cell = { has: (row: QualityRow) => boolean; head: string; end?: true; cell: (row: QualityRow) => React.ReactNode };

function useCells(language: Language): Cell[] {
  const words = useQualityWords();
  const dates = useDates();
  const span = ({ from_on: from, until_on: until, at }: QualityRow) => {
    const days = [from, until].filter((day) => day !== null).map(dates.day);
    if (days.length === 0) return at ? dates.time(at) : '';
    return days[0] === days[1] ? days[0] : days.join(' – ');
  };
  return [
    {
      has: (row) => row.account_id !== null,
      head: words.account,
      cell: ({ account_id: id, account }) =>
        id !== null && (
          <Link to="/accounts/$id" params={{ id: String(id) }} search={{}}>
            {account ?? id}
          </Link>
        ),
    },
    {
      has: (row) => row.what !== null || row.beside !== null,
      head: words.what,
      cell: (row) => (
        <>
          {(language === 'ja' && row.what_ja) || row.what} {row.beside && <Muted small>{row.beside}</Muted>}
        </>
      ),
    },
    { has: (row) => row.count !== null, head: words.count, end: true, cell: (row) => row.count !== null && countText(row.count) },
    { has: (row) => row.from_on !== null || row.until_on !== null || row.at !== null, head: words.days, cell: span },
  ];
}

export function Rows({ check, onClose }: { check: QualityCheck; onClose: () => void }) {
  const words = useQualityWords();
  const language = useLanguage();
  const list = useReadList<QualityRow>({ path: `/quality/${check.id}/rows`, topics: TOPICS });
  const cells = useCells(language).filter(({ has }) => list.items.some(has));
  return (
    <Drawer looking open onClose={onClose} title={language === 'ja' ? check.name_ja : check.name}>
      <p className={css.wide}>
        <Muted>{language === 'ja' ? check.means_ja : check.means}</Muted> <Mend check={check} />
      </p>
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <Empty title={words.rowsEmpty}>{words.rowsEmptyText}</Empty>
      ) : (
        <>
          <SmallTable
            label={words.rows}
            head={cells.map(({ head }) => head)}
            align={cells.map(({ end }) => (end ? 'end' : undefined))}
            rows={list.items.map((row) => cells.map(({ cell }) => cell(row)))}
          />
          <More list={list} />
        </>
      )}
    </Drawer>
  );
}
