/*
 * What somebody is writing on a ticket, all of what will be sent, kept on the server: it survives a reload, another machine and a
 * sign-out. What is kept is shown at once to whoever comes back to the ticket, and calls about one draft go one after the other, so
 * that an older text never lands behind a newer one, nor behind the message that it became.
 */
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { client, useRead } from '../../api/query';
import type { Id, TicketAddressee, TicketDraft } from '../../api/types';

export type AnswerKind = TicketDraft['kind'];
export type Recipient = Pick<TicketAddressee, 'role' | 'address' | 'name'>;

/** Who gets a reply, perhaps nobody, and which message it answers. */
export interface Address {
  answers: Id | null;
  recipients: readonly Recipient[];
}

export interface Written {
  kind: AnswerKind;
  text: string;
  /** null = as proposed. */
  to: Address | null;
}

export type Kept = Omit<TicketDraft, 'id' | 'ticket_id' | 'edited_at'>;

const KEEP_MS = 700;
const PATH = '/ticket-drafts';
const EMPTY: Kept = {
  kind: 'reply',
  text: '',
  addressed: false,
  answers_id: null,
  quotes: false,
  recipients: [],
  files: [],
  visible_to: null,
};

export const draftTopics = (ticket: Id) => [`ticket-draft:${ticket}`];
const keyOf = (ticket: Id) => [PATH, { ticket_id: ticket }];

export function useDraft(ticket: Id) {
  const reading = useRead<{ items: Kept[] }>({ path: PATH, query: { ticket_id: ticket }, topics: draftTopics(ticket) });
  return { reading, draft: reading.data?.items[0] ?? EMPTY };
}

export function addressOf(draft: Kept): Address | null {
  return draft.addressed ? { answers: draft.answers_id, recipients: draft.recipients.map(plain) } : null;
}

/** Without what is only shown. */
export const plain = ({ role, address, name }: Recipient): Recipient => ({ role, address, name });

export function isSameAddress(one: Address | null, other: Address | null): boolean {
  const said = (to: Address | null) => to && JSON.stringify([to.answers, to.recipients.map(plain)]);
  return said(one) === said(other);
}

const isSame = (one: Written, other: Written) => one.kind === other.kind && one.text === other.text && isSameAddress(one.to, other.to);

/* ------------------------------------------------------------------ one after the other */

const turns = new Map<Id, Promise<unknown>>();
/** What waits to be kept, by ticket; one that could not be kept waits on. */
const saves = new Map<Id, () => Promise<void>>();
const newest = new Map<Id, number>();

function inTurn<T>(ticket: Id, call: () => Promise<T>): Promise<T> {
  const mine = (turns.get(ticket) ?? Promise.resolve()).then(call);
  turns.set(
    ticket,
    mine.catch(() => undefined),
  );
  return mine;
}

/** What is being written on a ticket is kept when this ends; fails when it could not be. */
async function keepNow(ticket: Id): Promise<void> {
  await turns.get(ticket);
  await saves.get(ticket)?.();
  await turns.get(ticket);
}

/** A reading under way may be from before: it is given up first. */
async function show(ticket: Id, draft: Kept | null): Promise<void> {
  const queryKey = keyOf(ticket);
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData(queryKey, { items: draft ? [draft] : [] });
}

const shownNow = (ticket: Id) => client.getQueryData<{ items: Kept[] }>(keyOf(ticket))?.items[0] ?? null;

/** The draft as the server has it now. */
async function draftRead(ticket: Id): Promise<Kept | null> {
  const { items } = await api<{ items: TicketDraft[] }>(PATH, { query: { ticket_id: ticket } });
  await show(ticket, items[0] ?? null);
  return items[0] ?? null;
}

function bodyOf({ kind, text, to }: Written) {
  return { kind, text, addressed: to !== null, ...(to && { answers_id: to.answers, recipients: to.recipients.map(plain) }) };
}

/** Drafts that files are on their way to. */
const filling = new Set<Id>();
const hasFiles = (ticket: Id) => filling.has(ticket) || (shownNow(ticket)?.files.length ?? 0) > 0;

/** Where it is empty, there is none. What was marked as outside stays marked until the server has judged it again. */
async function keep(ticket: Id, written: Written): Promise<void> {
  const path = `/tickets/${ticket}/draft`;
  const there = shownNow(ticket);
  const turn = (newest.get(ticket) ?? 0) + 1;
  newest.set(ticket, turn);
  if (written.kind === EMPTY.kind && written.text === '' && written.to === null && !hasFiles(ticket)) {
    void show(ticket, null);
    await inTurn(ticket, () => api(path, { method: 'DELETE' }));
    return;
  }
  const { kind, text, to } = written;
  const outside = new Map(there?.recipients.map((one) => [one.address, one.outside]));
  const recipients = (to?.recipients ?? []).map((one) => ({ ...one, outside: outside.get(one.address) ?? false }));
  void show(ticket, { ...(there ?? EMPTY), kind, text, addressed: to !== null, answers_id: to?.answers ?? null, recipients });
  const draft = await inTurn(ticket, () => api<TicketDraft>(path, { method: 'PUT', body: bodyOf(written) }));
  if (newest.get(ticket) === turn) await show(ticket, draft);
}

/** Runs with the draft on the server, for its files; what it has is read again behind it. */
export async function withDraft(ticket: Id, run: (draft: Id) => Promise<void>): Promise<void> {
  filling.add(ticket);
  try {
    const { id } = await inTurn(ticket, () => api<TicketDraft>(`/tickets/${ticket}/draft`, { method: 'PUT', body: {} }));
    await run(id);
  } finally {
    filling.delete(ticket);
    await draftRead(ticket);
  }
}

/* ------------------------------------------------------------------ the box, for who changes the draft below it */

interface Box {
  /** Nobody writes in it. */
  hold: () => void;
  take: (draft: Kept) => void;
  release: () => void;
}

const boxes = new Map<Id, Box>();

export function useBox(ticket: Id, box: Box): void {
  useEffect(() => {
    boxes.set(ticket, box);
    return () => {
      if (boxes.get(ticket) === box) boxes.delete(ticket);
    };
  });
}

/** Changes the draft on the server. What is written is kept before; meanwhile nobody writes, so that no letter is lost. */
export async function changeDraft(ticket: Id, change: () => Promise<unknown>): Promise<void> {
  boxes.get(ticket)?.hold();
  try {
    await keepNow(ticket);
    await change();
    const draft = await draftRead(ticket);
    if (draft) boxes.get(ticket)?.take(draft);
  } finally {
    boxes.get(ticket)?.release();
  }
}

/* ------------------------------------------------------------------ what is typed */

/** Keeps what is typed a moment after the last letter, who gets it at once, and all at the end; nothing until the draft `isThere`. */
export function useKeptDraft(ticket: Id, { kind, text, to }: Written, start: Written, isThere: boolean) {
  const [isKept, setKept] = useState(false);
  const waiting = useRef<(() => Promise<void>) | null>(null);
  const last = useRef<Written>(start);
  useEffect(() => {
    waiting.current = null;
    saves.delete(ticket);
    const now = { kind, text, to };
    const before = last.current;
    if (!isThere || isSame(now, before)) return;
    setKept(false);
    const run = async () => {
      waiting.current = null;
      saves.delete(ticket);
      last.current = now;
      try {
        await keep(ticket, now);
        setKept(last.current === now);
      } catch (error) {
        if (last.current === now && !saves.has(ticket)) saves.set(ticket, run); // it is still in the box
        throw error;
      }
    };
    waiting.current = run;
    saves.set(ticket, run);
    const calmly = () => waiting.current === run && void run().catch(() => undefined);
    const timer = setTimeout(calmly, isSameAddress(to, before.to) ? KEEP_MS : 0);
    return () => clearTimeout(timer);
  }, [ticket, kind, text, to, isThere]);
  useEffect(() => () => void waiting.current?.().catch(() => undefined), []);

  /** What the server has by now is in the box as well. */
  function taken(draft: Written): void {
    waiting.current = null;
    saves.delete(ticket);
    last.current = draft;
    setKept(true);
  }

  /** Sends what the draft becomes. Until it is refused nothing of it is kept any more. */
  async function sendAs<T>(before: Written, call: () => Promise<T>): Promise<T> {
    waiting.current = null;
    saves.delete(ticket);
    last.current = { kind: before.kind, text: '', to: null };
    newest.set(ticket, (newest.get(ticket) ?? 0) + 1);
    setKept(false);
    try {
      const sent = await inTurn(ticket, call);
      await show(ticket, null);
      return sent;
    } catch (error) {
      last.current = before;
      void keep(ticket, before).catch(() => undefined);
      throw error;
    }
  }
  return { isKept: isKept && text !== '', sendAs, taken };
}
