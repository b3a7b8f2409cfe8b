/*
 * Writing on a ticket: a reply, a note among ourselves, or what the customer said. What is typed is kept as a draft (draft.ts); what is
 * sent takes the draft's place. Until the draft is there nobody can write over it.
 */
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../api/client';
import type { Id, Ticket, TicketDraft, TicketMessage, TicketRecipients } from '../../api/types';
import { composing } from '../../lib/enter';
import { useAttachments } from '../../ui/attach';
import { Choice, Menu } from '../../ui/button';
import { AttachBox } from '../../ui/files';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { MentionArea } from '../../ui/mention';
import { Failed } from '../../ui/state';
import { toast } from '../../ui/toast';
import { takeBack } from './delivery';
import { ticketsChanged, useStatuses } from './desk';
import css from './desk.module.css';
import { type AnswerKind, useDraft, useKeptDraft } from './draft';
import { type Recipient, Recipients, useProposal } from './recipients';
import { useRecipientWords } from './recipients-words';
import { useDeskWords } from './words';

interface AnswerProps {
  ticket: Ticket;
  kind: AnswerKind;
  onKind: (kind: AnswerKind) => void;
  /** Rises when a key asks for the box. */
  asked: number;
  /** Rises when a reply was taken back: the draft is read again. */
  round: number;
  onTakenBack: () => void;
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
  return <Box key={`${isThere} ${props.round}`} {...props} start={draft} isThere={isThere} />;
}

interface BoxProps extends AnswerProps {
  start: Pick<TicketDraft, 'kind' | 'text' | 'recipients'>;
  isThere: boolean;
}

/** What is proposed is taken over while nothing is written: a mail that comes meanwhile changes no recipient of what somebody writes. */
function useTo(ticket: Ticket, isWriting: boolean, chosen: Recipient[]) {
  const reading = useProposal(ticket);
  const proposed = useRef<TicketRecipients | undefined>(undefined);
  if (!isWriting || !proposed.current) proposed.current = reading.data;
  const to = chosen.length > 0 ? chosen : (proposed.current?.recipients ?? []);
  return { from: reading.data?.from ?? null, answers: proposed.current?.message_id ?? null, to };
}

/** The same list while it says the same, without what is only shown. */
function useKept(chosen: Recipient[]) {
  return useMemo(() => chosen.map(plain), [chosen]);
}

const plain = ({ role, address, name }: Recipient) => ({ role, address, name });

function Box({ ticket, kind, onKind, asked, start, isThere, onTakenBack }: BoxProps) {
  const words = useDeskWords();
  const sending = useRecipientWords();
  const statuses = useStatuses();
  const [text, setText] = useState(start.text);
  const form = useForm({ text: null });
  const files = useAttachments();
  const box = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<Recipient[]>(start.recipients);
  const [none, setNone] = useState(false);
  const { from, answers, to: all } = useTo(ticket, text.trim() !== '', chosen);
  const to = none ? [] : all;
  const leaves = kind === 'reply' && from !== null && to.length > 0;
  const { isKept, sendAs } = useKeptDraft(ticket.id, { kind, text, recipients: useKept(chosen) }, start, isThere);
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
    const body = { kind, text, status_id, ...(leaves && { recipients: to.map(plain), answers_id: answers }) };
    let sent: Id | null = null;
    try {
      await files.send('message', async () => {
        const message = await sendAs(() => api<TicketMessage>(`/tickets/${ticket.id}/messages`, { method: 'POST', body }));
        sent = message.id;
        return message;
      });
    } finally {
      ticketsChanged(ticket);
    }
    setText((now) => (now === text ? '' : now));
    setChosen([]);
    setNone(false);
    const message = sent;
    if (leaves && message !== null) toast(sending.sent, () => takeBack(ticket, message, sending.takenBack).then(onTakenBack));
    else toast(kind === 'reply' ? words.replied : kind === 'note' ? words.noted : words.added);
  }
  const run = (state?: string) => void form.send(() => send(state));
  const act = { reply: leaves ? sending.send : words.record, note: words.noteAdd, customer: words.fromAdd }[kind];
  const hint = { reply: leaves ? sending.sendHint : words.replyHint, note: words.noteHint, customer: words.fromHint }[kind];
  const choose = (next: Recipient[]) => {
    setNone(next.length === 0);
    setChosen(next);
  };
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
                  { key: 'waiting', label: leaves ? sending.sendWait : words.recordWait, disabled: isEmpty, onClick: () => run('waiting') },
                  { key: 'solved', label: leaves ? sending.sendSolve : words.recordSolve, disabled: isEmpty, onClick: () => run('solved') },
                ]}
              />
            )}
          </>
        }
      >
        {kind === 'reply' && from !== null && <Recipients ticket={ticket} from={from} value={to} onChange={choose} />}
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
