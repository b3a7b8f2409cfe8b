/* The numbers of a page in one strip: what is counted, how many, and what is to be known of it. */
import type { ReactNode } from 'react';
import css from './kpi.module.css';

export function KpiStrip({ children }: { children: ReactNode }) {
  return <dl className={css.strip}>{children}</dl>;
}

interface KpiProps {
  label: ReactNode;
  value: ReactNode;
  /** A change or a part; red only where it has become worse. */
  note?: ReactNode;
  worse?: boolean;
}

export function Kpi({ label, value, note, worse }: KpiProps) {
  return (
    <div className={css.kpi}>
      <dt>{label}</dt>
      <dd>
        <span className={css.value}>{value}</span>
        {note && (
          <span className={css.note} data-worse={worse || undefined}>
            {note}
          </span>
        )}
      </dd>
    </div>
  );
}
