/* What a list of Today leaves out is said below it, and shown when asked for. */
import { countText } from '../../lib/numbers';
import { Button } from '../../ui/button';
import { Muted } from '../../ui/layout';
import css from './today.module.css';
import { useTodayWords } from './words';

/* As many as the server gives at once. */
export const ITEMS_MOST = 200;
export const TASKS_MOST = 1000;

export function Rest({ shown, total, most, onMore }: { shown: number; total: number; most: number; onMore?: () => void }) {
  const words = useTodayWords();
  if (shown >= total) return null;
  return (
    <p className={css.rest}>
      <Muted>{words.shown(countText(shown), countText(total))}</Muted>
      {onMore && shown < most && (
        <Button quiet onClick={onMore}>
          {words.showMore}
        </Button>
      )}
    </p>
  );
}
