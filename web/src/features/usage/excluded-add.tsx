/* A new rule: what it would exclude stands below its boxes while it is written. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { CustomField, Exclusion, ExclusionPreview } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { useSettled } from '../../lib/settled';
import { Dialog } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import css from './excluded.module.css';
import { useExcludedWords } from './excluded-words';

export const TOPICS = ['exclusions', 'exclusion', 'contacts', 'usage'];

type Kind = Exclusion['kind'];
const KINDS: readonly Kind[] = ['domain', 'address', 'user_id', 'trait', 'robot'];
const NAMES = 5;
const PAUSE_MS = 300;

interface Asked {
  kind: Kind;
  pattern: string;
  field: string | null;
}

function isWhole({ kind, pattern, field }: Asked): boolean {
  if (kind === 'robot') return true;
  return pattern.replace(/[*\s]/g, '') !== '' && (kind !== 'trait' || field !== null);
}

/** What was last found for the rule; nothing for one that is not whole. */
function Preview({ asked }: { asked: Asked }) {
  const words = useExcludedWords();
  const settled = useSettled(JSON.stringify(asked), PAUSE_MS);
  const body = JSON.parse(settled) as Asked;
  const reading = useQuery({
    queryKey: ['/exclusions/preview', settled],
    queryFn: ({ signal }) =>
      api<ExclusionPreview>('/exclusions/preview', { method: 'POST', body: body.kind === 'robot' ? { kind: body.kind } : body, signal }),
    enabled: isWhole(body),
    retry: false,
    placeholderData: keepPreviousData,
  });
  const found = reading.data;
  if (!isWhole(body) || !found) return <p className={css.preview} />;
  if (body.kind === 'robot') return <p className={css.preview}>{words.previewRobots(countText(found.events))}</p>;
  if (found.people === 0) return <p className={css.preview}>{words.previewNone}</p>;
  return (
    <p className={css.preview}>
      {words.preview(countText(found.people), countText(found.accounts), countText(found.events))}
      <br />
      <Muted small>{words.names(found.names.join(words.comma), found.people > NAMES)}</Muted>
    </p>
  );
}

export function AddExclusion({ onClose }: { onClose: () => void }) {
  const words = useExcludedWords();
  const language = useLanguage();
  const [kind, setKind] = useState<Kind>('domain');
  const form = useForm<{ pattern: string; field: string | null }>({ pattern: '', field: null });
  const fields = useRead<{ items: CustomField[] }>({ path: '/fields', topics: ['field', 'fields'] });
  const options = (fields.data?.items ?? [])
    .filter((field) => field.object === 'contact')
    .map((field) => ({ value: field.key, label: named(field, language) }));
  const { values } = form;
  const asked: Asked = { kind, pattern: values.pattern, field: kind === 'trait' ? values.field : null };

  async function save(): Promise<void> {
    await api('/exclusions', { method: 'POST', body: kind === 'robot' ? { kind } : asked });
    topicsChanged(TOPICS);
    toast(words.added);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={words.add}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={!isWhole(asked)}>
        <Select
          label={words.kind}
          value={kind}
          onChange={(chosen) => chosen && setKind(chosen as Kind)}
          options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
        />
        {kind === 'trait' && (
          <Select label={words.field} options={options} hint={options.length === 0 ? words.noFields : undefined} {...form.box('field')} />
        )}
        {kind === 'robot' ? (
          <Muted>{words.hints.robot}</Muted>
        ) : (
          <TextBox label={words.boxes[kind]} hint={words.hints[kind]} required autoFocus {...form.box('pattern')} />
        )}
        <Preview asked={asked} />
      </Form>
    </Dialog>
  );
}
