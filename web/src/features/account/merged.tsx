/* Which accounts were merged into this one, and how one of them comes back. */
import { useRead } from '../../api/query';
import type { AccountMerge } from '../../api/types';
import { dayOf, useDates } from '../../lib/dates';
import { TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import type { AccountPart } from '../../ui/feature';
import { Card, Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import css from './account.module.css';
import { mergeUndo } from './merge';
import { useMergeWords } from './merge-words';

export function MergedCard({ part }: { part: AccountPart }) {
  const words = useMergeWords();
  const dates = useDates();
  const [ask, asking] = useQuestion();
  const { account, mayManage } = part;
  const list = useRead<{ items: AccountMerge[] }>({ path: `/accounts/${account.id}/merges`, topics: [`account:${account.id}`] });
  const merges = list.data?.items ?? [];
  if (merges.length === 0) return null;
  const undo = (merge: AccountMerge) =>
    ask({
      title: words.undoAsk(merge.gone_name),
      text: words.undoAskText,
      act: words.undo,
      run: () => mergeUndo(merge).then(() => toast(words.undone)),
    });
  return (
    <Card title={words.card}>
      <ul className={css.merged}>
        {merges.map((merge) => (
          <li key={merge.id}>
            <span>{merge.gone_name}</span>{' '}
            <Muted small>
              {[
                merge.gone_external_id,
                words.on(dates.day(dayOf(merge.created_at))),
                merge.undo_until && words.until(dates.day(dayOf(merge.undo_until))),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Muted>{' '}
            {mayManage && merge.undo_until && (
              <TextButton onClick={() => undo(merge)} name={`${words.undo}: ${merge.gone_name}`}>
                {words.undo}
              </TextButton>
            )}
          </li>
        ))}
      </ul>
      {asking}
    </Card>
  );
}
