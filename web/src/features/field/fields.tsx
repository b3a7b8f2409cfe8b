/* Custom fields of accounts and contacts. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { CustomField } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { Button, TextButton } from '../../ui/button';
import { Dialog, useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Tags } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast } from '../../ui/toast';
import css from './field.module.css';
import { useFieldWords } from './words';

const TOPICS = ['field', 'fields', 'accounts'];

function options(words: Record<string, string>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function FieldDialog({ field, position, onClose }: { field: CustomField | null; position: number; onClose: () => void }) {
  const words = useFieldWords();
  const form = useForm({
    object: (field?.object ?? 'account') as string,
    key: field?.key ?? '',
    name: field?.name ?? '',
    name_ja: field?.name_ja ?? '',
    kind: (field?.kind ?? 'text') as string,
    choices: field?.choices ?? [],
  });
  const ready =
    form.values.name.trim() !== '' && form.values.key.trim() !== '' && (form.values.kind !== 'choice' || form.values.choices.length > 0);

  async function save(values: typeof form.values): Promise<void> {
    const names = { name: values.name, name_ja: values.name_ja || null, choices: values.kind === 'choice' ? values.choices : [] };
    if (field) await api(`/fields/${field.id}`, { method: 'PATCH', body: names, version: field.version });
    else await api('/fields', { method: 'POST', body: { ...names, object: values.object, key: values.key, kind: values.kind, position } });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={field ? words.editField : words.newField}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={!ready}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.nameJa} {...form.box('name_ja')} />
        </Row>
        <Row>
          <Select
            label={words.object}
            disabled={field !== null}
            value={form.values.object}
            onChange={(object) => object && form.set({ object })}
            options={options(words.objects)}
          />
          <Select
            label={words.kind}
            disabled={field !== null}
            value={form.values.kind}
            onChange={(kind) => kind && form.set({ kind })}
            options={options(words.kinds)}
          />
        </Row>
        <TextBox label={words.key} hint={words.keyHint} required disabled={field !== null} {...form.box('key')} />
        {form.values.kind === 'choice' && <Tags label={words.choices} hint={words.choicesHint} {...form.box('choices')} />}
      </Form>
    </Dialog>
  );
}

export function FieldsPart() {
  const words = useFieldWords();
  const language = useLanguage();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<CustomField | 'new' | null>(null);
  const [ask, asking] = useQuestion();
  const reading = useRead<{ items: CustomField[] }>({ path: '/fields', topics: ['field', 'fields'] });
  const add = mayManage && (
    <Button strong onClick={() => setEditing('new')}>
      {words.add}
    </Button>
  );

  function remove(field: CustomField): void {
    ask({
      title: words.deleteAsk(named(field, language)),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/fields/${field.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  }

  const row = (field: CustomField) => [
    named(field, language),
    words.objects[field.object],
    <Muted key="key">{field.key}</Muted>,
    field.kind === 'choice' ? `${words.kinds.choice}: ${field.choices.join(', ')}` : words.kinds[field.kind],
    mayManage && (
      <span key="acts" className={css.acts}>
        <TextButton onClick={() => setEditing(field)}>{words.edit}</TextButton>
        <TextButton danger onClick={() => remove(field)}>
          {words.delete}
        </TextButton>
      </span>
    ),
  ];

  return (
    <Shown reading={reading}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <Card>
              <Empty title={words.empty} action={add}>
                {words.emptyText}
              </Empty>
            </Card>
          ) : (
            <>
              <div className={css.right}>{add}</div>
              <Card>
                <div className={css.scroll}>
                  <SmallTable
                    label={words.title}
                    head={[words.name, words.object, words.key, words.kind]}
                    acts={words.edit}
                    rows={items.map(row)}
                  />
                </div>
              </Card>
            </>
          )}
          {editing && (
            <FieldDialog field={editing === 'new' ? null : editing} position={items.length + 1} onClose={() => setEditing(null)} />
          )}
          {asking}
        </>
      )}
    </Shown>
  );
}
