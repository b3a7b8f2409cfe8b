/* A webhook's form. Which kinds of events there are, the server says; how they are called, the features that write them. */
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Webhook, WebhookKind, WebhookMade } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { CirclesBox } from '../../ui/circles';
import { Dialog } from '../../ui/dialog';
import { slots } from '../../ui/feature';
import { TextBox } from '../../ui/field';
import { Several } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import { useWebhookWords } from './words';

/** The name of a kind in the reader's language; the kind itself where no feature has words. */
export function useKindName(): (kind: string) => string {
  const words = useWebhookWords();
  const language = useLanguage();
  const facts = slots.facts.useSoon()?.words;
  return (kind) => (kind === 'webhook.test' ? words.testEvent : (facts?.[kind]?.name[language] ?? kind));
}

export function WebhookForm({ hook, onClose, onMade }: { hook: Webhook | null; onClose: () => void; onMade: (secret: string) => void }) {
  const words = useWebhookWords();
  const language = useLanguage();
  const nameOf = useKindName();
  const kinds = useReadList<WebhookKind>({ path: '/webhook-kinds', topics: [] });
  const { circles } = useMe();
  const form = useForm({
    url: hook?.url ?? '',
    description: hook?.description ?? '',
    kinds: hook?.kinds ?? [],
    circles: hook?.circles ?? circles,
  });
  const options = kinds.items
    .map(({ kind }) => ({ value: kind, label: nameOf(kind) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));

  async function send(values: typeof form.values): Promise<void> {
    if (hook) {
      await api(`/webhooks/${hook.id}`, { method: 'PATCH', body: values, version: hook.version });
      toast(words.saved);
      onClose();
    } else {
      onMade((await api<WebhookMade>('/webhooks', { method: 'POST', body: values })).secret);
    }
    topicsChanged(['webhook', 'webhooks']);
  }

  return (
    <Dialog open onClose={onClose} title={hook ? words.edit : words.add}>
      <Form form={form} onSend={send} onCancel={onClose} send={hook ? words.save : words.create} disabled={form.values.url.trim() === ''}>
        <TextBox label={words.url} hint={words.urlHint} required autoFocus {...form.box('url')} />
        <TextBox label={words.description} hint={words.descriptionHint} {...form.box('description')} />
        <Several label={words.kinds} hint={words.kindsHint} options={options} {...form.box('kinds')} />
        <CirclesBox value={form.values.circles} onChange={(next) => form.set({ circles: next })} />
      </Form>
    </Dialog>
  );
}
