/* Takes a list out as it is shown: the same filter, order and columns, as CSV or as an Excel workbook. */
import { pathWith } from '../api/client';
import { dictionary } from '../lib/language';
import { DownloadLink } from './button';

const useWords = dictionary({ csv: 'Export CSV', xlsx: 'Export Excel' }, { csv: 'CSVで書き出す', xlsx: 'Excelで書き出す' });

interface ExportsProps {
  /** Of the list: "/accounts". */
  path: string;
  query: Record<string, string | undefined>;
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
