/* What is at risk, by what the reader groups it by: a table with bars. Its last line is the whole, as the strip has it. */
import { useNavigate } from '@tanstack/react-router';
import type { Overview, OverviewFigure, OverviewGroup } from '../../api/types';
import { type Language, useLanguage } from '../../lib/language';
import { useSees } from '../../lib/me';
import { countText, moneyMajor, moneyText } from '../../lib/numbers';
import { ChartFrame, type Figures } from '../../ui/chart';
import { slots } from '../../ui/feature';
import { Select } from '../../ui/field';
import { type Column, DataTable } from '../../ui/table';
import { Beside, RowsLink, rowsOf } from './figure';
import css from './overview.module.css';
import { useOverviewWords } from './words';

/** A line of the table: a group, or the whole. */
interface Line {
  id: string;
  name: string;
  total: OverviewFigure;
  bad: OverviewFigure;
  normal: OverviewFigure;
  whole?: boolean;
}

const FIRST_SORT = '-loss';

type Words = ReturnType<typeof useOverviewWords>;

const amount = (figure: OverviewFigure, of: 'mrr' | 'expected_loss') => (figure[of] ? moneyMajor(figure[of]) : 0);

const SORTS: Record<string, (line: Line) => number | string> = {
  name: (line) => line.name,
  count: (line) => line.total.accounts,
  bad: (line) => line.bad.accounts,
  badMrr: (line) => amount(line.bad, 'mrr'),
  normal: (line) => line.normal.accounts,
  normalMrr: (line) => amount(line.normal, 'mrr'),
  mrr: (line) => amount(line.total, 'mrr'),
  loss: (line) => amount(line.total, 'expected_loss'),
};

function sorted(lines: Line[], sort: string, language: Language): Line[] {
  const descending = sort.startsWith('-');
  const by = SORTS[sort.replace('-', '')] ?? SORTS.loss;
  if (!by) return lines;
  const order = (one: Line, other: Line) => {
    const a = by(one);
    const b = by(other);
    const after = typeof a === 'string' ? a.localeCompare(String(b), language) : a - Number(b);
    return descending ? -after : after;
  };
  return [...lines].sort((one, other) => order(one, other) || one.name.localeCompare(other.name, language));
}

/** What a group is called: its own name, the word of an attribute's choice, or that there is none. */
function useGroupName(by: string): (group: OverviewGroup) => string {
  const words = useOverviewWords();
  const language = useLanguage();
  const choices = slots.attributes.use()[by]?.choices?.[language];
  return ({ key, name, name_ja: ja }) => {
    if (key === null) return words.none[by] ?? words.noneOther;
    return (language === 'ja' ? ja : null) ?? name ?? choices?.[key] ?? key;
  };
}

function linesOf(overview: Overview, nameOf: (group: OverviewGroup) => string): Line[] {
  return overview.groups.map((group) => ({ ...group, id: group.key ?? '', name: nameOf(group) }));
}

function wholeLine(overview: Overview, words: Words): Line | null {
  const bad = overview.bands.find(({ band }) => band === 'BAD')?.figure;
  const normal = overview.bands.find(({ band }) => band === 'NORMAL')?.figure;
  return bad && normal ? { id: 'whole', name: words.all, total: overview.total, bad, normal, whole: true } : null;
}

interface CellProps {
  line: Line;
  figure: OverviewFigure;
  /** The name of the column. */
  head: string;
  asOf: string | undefined;
}

function Count({ line, figure, head, asOf }: CellProps) {
  const count = countText(figure.accounts);
  return (
    <RowsLink figure={figure} asOf={asOf} name={`${line.name}, ${head} ${count}`}>
      {count}
    </RowsLink>
  );
}

/** An amount, in front of it its bar, below it what is not in it. */
function Amount({ line, figure, head, asOf, of, most }: CellProps & { of: 'mrr' | 'expected_loss'; most?: number }) {
  const money = figure[of];
  if (!money) return null;
  return (
    <span className={css.amount}>
      <span className={css.barred}>
        {most !== undefined && !line.whole && (
          <span aria-hidden="true" className={css.track}>
            <span className={css.bar} style={{ width: `${(moneyMajor(money) / most) * 100}%` }} />
          </span>
        )}
        <RowsLink figure={figure} asOf={asOf} sort="-mrr" name={`${line.name}, ${head} ${moneyText(money)}`}>
          {moneyText(money)}
        </RowsLink>
      </span>
      <Beside figure={figure} short />
    </span>
  );
}

interface TableParts {
  words: Words;
  name: string;
  asOf: string | undefined;
  most: number;
  sees: boolean;
}

function columnsOf({ words, name, asOf, most, sees }: TableParts): Column<Line>[] {
  const count = (id: string, head: string, of: (line: Line) => OverviewFigure, width = 84): Column<Line> => ({
    id,
    name: head,
    align: 'end',
    width,
    sort: id,
    cell: (line) => <Count line={line} figure={of(line)} head={head} asOf={asOf} />,
  });
  const money = (id: string, head: string, of: (line: Line) => OverviewFigure): Column<Line> => ({
    id,
    name: head,
    align: 'end',
    width: 124,
    sort: id,
    cell: (line) => <Amount line={line} figure={of(line)} head={head} asOf={asOf} of="mrr" />,
  });
  const loss: Column<Line> = {
    id: 'loss',
    name: words.loss,
    align: 'end',
    width: 196,
    sort: 'loss',
    cell: (line) => <Amount line={line} figure={line.total} head={words.loss} asOf={asOf} of="expected_loss" most={most} />,
  };
  const first: Column<Line> = {
    id: 'name',
    name,
    fixed: true,
    width: 156,
    sort: 'name',
    cell: (line) => <span className={line.whole ? css.whole : css.name}>{line.name}</span>,
  };
  const all: (Column<Line> | false)[] = [
    first,
    sees && loss,
    count('bad', words.badCount, (line) => line.bad),
    sees && money('badMrr', words.badMrr, (line) => line.bad),
    count('normal', words.normalCount, (line) => line.normal),
    sees && money('normalMrr', words.normalMrr, (line) => line.normal),
    count('count', words.count, (line) => line.total, 96),
    sees && money('mrr', words.mrr, (line) => line.total),
  ];
  return all.filter((column) => column !== false);
}

function figuresOf(lines: Line[], words: Words, name: string, sees: boolean): Figures {
  const major = (figure: OverviewFigure, of: 'mrr' | 'expected_loss') => (figure[of] ? moneyMajor(figure[of]) : null);
  if (!sees) {
    const rows = lines.map(({ name: of, bad, normal, total }) => [of, bad.accounts, normal.accounts, total.accounts]);
    return { head: [name, words.badCount, words.normalCount, words.count], rows };
  }
  const currency = lines[0]?.total.mrr?.currency ?? '';
  const inMoney = (head: string) => `${head} (${currency})`;
  return {
    head: [
      name,
      inMoney(words.loss),
      words.badCount,
      inMoney(words.badMrr),
      words.normalCount,
      inMoney(words.normalMrr),
      words.count,
      inMoney(words.mrr),
    ],
    rows: lines.map(({ name: of, bad, normal, total }) => [
      of,
      major(total, 'expected_loss'),
      bad.accounts,
      major(bad, 'mrr'),
      normal.accounts,
      major(normal, 'mrr'),
      total.accounts,
      major(total, 'mrr'),
    ]),
  };
}

interface RiskProps {
  overview: Overview;
  asOf: string | undefined;
  sort: string | undefined;
  onBy: (by: string) => void;
  onSort: (sort: string) => void;
}

export function Risk({ overview, asOf, sort = FIRST_SORT, onBy, onSort }: RiskProps) {
  const words = useOverviewWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const sees = useSees('revenue');
  const byName = ({ by, name, name_ja: ja }: Overview['groupings'][number]) =>
    words.by[by] ?? (language === 'ja' ? ja : null) ?? name ?? by;
  const options = overview.groupings.map((one) => ({ value: one.by, label: byName(one) }));
  const name = options.find(({ value }) => value === overview.by)?.label ?? overview.by;
  const lines = sorted(linesOf(overview, useGroupName(overview.by)), sort, language);
  const whole = wholeLine(overview, words);
  const all = whole ? [...lines, whole] : lines;
  const most = Math.max(1, ...lines.map((line) => amount(line.total, 'expected_loss')));

  return (
    <ChartFrame
      title={words.atRisk}
      beside={
        <span className={css.by}>
          <Select name={words.groupBy} size="xs" width={150} value={overview.by} onChange={(by) => by && onBy(by)} options={options} />
        </span>
      }
      figures={figuresOf(all, words, name, sees)}
      below={overview.several > 0 && <p className={css.said}>{words.several(overview.several, countText(overview.several))}</p>}
    >
      <DataTable
        name="overview"
        label={words.atRisk}
        columns={columnsOf({ words, name, asOf, most, sees })}
        rows={all}
        rowId={(line) => line.id || 'none'}
        rowLabel={(line) => line.name}
        sort={sort}
        onSort={onSort}
        onOpen={({ total }) => void navigate(rowsOf(total, asOf))}
      />
    </ChartFrame>
  );
}
