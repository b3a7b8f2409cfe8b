/*
 * Writing on a ticket: a reply, a note among ourselves, or what the customer said. What is typed is kept as a draft (draft.ts), files
 * too; what is sent takes the draft's place. Until the draft is there nobody can write over it, and what somebody writes while a reply
 * is taken back is kept below it.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ApiError, api } from '../../api/client';
import type { Id, Ticket, TicketMessage, TicketSet } from '../../api/types';
import { composing } from '../../lib/enter';
import { named, useLanguage } from '../../lib/language';
import { type Attachments, useAttachments } from '../../ui/attach';
import { Choice, Menu, TextButton } from '../../ui/button';
import { slots } from '../../ui/feature';
import { AttachBox, FileList } from '../../ui/files';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { MentionArea } from '../../ui/mention';
import { Failed } from '../../ui/state';
import { toast, toastError } from '../../ui/toast';
import { ReplyHead, type To, useTo } from './answer-to';
import { takeBack, UNDO_MS } from './delivery';
import { changeTickets, ticketsChanged, useStatuses } from './desk';
import css from './desk.module.css';
import {
  type AnswerKind,
  addressOf,
  draftTopics,
  type Kept,
  plain,
  type Recipient,
  useBox,
  useDraft,
  useKeptDraft,
  withDraft,
} from './draft';
import { withTyped } from './recipients';
import { useRecipientWords } from './recipients-words';
import { useSolveGuard } from './solve-guard';
import { useDeskWords } from './words';

/** Rises when a key asks for the box; with a message, that one is answered. */
export interface Asked {
  times: number;
  message: Id | null;
}

interface AnswerProps {
  ticket: Ticket;
  kind: AnswerKind;
  onKind: (kind: AnswerKind) => void;
  asked: Asked;
}

/** Esc leaves the box, so that the keys of the page work again; first it closes the list of people. */
function useEscape(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const section = box.current;
    const leave = (event: globalThis.KeyboardEvent) => {
      const { target } = event;
      if (event.key !== 'Escape' || composing(event) || !(target instanceof HTMLTextAreaElement)) return;
      if (!target.hasAttribute('aria-activedescendant')) target.blur();
    };
    section?.addEventListener('keydown', leave);
    return () => section?.removeEventListener('keydown', leave);
  }, [box]);
}

export function Answer(props: AnswerProps) {
  const { reading, draft } = useDraft(props.ticket.id);
  const isThere = reading.data !== undefined;
  if (reading.error && !isThere) return <Failed error={reading.error} again={() => void reading.refetch()} />;
  return <Box key={String(isThere)} {...props} draft={draft} isThere={isThere} />;
}

interface BoxProps extends AnswerProps {
  draft: Kept;
  isThere: boolean;
}

/** Files are the draft's as soon as they are chosen, so that nothing is sent without them. */
function useUploads(ticket: Id): { files: Attachments; flush: () => Promise<void> } {
  const files = useAttachments();
  const underWay = useRef<Promise<void>>(Promise.resolve());
  function flush(): Promise<void> {
    const { sendAll } = files;
    const all = () => sendAll((send) => withDraft(ticket, (draft) => send(`message:${draft}`)));
    underWay.current = underWay.current.catch(() => undefined).then(all);
    return underWay.current;
  }
  function add(more: Iterable<File>): void {
    files.add(more);
    void flush().catch(() => undefined); // each file says its own problem
  }
  return { files: { ...files, partly: false, add }, flush };
}

/** While a reply is taken back nobody writes; who wrote goes on where they were. */
function useHeld(box: RefObject<HTMLElement | null>) {
  const [isHeld, setHeld] = useState(false);
  const wrote = useRef(false);
  useEffect(() => {
    if (!isHeld && wrote.current) box.current?.querySelector('textarea')?.focus();
    if (!isHeld) wrote.current = false;
  }, [isHeld, box]);
  const hold = () => {
    wrote.current = document.activeElement === box.current?.querySelector('textarea');
    setHeld(true);
  };
  return { isHeld, hold, release: () => setHeld(false) };
}

/** What a reply says of its recipients; fails on what was typed and is no address. */
function addressed(to: readonly Recipient[] | null, answers: Id | null) {
  if (to === null) throw new ApiError({ status: 400, code: 'input', field: 'recipients', reason: 'no_email' });
  return { recipients: to.map(plain), answers_id: answers };
}

function useActWords(kind: AnswerKind, leaves: boolean) {
  const words = useDeskWords();
  const sending = useRecipientWords();
  return {
    act: { reply: leaves ? sending.send : words.record, note: words.noteAdd, customer: words.fromAdd }[kind],
    hint: { reply: leaves ? sending.sendHint : words.replyHint, note: words.noteHint, customer: words.fromHint }[kind],
    done: { reply: words.replied, note: words.noted, customer: words.added }[kind],
    wait: leaves ? sending.sendWait : words.recordWait,
    solve: leaves ? sending.sendSolve : words.recordSolve,
  };
}

/** The status that the ticket gets with the message, said where it is sent. */
function WithStatus({ status, onDrop }: { status: Id; onDrop: () => void }) {
  const words = useDeskWords();
  const language = useLanguage();
  const one = useStatuses().find(({ id }) => id === status);
  if (!one) return null;
  const name = named(one, language);
  return (
    <Muted small>
      {words.withStatus(name)} <TextButton onClick={onDrop}>{words.withoutStatus}</TextButton>
    </Muted>
  );
}

/** Where the caret is, or behind what stands there. */
function inserted(area: HTMLTextAreaElement | null | undefined, before: string, text: string): { text: string; caret: number } {
  const from = before === '' ? 0 : (area?.selectionStart ?? before.length);
  const until = before === '' ? 0 : (area?.selectionEnd ?? from);
  return { text: before.slice(0, from) + text + before.slice(until), caret: from + text.length };
}

/** Nobody knows yet whether a reply leaves: then it is neither sent nor recorded. */
const isReady = (kind: AnswerKind, to: To) => kind !== 'reply' || to.reading.data !== undefined;

function Box({ ticket, kind, onKind, asked, draft, isThere }: BoxProps) {
  const words = useDeskWords();
  const sending = useRecipientWords();
  const statuses = useStatuses();
  const form = useForm({ text: null });
  const box = useRef<HTMLElement>(null);
  const [text, setText] = useState(draft.text);
  const [typed, setTyped] = useState<string | null>(null);
  const { files, flush } = useUploads(ticket.id);
  const { isHeld, hold, release } = useHeld(box);
  const [guard, asking] = useSolveGuard(ticket);
  const { writes } = slots.ticket.use();
  const [withStatus, setWithStatus] = useState<Id | null>(null);
  const isWriting = text.trim() !== '' || files.items.length > 0 || draft.files.length > 0;
  const to = useTo(ticket, { kind, draft, isWriting });
  const start = { kind: draft.kind, text: draft.text, to: addressOf(draft) };
  const { isKept, sendAs, taken } = useKeptDraft(ticket.id, { kind, text, to: to.to }, start, isThere);
  const recipients = withTyped(to.recipients, typed ?? '');
  const leaves = kind === 'reply' && to.from !== null && (recipients === null || recipients.length > 0);
  const said = useActWords(kind, leaves);
  /* Sent is what stands here when the last file has arrived. */
  const latest = useRef({ kind, text, to: to.to, recipients, answers: to.answers, leaves });
  latest.current = { kind, text, to: to.to, recipients, answers: to.answers, leaves };
  useEscape(box);
  useBox(ticket.id, {
    hold,
    release,
    take: (now) => {
      taken({ kind: now.kind, text: now.text, to: addressOf(now) });
      onKind(now.kind);
      setText(now.text);
      to.take(addressOf(now), true);
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft says once what it is, unless a key asked for something else
  useEffect(() => {
    if (isThere && asked.times === 0) onKind(draft.kind);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that somebody asks
  useEffect(() => {
    if (asked.times === 0) return;
    box.current?.querySelector('textarea')?.focus();
    if (asked.message !== null) to.answer(asked.message).catch(toastError);
  }, [asked]);

  async function send(state?: string): Promise<void> {
    const status_id = state ? statuses.find((one) => one.state === state)?.id : (withStatus ?? undefined);
    await flush();
    const now = latest.current;
    const body = {
      kind: now.kind,
      text: now.text,
      status_id,
      ...(now.kind === 'note' && draft.visible_to !== null && { visible_to: draft.visible_to }),
      ...(now.leaves && addressed(now.recipients, now.answers)),
    };
    let message: TicketMessage;
    try {
      message = await sendAs(now, () => api<TicketMessage>(`/tickets/${ticket.id}/messages`, { method: 'POST', body }));
    } finally {
      ticketsChanged(ticket);
    }
    setText((after) => (after === now.text ? '' : after));
    setTyped(null);
    setWithStatus(null);
    to.take(null, false);
    if (now.leaves) toast(sending.sent(ticket.number), () => takeBack(ticket, message.id, sending.takenBack), UNDO_MS);
    else toast(said.done);
  }
  function type(next: string | null): void {
    setTyped(next);
    form.reset({ text: null }); // what was wrong with it was so before
  }
  function insert(more: string, as: 'reply' | 'note'): void {
    const area = box.current?.querySelector('textarea');
    const next = inserted(area, text, more);
    if (as !== kind) onKind(as);
    setText(next.text);
    requestAnimationFrame(() => {
      const now = box.current?.querySelector('textarea');
      now?.focus();
      now?.setSelectionRange(next.caret, next.caret);
    });
  }
  async function set(what: TicketSet): Promise<void> {
    const { undo } = await changeTickets({ ids: [ticket.id] }, what, words);
    toast(words.saved, undo);
  }
  const isEmpty = text.trim() === '' || !isThere || isHeld || !isReady(kind, to);
  const run = (state?: string) => void form.send(() => send(state));
  return (
    <section className={css.answer} data-kind={kind} aria-label={said.act} ref={box}>
      <Choice
        label={words.text}
        value={kind}
        onChange={onKind}
        options={[
          { value: 'reply', label: words.reply },
          { value: 'note', label: words.note },
          { value: 'customer', label: words.from },
        ]}
      />
      <Form
        form={form}
        onSend={() => send()}
        send={said.act}
        disabled={isEmpty}
        beside={
          <>
            <Muted small>{isKept ? words.draftKept : said.hint}</Muted>
            {withStatus !== null && <WithStatus status={withStatus} onDrop={() => setWithStatus(null)} />}
            {writes.map(({ order, Write }) => (
              <Write key={order} ticket={ticket} disabled={!isThere || isHeld} onText={insert} onStatus={setWithStatus} onSet={set} />
            ))}
            {kind === 'reply' && (
              <Menu
                label={words.more}
                target={<span aria-hidden="true">⋯</span>}
                items={[
                  { key: 'waiting', label: said.wait, disabled: isEmpty, onClick: () => run('waiting') },
                  { key: 'solved', label: said.solve, disabled: isEmpty, onClick: () => guard(() => form.send(() => send('solved'))) },
                ]}
              />
            )}
          </>
        }
      >
        {kind === 'reply' && <ReplyHead ticket={ticket} to={to} typed={typed} onTyped={type} />}
        <AttachBox of={files}>
          <MentionArea
            to={null}
            label={words.text}
            disabled={!isThere || isHeld}
            value={text}
            onChange={setText}
            rows={4}
            hint={words.sendHint}
            error={form.box('text').error}
            onSend={() => !isEmpty && run()}
          />
          <FileList files={draft.files} mayAct topics={draftTopics(ticket.id)} />
        </AttachBox>
      </Form>
      {asking}
    </section>
  );
}
