/* A ticket by hand: what somebody said on the telephone, or what stands in a mail. */
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Contact, Id, NewTicket, Ticket } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { AccountBox } from '../../ui/account-box';
import { Dialog } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { TextArea } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { PRIORITIES, TYPES } from '../../ui/ticket-attributes';
import { toast } from '../../ui/toast';
import { ticketsChanged } from './desk';
import { useDeskWords } from './words';

const CHANNELS = ['call', 'mail', 'staff'] as const;

/** `account`: known where it is opened from an account's page. */
export function NewTicketDialog({ account, onClose }: { account: { id: Id; name: string } | null; onClose: () => void }) {
  const words = useDeskWords();
  const language = useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const form = useForm(
    {
      subject: '',
      text: '',
      account_id: account?.id ?? null,
      requester_id: '',
      requester_name: '',
      requester_address: '',
      channel: 'call',
      type: '',
      priority: 'normal',
    },
    ['subject', 'text'],
  );
  const { values } = form;
  const people = useRead<{ items: Contact[] }>({
    path: '/contacts',
    query: { account_id: values.account_id, limit: 200 },
    topics: [`account:${values.account_id}`],
    enabled: values.account_id !== null,
  });
  const persons = values.account_id === null ? [] : (people.data?.items ?? []);

  async function send(): Promise<void> {
    const body: NewTicket = {
      subject: values.subject.trim(),
      text: values.text,
      account_id: values.account_id,
      requester_id: values.requester_id ? Number(values.requester_id) : null,
      requester_name: values.requester_id ? null : values.requester_name || null,
      requester_address: values.requester_id ? null : values.requester_address || null,
      channel: values.channel,
      type: (values.type || null) as NewTicket['type'],
      priority: values.priority as NewTicket['priority'],
      assignee_id: me.staff.id,
      kind: 'customer',
    };
    const made = await api<Ticket>('/tickets', { method: 'POST', body });
    ticketsChanged(made);
    toast(words.opened(made.number));
    onClose();
    await navigate({ to: '/inbox/$id', params: { id: String(made.id) } });
  }

  const choices = (names: Record<string, { en: string; ja: string }>) =>
    Object.entries(names).map(([value, name]) => ({ value, label: name[language] }));
  return (
    <Dialog open onClose={onClose} title={words.add}>
      <Form form={form} onSend={send} onCancel={onClose} send={words.create}>
        <AccountBox
          label={words.account}
          placeholder={words.noAccount}
          name={account?.name ?? null}
          {...form.box('account_id')}
          onChange={(id) => form.set({ account_id: id, requester_id: '' })}
        />
        {persons.length > 0 && (
          <Select
            label={words.person}
            search
            {...form.box('requester_id')}
            onChange={(id) => form.set({ requester_id: id ?? '' })}
            options={[
              { value: '', label: words.personNone },
              ...persons.map((one) => ({ value: String(one.id), label: one.name ?? one.email ?? String(one.id) })),
            ]}
          />
        )}
        {values.requester_id === '' && (
          <Row>
            <TextBox label={words.personName} {...form.box('requester_name')} />
            <TextBox label={words.personAddress} {...form.box('requester_address')} />
          </Row>
        )}
        <TextBox label={words.subject} required autoFocus {...form.box('subject')} />
        <TextArea label={words.what} rows={4} required {...form.box('text')} />
        <Row>
          <Select
            label={words.channel}
            {...form.box('channel')}
            onChange={(value) => value && form.set({ channel: value })}
            options={CHANNELS.map((value) => ({ value, label: words.newChannels[value] }))}
          />
          <Select
            label={words.type}
            {...form.box('type')}
            onChange={(value) => form.set({ type: value ?? '' })}
            options={[{ value: '', label: words.noType }, ...choices(TYPES)]}
          />
          <Select
            label={words.priority}
            {...form.box('priority')}
            onChange={(value) => value && form.set({ priority: value })}
            options={choices(PRIORITIES)}
          />
        </Row>
      </Form>
    </Dialog>
  );
}
