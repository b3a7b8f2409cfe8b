import type { ReactNode } from 'react';
import { VisuallyHidden } from './layout';
import css from './table.module.css';

/* A column narrower than this breaks its words: on a phone the table goes sideways instead. */
const LEAST = 96;

/** A short table that is all there: it scrolls sideways only. */
export function SmallTable({
  label,
  head,
  rows,
  align,
  acts,
}: {
  label: string;
  head: ReactNode[];
  rows: ReactNode[][];
  align?: ('end' | undefined)[];
  /** The last column holds what can be done with a row; this names it for those who do not see. */
  acts?: string;
}) {
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
