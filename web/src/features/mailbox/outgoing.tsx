/* How a mailbox sends: its server, who the mails are from, and a test mail that shows what the server says. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { MailboxSettings, TestMail } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { TextArea } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Muted, Tag } from '../../ui/layout';
import { mailOutcomeSaid } from '../../ui/outbound';
import { toast, toastError } from '../../ui/toast';
import css from './outgoing.module.css';
import { useOutgoingWords } from './outgoing-words';
import { ServerBoxes, TOPICS } from './server';

function startOf(mailbox: MailboxSettings) {
  return {
    out_host: mailbox.out_host ?? '',
    out_port: mailbox.out_port,
    out_security: mailbox.out_security,
    out_user: mailbox.out_user ?? '',
    out_password: '',
    sender_name: mailbox.sender_name ?? '',
    sender_name_ja: mailbox.sender_name_ja ?? '',
    signature: mailbox.signature ?? '',
    signature_ja: mailbox.signature_ja ?? '',
  };
}

/** Empty texts are none; a password that was not entered stays as it is. */
function bodyOf({ out_password: password, ...values }: ReturnType<typeof startOf>) {
  return {
    ...values,
    out_host: values.out_host.trim() || null,
    out_user: values.out_user.trim() || null,
    sender_name: values.sender_name.trim() || null,
    sender_name_ja: values.sender_name_ja.trim() || null,
    signature: values.signature || null,
    signature_ja: values.signature_ja || null,
    ...(password ? { out_password: password } : {}),
  };
}

/** The last test mail of the mailbox; null while there was none. */
function useTest(mailbox: MailboxSettings) {
  const reading = useRead<{ items: TestMail[] }>({ path: `/mailboxes/${mailbox.id}/send-test`, topics: TOPICS });
  return reading.data?.items[0] ?? null;
}

function TestSending({ mailbox }: { mailbox: MailboxSettings }) {
  const words = useOutgoingWords();
  const language = useLanguage();
  const me = useMe();
  const [recipient, setRecipient] = useState(me.staff.email);
  const test = useTest(mailbox);
  const run = () =>
    void api(`/mailboxes/${mailbox.id}/send-test`, { method: 'POST', body: { recipient: recipient.trim() } })
      .then(() => topicsChanged(TOPICS))
      .catch(toastError);
  return (
    <section className={css.test} aria-label={words.test}>
      <Row>
        <TextBox label={words.testTo} kind="email" value={recipient} onChange={setRecipient} onEnter={run} hint={words.testHint} />
        <Button onClick={run} busy={test?.state === 'sending'} disabled={recipient.trim() === ''}>
          {words.test}
        </Button>
      </Row>
      {test && (
        <div role="status">
          <Tag tone={test.state === 'failed' ? 'bad' : test.state === 'sent' ? 'good' : 'past'}>{words.states[test.state]}</Tag>{' '}
          <Muted small>{[test.recipient, test.outcome && mailOutcomeSaid(test.outcome, language)].filter(Boolean).join(' · ')}</Muted>
          {test.talk !== '' && (
            <>
              <Muted small>{words.talk}</Muted>
              <pre className={css.talk}>{test.talk}</pre>
            </>
          )}
        </div>
      )}
    </section>
  );
}

export function OutgoingDialog({ mailbox, onClose }: { mailbox: MailboxSettings; onClose: () => void }) {
  const words = useOutgoingWords();
  const form = useForm(startOf(mailbox));
  /* What somebody else changes meanwhile is refused, and not written over. */
  const [version, setVersion] = useState(mailbox.version);
  async function send(values: typeof form.values): Promise<void> {
    const path = `/mailboxes/${mailbox.id}`;
    const saved = await api<MailboxSettings>(path, { method: 'PATCH', body: bodyOf(values), version });
    setVersion(saved.version);
    form.set({ out_password: '' });
    topicsChanged(TOPICS);
    toast(words.saved);
  }
  return (
    <Dialog open onClose={onClose} title={words.title(mailbox.name)}>
      <Form form={form} onSend={send} onCancel={onClose}>
        <ServerBoxes
          way="out"
          boxes={{
            host: form.box('out_host'),
            port: form.box('out_port'),
            security: form.box('out_security'),
            user: form.box('out_user'),
            password: form.box('out_password'),
          }}
          passwordSet={mailbox.out_password_set}
          autoFocus
        />
        <Row>
          <TextBox label={words.sender} {...form.box('sender_name')} />
          <TextBox label={words.senderJa} {...form.box('sender_name_ja')} />
        </Row>
        <Row>
          <TextArea label={words.signature} rows={3} {...form.box('signature')} />
          <TextArea label={words.signatureJa} rows={3} {...form.box('signature_ja')} />
        </Row>
      </Form>
      {mailbox.out_host !== null && <TestSending mailbox={mailbox} />}
    </Dialog>
  );
}
