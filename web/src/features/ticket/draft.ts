/*
 * What somebody is writing on a ticket, kept on the server: it survives a reload, another machine and a sign-out. What is kept is
 * shown at once to whoever comes back to the ticket, and calls about one draft go one after the other, so that an older text never
 * lands behind a newer one, nor behind the message that it became.
 */
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { client, useRead } from '../../api/query';
import type { Id, TicketDraft } from '../../api/types';

export type AnswerKind = 'reply' | 'note' | 'customer';

export interface Written {
  kind: AnswerKind;
  text: string;
}

type Kept = Pick<TicketDraft, 'kind' | 'text'>;

const KEEP_MS = 700;
const PATH = '/ticket-drafts';
const EMPTY: Kept = { kind: 'reply', text: '' };

export function useDraft(ticket: Id) {
  const reading = useRead<{ items: Kept[] }>({ path: PATH, query: { ticket_id: ticket }, topics: [] });
  return { reading, draft: reading.data?.items[0] ?? EMPTY };
}

const turns = new Map<Id, Promise<unknown>>();

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

async function keep(ticket: Id, draft: Kept): Promise<void> {
  const path = `/tickets/${ticket}/draft`;
  const isEmpty = draft.kind === EMPTY.kind && draft.text === '';
  void show(ticket, isEmpty ? null : draft);
  await inTurn<unknown>(ticket, () =>
    isEmpty ? api(path, { method: 'DELETE' }) : api(path, { method: 'PUT', body: { kind: draft.kind, text: draft.text } }),
  );
}

const isSame = (one: Written, other: Written) => one.kind === other.kind && one.text === other.text;

/** Keeps what is typed a moment after the last letter, and at the end; nothing until the draft `isThere`. What the customer said is no draft of ours. */
export function useKeptDraft(ticket: Id, { kind, text }: Written, start: Kept, isThere: boolean) {
  const [isKept, setKept] = useState(false);
  const waiting = useRef<(() => void) | null>(null);
  const last = useRef<Written>(start);
  useEffect(() => {
    waiting.current = null;
    const now = { kind, text };
    if (!isThere || kind === 'customer' || isSame(now, last.current)) return;
    setKept(false);
    const run = () => {
      waiting.current = null;
      last.current = now;
      keep(ticket, { kind, text }).then(
        () => setKept(isSame(now, last.current)),
        () => undefined, // what could not be kept is still in the box
      );
    };
    waiting.current = run;
    const timer = setTimeout(() => waiting.current === run && run(), KEEP_MS);
    return () => clearTimeout(timer);
  }, [ticket, kind, text, isThere]);
  useEffect(() => () => waiting.current?.(), []);

  /** Sends what the draft becomes. Until it is refused nothing of it is kept any more. */
  async function sendAs<T>(call: () => Promise<T>): Promise<T> {
    const before = { kind, text };
    waiting.current = null;
    last.current = { kind, text: '' };
    setKept(false);
    try {
      const sent = await inTurn(ticket, call);
      await show(ticket, null);
      return sent;
    } catch (error) {
      last.current = before;
      if (before.kind !== 'customer') void keep(ticket, { kind: before.kind, text: before.text }).catch(() => undefined);
      throw error;
    }
  }
  return { isKept: isKept && text !== '', sendAs };
}
