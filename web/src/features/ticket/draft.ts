/*
 * What somebody is writing on a ticket, kept on the server: it survives a reload, another machine and a sign-out. What is kept is
 * shown at once to whoever comes back to the ticket, and calls about one draft go one after the other, so that an older text never
 * lands behind a newer one, nor behind the message that it became.
 */
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { client, useRead } from '../../api/query';
import type { Id, TicketDraft, TicketRecipient } from '../../api/types';

export type AnswerKind = 'reply' | 'note' | 'customer';

export interface Written {
  kind: AnswerKind;
  text: string;
  /** Chosen by hand; none = as proposed. */
  recipients: readonly TicketRecipient[];
}

type Kept = Pick<TicketDraft, 'kind' | 'text' | 'recipients'>;

const KEEP_MS = 700;
const PATH = '/ticket-drafts';
const EMPTY: Kept = { kind: 'reply', text: '', recipients: [] };

export function useDraft(ticket: Id) {
  const reading = useRead<{ items: Kept[] }>({ path: PATH, query: { ticket_id: ticket }, topics: [] });
  return { reading, draft: reading.data?.items[0] ?? EMPTY };
}

const turns = new Map<Id, Promise<unknown>>();
/** What waits to be kept, by ticket. */
const saves = new Map<Id, () => void>();

/** What somebody is writing on a ticket is kept when this ends. */
export async function keepNow(ticket: Id): Promise<void> {
  saves.get(ticket)?.();
  await turns.get(ticket);
}

function inTurn<T>(ticket: Id, call: () => Promise<T>): Promise<T> {
  const mine = (turns.get(ticket) ?? Promise.resolve()).then(call);
  turns.set(
    ticket,
    mine.catch(() => undefined),
  );
  return mine;
}

/** A reading under way may be from before: it is given up first. */
async function show(ticket: Id, draft: Kept | null): Promise<void> {
  const queryKey = [PATH, { ticket_id: ticket }];
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData(queryKey, { items: draft ? [draft] : [] });
}

/** The draft as the server has it now, and who gets it: a reply was taken back. */
export async function draftAgain(ticket: Id): Promise<void> {
  const { items } = await api<{ items: TicketDraft[] }>(`${PATH}?ticket_id=${ticket}`);
  await client.refetchQueries({ queryKey: [`/tickets/${ticket}/recipients`] });
  await show(ticket, items[0] ?? null);
}

async function keep(ticket: Id, draft: Kept): Promise<void> {
  const path = `/tickets/${ticket}/draft`;
  const isEmpty = draft.kind === EMPTY.kind && draft.text === '';
  void show(ticket, isEmpty ? null : draft);
  await inTurn<unknown>(ticket, () =>
    isEmpty
      ? api(path, { method: 'DELETE' })
      : api(path, { method: 'PUT', body: { kind: draft.kind, text: draft.text, recipients: draft.recipients } }),
  );
}

const isSame = (one: Written, other: Written) =>
  one.kind === other.kind && one.text === other.text && JSON.stringify(one.recipients) === JSON.stringify(other.recipients);

/** Keeps what is typed a moment after the last letter, and at the end; nothing until the draft `isThere`. What the customer said is no draft of ours. */
export function useKeptDraft(ticket: Id, { kind, text, recipients }: Written, start: Kept, isThere: boolean) {
  const [isKept, setKept] = useState(false);
  const waiting = useRef<(() => void) | null>(null);
  const last = useRef<Written>(start);
  useEffect(() => {
    waiting.current = null;
    saves.delete(ticket);
    const now = { kind, text, recipients };
    if (!isThere || kind === 'customer' || isSame(now, last.current)) return;
    setKept(false);
    const run = () => {
      waiting.current = null;
      saves.delete(ticket);
      last.current = now;
      keep(ticket, { kind, text, recipients: [...recipients] }).then(
        () => setKept(isSame(now, last.current)),
        () => undefined, // what could not be kept is still in the box
      );
    };
    waiting.current = run;
    saves.set(ticket, run);
    const timer = setTimeout(() => waiting.current === run && run(), KEEP_MS);
    return () => clearTimeout(timer);
  }, [ticket, kind, text, recipients, isThere]);
  useEffect(() => () => waiting.current?.(), []);

  /** Sends what the draft becomes. Until it is refused nothing of it is kept any more. */
  async function sendAs<T>(call: () => Promise<T>): Promise<T> {
    const before = { kind, text, recipients };
    waiting.current = null;
    saves.delete(ticket);
    last.current = { kind, text: '', recipients: [] };
    setKept(false);
    try {
      const sent = await inTurn(ticket, call);
      await show(ticket, null);
      return sent;
    } catch (error) {
      last.current = before;
      if (before.kind !== 'customer')
        void keep(ticket, { kind: before.kind, text: before.text, recipients: [...before.recipients] }).catch(() => undefined);
      throw error;
    }
  }
  return { isKept: isKept && text !== '', sendAs };
}
