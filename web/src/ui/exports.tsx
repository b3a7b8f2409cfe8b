/* Takes a list out as it is shown: the same filter, order and columns, as CSV or as an Excel workbook. */
import { pathWith } from '../api/client';
import { dictionary, useLanguage } from '../lib/language';
import { sees, useMe } from '../lib/me';
import { DownloadLink, Menu, type MenuItem } from './button';
import { type ListShown, slots } from './feature';

const useWords = dictionary(
  {
    csv: 'Export CSV',
    xlsx: 'Export Excel',
    more: 'More exports',
    one: { csv: (name: string) => `${name} as CSV`, xlsx: (name: string) => `${name} as Excel` },
  },
  {
    csv: 'CSVで書き出す',
    xlsx: 'Excelで書き出す',
    more: 'その他の書き出し',
    one: { csv: (name: string) => `${name}をCSVで書き出す`, xlsx: (name: string) => `${name}をExcelで書き出す` },
  },
);

type Query = Record<string, string | undefined>;

interface ExportsProps {
  /** Of the list: "/accounts". */
  path: string;
  query: Query;
  columns?: readonly { id: string }[];
}

export function Exports({ path, query, columns }: ExportsProps) {
  const words = useWords();
  const asked = { ...query, columns: columns?.map((column) => column.id).join(','), heads: 'words' };
  return (
    <>
      <DownloadLink href={pathWith(`/api/v1${path}.csv`, asked)}>{words.csv}</DownloadLink>
      <DownloadLink href={pathWith(`/api/v1${path}.xlsx`, asked)}>{words.xlsx}</DownloadLink>
    </>
  );
}

function save(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}

/** What features have of the things that a list shows, such as the contracts of accounts. */
export function MoreExports({ of, query }: { of: ListShown['subject']; query: Pick<Query, 'q' | 'filter'> }) {
  const words = useWords();
  const language = useLanguage();
  const me = useMe();
  const kinds = Object.values(slots.imports.useSoon() ?? {}).filter(({ out, circle }) => out?.of === of && sees(me, circle));
  const asked = { q: query.q, filter: query.filter, heads: 'words' };
  const items: MenuItem[] = kinds.flatMap(({ out, name }) =>
    (['csv', 'xlsx'] as const).map((format) => ({
      key: `${out?.path}.${format}`,
      label: words.one[format](name[language]),
      onClick: () => save(pathWith(`/api/v1${out?.path}.${format}`, asked)),
    })),
  );
  return items.length > 0 && <Menu label={words.more} target={<span aria-hidden="true">⋯</span>} items={items} />;
}
