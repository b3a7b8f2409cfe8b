import type { ReactNode } from 'react';
import css from './table.module.css';

/** A short table that is all there: no scrolling of its own. */
export function SmallTable({
  label,
  head,
  rows,
  align,
}: {
  label: string;
  head: ReactNode[];
  rows: ReactNode[][];
  align?: ('end' | undefined)[];
}) {
  return (
    <section className={css.small} tabIndex={0} aria-label={label}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {head.map((name, at) => (
              <th key={at} scope="col" data-align={align?.[at]}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, at) => (
                <td key={at} data-align={align?.[at]}>
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
