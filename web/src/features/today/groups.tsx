/* The groups of the list: what is to be worked through stands open, the rest is folded and read when it is asked for. */
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/query';
import type { Today, TodayGroup, TodayItem } from '../../api/types';
import { countText, moneyText } from '../../lib/numbers';
import { ITEMS_MOST, Rest } from '../../ui/rest';
import { Shown } from '../../ui/state';
import css from './groups.module.css';
import { useTodayWords } from './words';

export type GroupName = TodayGroup['group'];

/** What the group's accounts may cost, with what is not in the sum. */
function Loss({ group }: { group: TodayGroup }) {
  const words = useTodayWords();
  const { expected_loss: loss, converted = 0, without_rate: without = [] } = group;
  if (!loss) return null;
  const told = [
    words.expectedLoss(moneyText(loss)),
    converted > 0 ? words.converted(converted) : null,
    ...without.map(({ accounts, currency }) => words.withoutRate(accounts, currency)),
  ];
  return <span className={css.sum}>{told.filter((one) => one !== null).join(' · ')}</span>;
}

export function GroupHead({ group }: { group: TodayGroup }) {
  const words = useTodayWords();
  return (
    <div className={css.head}>
      <h3>
        {words.groups[group.group]} <span className={css.count}>{countText(group.rows)}</span>
      </h3>
      <Loss group={group} />
    </div>
  );
}

interface FoldedProps {
  title: ReactNode;
  /** At first. */
  open: boolean;
  query: Record<string, string | number | boolean | undefined>;
  row: (item: TodayItem) => ReactNode;
}

/** Read when it is opened. */
export function Folded({ title, open: first, query, row }: FoldedProps) {
  const [open, setOpen] = useState(first);
  const reading = useRead<Today>({
    path: '/today',
    query: { ...query, limit: ITEMS_MOST },
    topics: ['today', 'task'],
    enabled: open,
    keep: true,
  });
  return (
    <details className={css.folded} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && (
        <Shown reading={reading}>
          {(data) => (
            <>
              <ol className={css.rows}>{data.items.map(row)}</ol>
              <Rest shown={data.items.length} total={data.items_total} most={ITEMS_MOST} />
            </>
          )}
        </Shown>
      )}
    </details>
  );
}

/** `beside`: in place of number and sum. */
export function FoldedTitle({ group, beside }: { group: TodayGroup; beside?: string[] }) {
  const words = useTodayWords();
  if (beside) return beside.join(' · ');
  return (
    <>
      {words.groups[group.group]} <span className={css.count}>{countText(group.rows)}</span>
      {group.expected_loss && ' · '}
      <Loss group={group} />
    </>
  );
}
