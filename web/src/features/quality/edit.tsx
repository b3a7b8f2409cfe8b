/* Who looks after a check, and why it is muted. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { QualityCheck, QualityPatch } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { OwnerSelect } from '../../ui/staff';
import { toast } from '../../ui/toast';
import { TOPICS } from './topics';
import { useQualityWords } from './words';

export async function checkChange(check: QualityCheck, patch: QualityPatch): Promise<void> {
  await api(`/quality/${check.id}`, { method: 'PATCH', body: patch });
  topicsChanged(TOPICS);
}

interface Props {
  check: QualityCheck;
  onClose: () => void;
}

export function OwnerDialog({ check, onClose }: Props) {
  const words = useQualityWords();
  const language = useLanguage();
  const form = useForm({ owner_id: check.owner_id });
  async function save(): Promise<void> {
    await checkChange(check, form.values);
    toast(words.saved);
    onClose();
  }
  return (
    <Dialog open onClose={onClose} title={language === 'ja' ? check.name_ja : check.name} size="sm">
      <Form form={form} onSend={save} onCancel={onClose}>
        <OwnerSelect label={words.owner} {...form.box('owner_id')} />
      </Form>
    </Dialog>
  );
}

export function MuteDialog({ check, onClose }: Props) {
  const words = useQualityWords();
  const form = useForm({ muted_because: '' }, ['muted_because']);
  async function save(): Promise<void> {
    await checkChange(check, form.values);
    toast(words.saved);
    onClose();
  }
  return (
    <Dialog open onClose={onClose} title={words.mute} size="sm">
      <Form form={form} onSend={save} onCancel={onClose} send={words.mute} disabled={form.values.muted_because.trim() === ''}>
        <TextArea label={words.reason} hint={words.reasonHint} required autoFocus rows={2} {...form.box('muted_because')} />
      </Form>
    </Dialog>
  );
}
