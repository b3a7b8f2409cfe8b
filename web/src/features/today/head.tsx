import type { Today } from '../../api/types';
import { slots } from '../../ui/feature';
import css from './today.module.css';

/** The day in one line. */
export function Head({ head, past }: { head: Today['head']; past: boolean }) {
  const { heads } = slots.today.use();
  return (
    <p className={css.head}>
      {heads.map(({ at, Head }) => (
        <Head key={at} head={head} past={past} />
      ))}
    </p>
  );
}
