import type { ReactNode } from 'react';
import { Loading } from '../ui/state';
import css from './frame.module.css';
import { Mark } from './mark';

/** The frame before it is known who is here: its shape, so that nothing jumps. */
export function Waiting({ children }: { children?: ReactNode }) {
  return (
    <div className={css.frame}>
      <div className={css.rail}>
        <div className={css.top}>
          <span className={css.name}>
            <Mark />
          </span>
        </div>
      </div>
      <main className={css.page}>
        <div className={css.waiting}>{children || <Loading lines={8} />}</div>
      </main>
    </div>
  );
}
