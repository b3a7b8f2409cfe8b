/*
 * Writing on a ticket: a reply, a note among ourselves, or what the customer said. What is typed is kept as a draft (draft.ts); what is
 * sent takes the draft's place. Until the draft is there nobody can write over it.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import type { Ticket, TicketDraft, TicketMessage } from '../../api/types';
import { composing } from '../../lib/enter';
import { useAttachments } from '../../ui/attach';
import { Choice, Menu } from '../../ui/button';
import { AttachBox } from '../../ui/files';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { MentionArea } from '../../ui/mention';
import { Failed } from '../../ui/state';
import { toast } from '../../ui/toast';
import { ticketsChanged, useStatuses } from './desk';
import css from './desk.module.css';
import { type AnswerKind, useDraft, useKeptDraft } from './draft';
import { useDeskWords } from './words';

interface AnswerProps {
  ticket: Ticket;
  kind: AnswerKind;
  onKind: (kind: AnswerKind) => void;
  /** Rises when a key asks for the box. */
  asked: number;
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
  return <Box key={String(isThere)} {...props} start={draft} isThere={isThere} />;
}

interface BoxProps extends AnswerProps {
  start: Pick<TicketDraft, 'kind' | 'text'>;
  isThere: boolean;
}

function Box({ ticket, kind, onKind, asked, start, isThere }: BoxProps) {
  const words = useDeskWords();
  const statuses = useStatuses();
  const [text, setText] = useState(start.text);
  const form = useForm({ text: null });
  const files = useAttachments();
  const box = useRef<HTMLElement>(null);
  const { isKept, sendAs } = useKeptDraft(ticket.id, { kind, text }, start, isThere);
  useEscape(box);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft says once what it is, unless a key asked for something else
  useEffect(() => {
    if (isThere && asked === 0) onKind(start.kind);
  }, []);
  useEffect(() => {
    if (asked > 0) box.current?.querySelector('textarea')?.focus();
  }, [asked]);

  async function send(state?: string): Promise<void> {
    const status_id = state ? statuses.find((one) => one.state === state)?.id : undefined;
    const body = { kind, text, status_id };
    try {
      await files.send('message', () => sendAs(() => api<TicketMessage>(`/tickets/${ticket.id}/messages`, { method: 'POST', body })));
    } finally {
      ticketsChanged(ticket);
    }
    setText((now) => (now === text ? '' : now));
    toast(kind === 'reply' ? words.replied : kind === 'note' ? words.noted : words.added);
  }
  const run = (state?: string) => void form.send(() => send(state));
  const act = { reply: words.record, note: words.noteAdd, customer: words.fromAdd }[kind];
  const hint = { reply: words.replyHint, note: words.noteHint, customer: words.fromHint }[kind];
  const isEmpty = text.trim() === '' || !isThere;
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
            disabled={files.partly || !isThere}
            value={text}
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
