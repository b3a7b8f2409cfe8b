/* What a list of Today leaves out is said below it, and shown when asked for. */
import { dictionary } from '../lib/language';
import { countText } from '../lib/numbers';
import { Button } from './button';
import { Muted } from './layout';
import css from './rest.module.css';

const useRestWords = dictionary(
  { shown: (shown: string, total: string) => `${shown} of ${total} shown.`, showMore: 'Show more' },
  { shown: (shown, total) => `全${total}件のうち${shown}件を表示しています。`, showMore: 'さらに表示' },
);

/* As many as the server gives at once. */
export const ITEMS_MOST = 200;
export const TASKS_MOST = 1000;

export function Rest({ shown, total, most, onMore }: { shown: number; total: number; most: number; onMore?: () => void }) {
  const words = useRestWords();
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
