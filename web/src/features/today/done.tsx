/* A row that was seen to: what was done and when, how many are, and back again. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Id, Today, TodayItem } from '../../api/types';
import { clockText, dayOf, today, useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { slots } from '../../ui/feature';
import { Kpi } from '../../ui/kpi';
import { toast, toastError } from '../../ui/toast';
import css from './today.module.css';
import { useTodayWords } from './words';

/** Marks an account as done, and back. */
export function useDone(): { done: (account: Id) => Promise<void>; reopen: (account: Id) => Promise<void> } {
  const words = useTodayWords();
  async function send(account: Id, method: 'POST' | 'DELETE'): Promise<void> {
    if (method === 'POST') await api('/today/done', { method, body: { account_id: account } });
    else await api(`/today/done/${account}`, { method });
    topicsChanged(['today', `account:${account}`]);
  }
  async function done(account: Id): Promise<void> {
    try {
      await send(account, 'POST');
      toast(words.isDone, () => send(account, 'DELETE'));
    } catch (error) {
      toastError(error);
    }
  }
  return { done, reopen: (account) => send(account, 'DELETE').catch(toastError) };
}

/** "✓ Called 09:12" */
export function DoneMark({ item, asOf }: { item: TodayItem; asOf?: string }) {
  const words = useTodayWords();
  const language = useLanguage();
  const dates = useDates();
  const { done } = slots.today.use();
  if (!item.done || !item.done_at) return null;
  const day = dayOf(item.done_at);
  const when = day === (asOf ?? today()) ? clockText(item.done_at) : dates.ago(day, asOf);
  return (
    <span className={css.doneMark}>
      <span aria-hidden="true">✓</span> {done[item.done]?.[language] ?? words.doneOther} {when}
    </span>
  );
}

export function DoneHead({ head }: { head: Today['head'] }) {
  const words = useTodayWords();
  if (head.to_do === 0) return null;
  const who = head.done_by.flatMap(({ name, rows }) => (name ? [words.doneBy(name, rows)] : []));
  return (
    <Kpi
      label={words.doneToday}
      value={words.ofAll(countText(head.done), countText(head.to_do))}
      note={who.length > 1 && who.join(words.comma)}
    />
  );
}
