/* Ids that are another's in a different writing: told before anything is imported, since each would become a customer of its own. */
import type { Import } from '../../api/types';
import { dictionary } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { Card } from '../../ui/layout';
import { SmallTable } from '../../ui/table-small';

const useWords = dictionary(
  {
    title: 'Similar ids',
    text: (count: number, shown: number) =>
      `${countText(count)} ${count === 1 ? 'id differs' : 'ids differ'} from another only in hyphens, leading zeros or case. If the same is meant, correct the file: different ids become different records.${count > shown ? ` The first ${countText(shown)} are listed.` : ''}`,
    line: 'Line',
    rows: 'Rows',
    field: 'Field',
    given: 'In the file',
    other: 'Similar to',
    known: 'in this workspace',
    inLine: (line: string) => `line ${line}`,
  },
  {
    title: '表記ゆれの疑いがあるID',
    text: (count, shown) =>
      `ハイフン・先頭のゼロ・大文字小文字だけが異なるIDが${countText(count)}件あります。同じものであれば、ファイルを修正してください。IDが異なると別々に登録されます。${count > shown ? `最初の${countText(shown)}件を表示しています。` : ''}`,
    line: '行',
    rows: '行数',
    field: '項目',
    given: 'ファイルのID',
    other: '似ているID',
    known: '登録済み',
    inLine: (line) => `${line}行目`,
  },
);

export function NearIds({ one, fieldName }: { one: Import; fieldName: (key: string) => string }) {
  const words = useWords();
  if (one.near_ids.length === 0) return null;
  return (
    <Card title={words.title} beside={words.text(one.near_count, one.near_ids.length)}>
      <SmallTable
        label={words.title}
        head={[words.line, words.field, words.given, words.other, words.rows]}
        rows={one.near_ids.map((near) => [
          countText(near.line),
          fieldName(near.field),
          near.given,
          `${near.other} (${near.other_line === null ? words.known : words.inLine(countText(near.other_line))})`,
          countText(near.rows),
        ])}
        align={['end', undefined, undefined, undefined, 'end']}
      />
    </Card>
  );
}
