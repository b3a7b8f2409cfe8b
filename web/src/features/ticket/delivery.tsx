/* Where a reply stands on its way out: it can be taken back, it waits, it was sent, or the server's words why not. */
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Delivery, Id, Ticket } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { mailOutcomeSaid } from '../../ui/outbound';
import { toast, toastError } from '../../ui/toast';
import { ticketsChanged } from './desk';
import { changeDraft } from './draft';
import css from './recipients.module.css';
import { useRecipientWords } from './recipients-words';

const TICK_MS = 1000;
export const UNDO_MS = 10_000;

/** Takes a reply back into the draft; what is being written since stays below it. */
export async function takeBack(ticket: Ticket, message: Id, told: string): Promise<void> {
  await changeDraft(ticket.id, () => api(`/ticket-messages/${message}/delivery`, { method: 'DELETE' }));
  ticketsChanged(ticket);
  toast(told);
}

function useSecondsTo(time: string): number {
  const left = () => Math.ceil((Date.parse(time) - Date.now()) / TICK_MS);
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time alone says when
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), TICK_MS);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}

function useSaid(delivery: Delivery): string {
  const words = useRecipientWords();
  const dates = useDates();
  const seconds = useSecondsTo(delivery.send_at);
  if (delivery.state === 'sent') return words.sentAt(dates.time(delivery.sent_at ?? delivery.send_at));
  if (delivery.state === 'failed') return words.failed;
  if (delivery.state === 'sending') return words.sending;
  if (delivery.tries > 0) return words.retries(dates.time(delivery.next_at));
  return seconds > 0 && seconds <= UNDO_MS / TICK_MS ? words.waits(seconds) : words.waitsSoon;
}

export function DeliveryLine({ ticket, delivery }: { ticket: Ticket; delivery: Delivery }) {
  const words = useRecipientWords();
  const language = useLanguage();
  const mayAct = useMay('act');
  const said = useSaid(delivery);
  const dates = useDates();
  const { outcome, answer } = delivery;
  const isBad = delivery.state === 'failed' || delivery.refused.length > 0 || delivery.bounced_at !== null;
  const mayRepeat = mayAct && (isBad || (delivery.state === 'waiting' && delivery.tries > 0));
  const back = () => takeBack(ticket, delivery.ticket_message_id, words.takenBack).catch(toastError);
  const again = () =>
    api(`/ticket-messages/${delivery.ticket_message_id}/delivery`, { method: 'POST' })
      .then(() => topicsChanged([`ticket:${ticket.id}`]))
      .catch(toastError);
  return (
    <div className={css.delivery} data-delivery={delivery.state} data-failed={isBad || undefined}>
      <span>{said}</span>
      {delivery.bounced_at && <span className={css.words}>{words.bounced(dates.time(delivery.bounced_at))}</span>}
      {outcome && <span className={css.words}>{answer ?? mailOutcomeSaid(outcome, language)}</span>}
      {delivery.refused.map((one) => (
        <span key={one.address} className={css.words}>
          {words.refused(one.address)}: {one.answer}
        </span>
      ))}
      {delivery.undo && <TextButton onClick={() => void back()}>{words.undo}</TextButton>}
      {mayRepeat && <TextButton onClick={() => void again()}>{words.again}</TextButton>}
    </div>
  );
}
