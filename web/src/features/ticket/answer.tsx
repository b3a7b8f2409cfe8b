/*
 * Writing on a ticket: a reply, a note among ourselves, or what the customer said. What is typed is kept on the server as a draft, so
 * it survives a reload, another machine and a sign-out; what is sent takes the draft's place.
 */
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Ticket, TicketDraft, TicketMessage } from '../../api/types';
import { useAttachments } from '../../ui/attach';
import { Choice, Menu } from '../../ui/button';
import { AttachBox } from '../../ui/files';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { MentionArea } from '../../ui/mention';
import { toast } from '../../ui/toast';
import { ticketsChanged, useStatuses } from './desk';
import css from './desk.module.css';
import { useDeskWords } from './words';

export type AnswerKind = 'reply' | 'note' | 'customer';

const KEEP_MS = 700;

/** Keeps what is typed a moment after the last letter, and at the end. What the customer said is no draft of ours. */
function useKeptDraft(ticket: Ticket, kind: AnswerKind, text: string, loaded: boolean) {
  const [kept, setKept] = useState<string | null>(null);
  const waiting = useRef<(() => void) | null>(null);
  const last = useRef(text);
  useEffect(() => {
    if (!loaded || kind === 'customer' || text === last.current) return;
    const keep = () => {
      waiting.current = null;
      last.current = text;
      const path = `/tickets/${ticket.id}/draft`;
      const call = text === '' ? api(path, { method: 'DELETE' }) : api(path, { method: 'PUT', body: { kind, text } });
      void call.then(() => setKept(text)).catch(() => setKept(null)); // what could not be kept is still in the box
    };
    waiting.current = keep;
    const timer = setTimeout(keep, KEEP_MS);
    return () => clearTimeout(timer);
  }, [ticket.id, kind, text, loaded]);
  useEffect(() => () => waiting.current?.(), []);
  return {
    isKept: kept !== null && kept === text && text !== '',
    /** Sent: nothing of it is to be kept any more. */
    gone: () => {
      waiting.current = null;
      last.current = '';
      setKept(null);
    },
  };
}

interface AnswerProps {
  ticket: Ticket;
  kind: AnswerKind;
  onKind: (kind: AnswerKind) => void;
  /** Rises when a key asks for the box. */
  asked: number;
}

export function Answer({ ticket, kind, onKind, asked }: AnswerProps) {
  const words = useDeskWords();
  const statuses = useStatuses();
  const drafts = useRead<{ items: TicketDraft[] }>({ path: '/ticket-drafts', topics: [] });
  const draft = drafts.data?.items.find((one) => one.ticket_id === ticket.id);
  const [text, setText] = useState<string | null>(null);
  const written = text ?? draft?.text ?? '';
  const form = useForm({ text: null });
  const files = useAttachments();
  const box = useRef<HTMLDivElement>(null);
  const { isKept, gone } = useKeptDraft(ticket, kind, written, text !== null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft says once what it is
  useEffect(() => {
    if (draft && text === null) onKind(draft.kind);
  }, [draft?.id]);
  useEffect(() => {
    if (asked > 0) box.current?.querySelector('textarea')?.focus();
  }, [asked]);

  async function send(state?: string): Promise<void> {
    const status_id = state ? statuses.find((one) => one.state === state)?.id : undefined;
    gone();
    try {
      await files.send('message', () =>
        api<TicketMessage>(`/tickets/${ticket.id}/messages`, { method: 'POST', body: { kind, text: written, status_id } }),
      );
    } finally {
      ticketsChanged(ticket);
    }
    setText('');
    toast(kind === 'reply' ? words.replied : kind === 'note' ? words.noted : words.added);
  }
  const run = (state?: string) => void form.send(() => send(state));
  const act = { reply: words.record, note: words.noteAdd, customer: words.fromAdd }[kind];
  const hint = { reply: words.replyHint, note: words.noteHint, customer: words.fromHint }[kind];
  const isEmpty = written.trim() === '';
  return (
    <section className={css.answer} data-kind={kind} aria-label={act} ref={box}>
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
        send={act}
        disabled={isEmpty}
        beside={
          <>
            <Muted small>{isKept ? words.draftKept : hint}</Muted>
            {kind === 'reply' && (
              <Menu
                label={words.more}
                target={<span aria-hidden="true">⋯</span>}
                items={[
                  { key: 'waiting', label: words.recordWait, disabled: isEmpty, onClick: () => run('waiting') },
                  { key: 'solved', label: words.recordSolve, disabled: isEmpty, onClick: () => run('solved') },
                ]}
              />
            )}
          </>
        }
      >
        <AttachBox of={files}>
          <MentionArea
            to={null}
            label={words.text}
            disabled={files.partly}
            value={written}
            onChange={setText}
            rows={4}
            hint={words.sendHint}
            error={form.box('text').error}
            onSend={() => !isEmpty && run()}
          />
        </AttachBox>
      </Form>
    </section>
  );
}
