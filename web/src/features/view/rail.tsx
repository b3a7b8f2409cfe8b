/* The views in the rail, each with how many there are in it now: one's own, then the shared ones. */
import { Link, useSearch } from '@tanstack/react-router';
import type { SavedView } from '../../api/types';
import { useMe } from '../../lib/me';
import css from './rail.module.css';
import { useViews, viewAddress } from './views';
import { useViewWords } from './words';

function Views({ title, views, count }: { title: string; views: SavedView[]; count: (id: number) => string | null }) {
  const here = (useSearch({ strict: false }) as { view?: string }).view;
  if (views.length === 0) return null;
  return (
    <section aria-label={title} className={css.part}>
      <h2 className={css.title}>{title}</h2>
      {views.map((view) => {
        const many = count(view.id);
        return (
          <Link
            key={view.id}
            {...viewAddress(view)}
            className={css.view}
            activeProps={{}}
            aria-current={String(view.id) === here ? 'page' : undefined}
            title={view.name}
          >
            <span className={css.name}>{view.name}</span> {many !== null && <span className={css.count}>{many}</span>}
          </Link>
        );
      })}
    </section>
  );
}

export function ViewRail() {
  const words = useViewWords();
  const { staff } = useMe();
  const { views, count } = useViews();
  if (views.length === 0) return null;
  return (
    <div className={css.views}>
      <Views title={words.mine} views={views.filter((view) => view.owner_id === staff.id)} count={count} />
      <Views title={words.shared} views={views.filter((view) => view.owner_id !== staff.id)} count={count} />
    </div>
  );
}
