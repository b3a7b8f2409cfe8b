import type { ReactNode } from 'react';
import { useNarrow } from '../lib/narrow';
import { VisuallyHidden } from './layout';
import css from './table.module.css';

/* A column narrower than this breaks its words: on a phone the table goes sideways instead. */
const LEAST = 96;

interface SmallTableProps {
  label: string;
  head: ReactNode[];
  rows: ReactNode[][];
  align?: ('end' | undefined)[];
  /** The last column holds what can be done with a row; this names it for those who do not see. */
  acts?: string;
}

const isEmpty = (value: ReactNode) => value === null || value === undefined || value === false || value === '';

/** A list of things on a phone: what it is and what can be done with it, and below it the rest, each by its name. */
function Lines({ label, head, rows }: SmallTableProps) {
  return (
    <ul className={css.lines} aria-label={label}>
      {rows.map((row, index) => (
        <li key={index} className={css.line}>
          <div className={css.lineName}>{row[0]}</div>
          <div className={css.lineActs}>{row.at(-1)}</div>
          <div className={css.lineRest}>
            {row.slice(1, -1).map(
              (value, at) =>
                !isEmpty(value) && (
                  <span key={at} className={css.linePart}>
                    <span className={css.lineHead}>{head[at + 1]}</span> {value}
                  </span>
                ),
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A short table that is all there: it scrolls sideways only; one with acts is a list on a phone. */
export function SmallTable(props: SmallTableProps) {
  const { label, head, rows, align, acts } = props;
  const narrow = useNarrow();
  if (narrow && acts !== undefined) return <Lines {...props} />;
  const names = acts === undefined ? head : [...head, <VisuallyHidden key="acts">{acts}</VisuallyHidden>];
  const alignOf = (at: number) => align?.[at] ?? (at === head.length ? 'end' : undefined);
  return (
    <section className={css.small} tabIndex={0} aria-label={label}>
      <table className={css.table} style={{ minWidth: names.length * LEAST }} aria-label={label}>
        <thead>
          <tr>
            {names.map((name, at) => (
              <th key={at} scope="col" data-align={alignOf(at)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, at) => (
                <td key={at} data-align={alignOf(at)}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
