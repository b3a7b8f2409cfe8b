/* Where a reply stands on its way out: it can be taken back, it waits, it was sent, or the server's words why not. */
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Delivery, Id, Ticket } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { toast, toastError } from '../../ui/toast';
import { ticketsChanged } from './desk';
import { keepNow } from './draft';
import css from './recipients.module.css';
import { useRecipientWords } from './recipients-words';

const TICK_MS = 1000;

/** Takes a reply back into the draft; what is being written since is kept first, so that it stays below it. */
export async function takeBack(ticket: Ticket, message: Id, told: string): Promise<void> {
  await keepNow(ticket.id);
  await api(`/ticket-messages/${message}/delivery`, { method: 'DELETE' });
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
  return seconds > 0 && seconds <= 10 ? words.waits(seconds) : words.waitsSoon;
}

function useWhy({ outcome, answer }: Delivery): string | null {
  const words = useRecipientWords();
  if (outcome === 'maybe') return words.maybe;
  if (outcome === 'no_mailbox') return words.noMailbox;
  if (outcome === 'no_secret') return words.noSecret;
  return outcome === null ? null : (answer ?? outcome);
}

export function DeliveryLine({ ticket, delivery, onTakenBack }: { ticket: Ticket; delivery: Delivery; onTakenBack: () => void }) {
  const words = useRecipientWords();
  const mayAct = useMay('act');
  const said = useSaid(delivery);
  const why = useWhy(delivery);
  const dates = useDates();
  const isBad = delivery.state === 'failed' || delivery.refused.length > 0 || delivery.bounced_at !== null;
  const mayRepeat = mayAct && (isBad || (delivery.state === 'waiting' && delivery.tries > 0));
  const back = () => takeBack(ticket, delivery.ticket_message_id, words.takenBack).then(onTakenBack).catch(toastError);
  const again = () =>
    api(`/ticket-messages/${delivery.ticket_message_id}/delivery`, { method: 'POST' })
      .then(() => topicsChanged([`ticket:${ticket.id}`]))
      .catch(toastError);
  return (
    <div className={css.delivery} data-failed={isBad || undefined}>
      <span>{said}</span>
      {delivery.bounced_at && <span className={css.words}>{words.bounced(dates.time(delivery.bounced_at))}</span>}
      {why && <span className={css.words}>{why}</span>}
      {delivery.refused.map(({ address, answer }) => (
        <span key={address} className={css.words}>
          {words.refused(address)}: {answer}
        </span>
      ))}
      {delivery.undo && <TextButton onClick={() => void back()}>{words.undo}</TextButton>}
      {mayRepeat && <TextButton onClick={() => void again()}>{words.again}</TextButton>}
    </div>
  );
}
