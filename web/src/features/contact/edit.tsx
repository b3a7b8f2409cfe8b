import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Contact, Id } from '../../api/types';
import { useMay, useReadings } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import type { EditorProps } from '../../ui/feature';
import { Select, TextBox } from '../../ui/field';
import { Several } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import css from './contact.module.css';
import { ForgetText } from './mentions';
import { useContactWords } from './words';

const LANGUAGES = [
  { value: 'ja', label: '日本語' },
  { value: 'en', label: 'English' },
];

interface Values {
  name: string;
  reading: string;
  email: string;
  phone: string;
  title: string;
  external_id: string;
  language: string | null;
  roles: string[];
}

function startOf(contact: Contact | undefined): Values {
  return {
    name: contact?.name ?? '',
    reading: contact?.reading ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    title: contact?.title ?? '',
    external_id: contact?.external_id ?? '',
    language: contact?.language ?? null,
    roles: contact?.roles ?? [],
  };
}

function filled(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null));
}

function changed(before: Values, after: Values): Record<string, unknown> {
  const differs = Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof Values]));
  return Object.fromEntries(differs.map(([key, value]) => [key, value === '' ? null : value]));
}

/** What reads again when somebody changed; `account` null = they have none. */
const topicsOf = (account: Id | null) => (account === null ? ['contact', 'contacts'] : [`account:${account}`]);

function Forget({ contact, account, onDone }: { contact: Contact; account: Id | null; onDone: () => void }) {
  const words = useContactWords();
  const [ask, asking] = useQuestion();
  const name = contact.name ?? contact.email ?? '';
  async function forget(): Promise<void> {
    await api(`/contacts/${contact.id}`, { method: 'DELETE' });
    topicsChanged([...topicsOf(account), 'accounts', 'today']);
    toast(words.forgotten);
    onDone();
  }
  return (
    <div className={css.forget}>
      <a href={`/api/v1/contacts/${contact.id}/export`} download={`contact-${contact.id}.json`}>
        {words.export}
      </a>
      <TextButton
        danger
        onClick={() => ask({ title: words.forgetAsk(name), text: <ForgetText contact={contact} />, act: words.forget, run: forget })}
      >
        {words.forget}
      </TextButton>
      {asking}
    </div>
  );
}

export function EditContact({ account, of, onDone }: EditorProps & { of: Contact | undefined }) {
  return <ContactForm account={account.id} contact={of} onDone={onDone} />;
}

/** Without an account there is nowhere to have a role. */
export function ContactForm({ account, contact, onDone }: { account: Id | null; contact: Contact | undefined; onDone: () => void }) {
  const words = useContactWords();
  const roles = Object.entries(words.role).map(([value, label]) => ({ value, label }));
  const admin = useMay('admin');
  const start = startOf(contact);
  const readings = useReadings(start.reading);
  const form = useForm(start);
  async function send(values: Values): Promise<void> {
    if (contact) {
      await api(`/contacts/${contact.id}`, {
        method: 'PATCH',
        version: contact.version,
        body: { ...changed(start, values), ...(account !== null && { account_id: account }) },
      });
    } else await api('/contacts', { method: 'POST', body: { account_id: account, ...filled(values) } });
    topicsChanged(topicsOf(account));
    toast(contact ? words.saved : words.contactAdded);
  }
  return (
    <>
      <Form form={form} onSend={send} onSent={onDone} onCancel={onDone}>
        <Row>
          <TextBox label={words.name} autoFocus {...form.box('name')} />
          {readings && <TextBox label={words.reading} {...form.box('reading')} />}
        </Row>
        {account !== null && <Several label={words.roles} options={roles} {...form.box('roles')} />}
        <Row>
          <TextBox label={words.email} kind="email" {...form.box('email')} />
          <TextBox label={words.phone} kind="tel" {...form.box('phone')} />
        </Row>
        <Row>
          <TextBox label={words.title} {...form.box('title')} />
          <Select label={words.language} clearable options={LANGUAGES} {...form.box('language')} />
        </Row>
        <TextBox label={words.externalId} {...form.box('external_id')} />
      </Form>
      {contact && admin && <Forget contact={contact} account={account} onDone={onDone} />}
    </>
  );
}
