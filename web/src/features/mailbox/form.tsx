/* A mailbox's form: the addresses, and the server that its mails come from. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { MailboxSettings } from '../../api/types';
import { today } from '../../lib/dates';
import { Dialog } from '../../ui/dialog';
import { Check, DateBox, Select, TextBox } from '../../ui/field';
import { Tags } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import css from './mailbox.module.css';
import { ServerBoxes, TOPICS } from './server';
import { useMailboxWords } from './words';

const AFTERS = ['leave', 'mark', 'move', 'delete'] as const;

function startOf(mailbox: MailboxSettings | null) {
  return {
    name: mailbox?.name ?? '',
    address: mailbox?.address ?? '',
    aliases: mailbox?.aliases ?? [],
    active: mailbox?.active ?? true,
    is_default: mailbox?.is_default ?? false,
    in_host: mailbox?.in_host ?? '',
    in_port: mailbox?.in_port ?? null,
    in_security: mailbox?.in_security ?? ('tls' as MailboxSettings['in_security']),
    in_user: mailbox?.in_user ?? '',
    in_password: '',
    in_folder: mailbox?.in_folder ?? 'INBOX',
    in_since: mailbox ? mailbox.in_since : today(),
    in_after: mailbox?.in_after ?? ('leave' as MailboxSettings['in_after']),
    in_after_folder: mailbox?.in_after_folder ?? '',
  };
}

/** Empty texts are none; a password that was not entered stays as it is. */
function bodyOf({ in_password: password, ...values }: ReturnType<typeof startOf>) {
  return {
    ...values,
    in_host: values.in_host.trim() || null,
    in_user: values.in_user.trim() || null,
    in_after_folder: values.in_after_folder.trim() || null,
    ...(password ? { in_password: password } : {}),
  };
}

type FormOfMailbox = ReturnType<typeof useForm<ReturnType<typeof startOf>>>;

function Incoming({ form, mailbox }: { form: FormOfMailbox; mailbox: MailboxSettings | null }) {
  const words = useMailboxWords();
  return (
    <fieldset className={css.group}>
      <legend>{words.incoming}</legend>
      <ServerBoxes
        way="in"
        boxes={{
          host: form.box('in_host'),
          port: form.box('in_port'),
          security: form.box('in_security'),
          user: form.box('in_user'),
          password: form.box('in_password'),
        }}
        passwordSet={mailbox?.in_password_set ?? false}
        userRequired
      />
      {form.values.in_host.trim() !== '' && (
        <>
          <Row>
            <TextBox label={words.folder} {...form.box('in_folder')} />
            <DateBox label={words.since} hint={words.sinceHint} clearable {...form.box('in_since')} />
          </Row>
          <Row>
            <Select
              label={words.after}
              {...form.box('in_after')}
              onChange={(value) => value && form.set({ in_after: value as MailboxSettings['in_after'] })}
              options={AFTERS.map((value) => ({ value, label: words.afters[value] }))}
            />
            {form.values.in_after === 'move' && <TextBox label={words.afterFolder} required {...form.box('in_after_folder')} />}
          </Row>
        </>
      )}
    </fieldset>
  );
}

export function MailboxForm({ mailbox, onClose }: { mailbox: MailboxSettings | null; onClose: () => void }) {
  const words = useMailboxWords();
  const form = useForm(startOf(mailbox), ['name', 'address']);
  async function send(values: typeof form.values): Promise<void> {
    const body = bodyOf(values);
    if (mailbox) await api(`/mailboxes/${mailbox.id}`, { method: 'PATCH', body, version: mailbox.version });
    else await api('/mailboxes', { method: 'POST', body });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }
  return (
    <Dialog open onClose={onClose} title={mailbox ? words.edit : words.add}>
      <Form form={form} onSend={send} onCancel={onClose}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.address} required {...form.box('address')} />
        </Row>
        <Tags label={words.aliases} hint={words.aliasesHint} {...form.box('aliases')} />
        <Incoming form={form} mailbox={mailbox} />
        <Check label={words.active} {...form.box('active')} />
        <Check label={words.isDefault} {...form.box('is_default')} />
      </Form>
    </Dialog>
  );
}
