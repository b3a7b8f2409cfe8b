/* A macro being written: its text in either language with a look at it beside, and what a ticket gets with it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../api/client';
import type { Macro, MacroSeen, NewMacro } from '../../api/types';
import { type Language, named, useLanguage } from '../../lib/language';
import { useSettled } from '../../lib/settled';
import { TextButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Check, Select, TextBox } from '../../ui/field';
import { TextArea } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { PRIORITIES, TYPES } from '../../ui/ticket-attributes';
import { toast } from '../../ui/toast';
import { macrosChanged, PLACEHOLDERS, useStatuses } from './macro';
import css from './macro.module.css';
import { useMacroWords } from './words';

/** With example values, as the server fills it; nothing while the text cannot be read. */
function Preview({ text, language }: { text: string; language: Language }) {
  const words = useMacroWords();
  const settled = useSettled(text, 300);
  const seen = useQuery({
    queryKey: ['/macros/preview', settled, language],
    queryFn: ({ signal }) => api<MacroSeen>('/macros/preview', { method: 'POST', body: { text: settled, language }, signal }),
    enabled: settled.includes('{{'),
    placeholderData: keepPreviousData,
  });
  if (!text.includes('{{') || !seen.data || seen.error) return null;
  return (
    <div className={css.preview}>
      <Muted small>{words.preview}</Muted>
      <p className={css.said}>{seen.data.text}</p>
    </div>
  );
}

interface TextProps {
  label: string;
  language: Language;
  value: string;
  onChange: (value: string) => void;
  error: string | null;
}

function Body({ language, ...area }: TextProps) {
  const words = useMacroWords();
  const box = useRef<HTMLTextAreaElement>(null);
  function insert(name: string): void {
    const { selectionStart: from = area.value.length, selectionEnd: until = from } = box.current ?? {};
    const said = `{{${name}}}`;
    area.onChange(area.value.slice(0, from) + said + area.value.slice(until));
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(from + said.length, from + said.length);
    });
  }
  return (
    <div>
      <TextArea {...area} ref={box} rows={5} />
      <div className={css.fill}>
        <Muted small>{words.insert}</Muted>
        {PLACEHOLDERS.map((name) => (
          <TextButton key={name} name={`${area.label}: ${words.placeholders[name]}`} onClick={() => insert(name)}>
            {words.placeholders[name]}
          </TextButton>
        ))}
      </div>
      <Preview text={area.value} language={language} />
    </div>
  );
}

const tagsOf = (text: string) =>
  text
    .split(/[,、，]/)
    .map((tag) => tag.trim())
    .filter(Boolean);

export function MacroForm({ macro, onClose }: { macro: Macro | null; onClose: () => void }) {
  const words = useMacroWords();
  const language = useLanguage();
  const statuses = useStatuses();
  const [tags, setTags] = useState(macro?.tags.join(', ') ?? '');
  const form = useForm(
    {
      name: macro?.name ?? '',
      name_ja: macro?.name_ja ?? '',
      kind: macro?.kind ?? ('reply' as Macro['kind']),
      text: macro?.text ?? '',
      text_ja: macro?.text_ja ?? '',
      status_id: macro?.status_id ?? null,
      type: macro?.type ?? null,
      priority: macro?.priority ?? null,
      takes: macro?.takes ?? false,
    },
    ['name'],
  );
  async function send(): Promise<void> {
    const { name_ja, text, text_ja, takes, ...rest } = form.values;
    const body: NewMacro = {
      ...rest,
      name_ja: name_ja || null,
      text: text || null,
      text_ja: text_ja || null,
      takes: takes || null,
      tags: tagsOf(tags),
    };
    if (macro) await api(`/macros/${macro.id}`, { method: 'PATCH', body, version: macro.version });
    else await api('/macros', { method: 'POST', body });
    macrosChanged();
    toast(words.saved);
    onClose();
  }
  const none = { value: '', label: words.nothing };
  const choices = (names: Record<string, { en: string; ja: string }>) => [
    none,
    ...Object.entries(names).map(([value, name]) => ({ value, label: name[language] })),
  ];
  const { kind, status_id, type, priority, takes } = form.values;
  return (
    <Dialog open onClose={onClose} title={macro ? words.editTitle : words.add} size="lg">
      <Form form={form} onSend={send} onCancel={onClose}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.nameJa} {...form.box('name_ja')} />
        </Row>
        <Select
          label={words.kind}
          value={kind}
          onChange={(value) => value && form.set({ kind: value as Macro['kind'] })}
          options={(['reply', 'note'] as const).map((value) => ({ value, label: words.kinds[value] }))}
        />
        <Body label={words.body} language="en" {...form.box('text')} />
        <Body label={words.bodyJa} language="ja" {...form.box('text_ja')} />
        <Muted small>
          {words.bodyHint} {words.optional}
        </Muted>
        <h3>{words.sets}</h3>
        <Row>
          <Select
            label={words.status}
            value={status_id === null ? '' : String(status_id)}
            onChange={(value) => form.set({ status_id: value ? Number(value) : null })}
            options={[none, ...statuses.map((one) => ({ value: String(one.id), label: named(one, language) }))]}
          />
          <Select
            label={words.type}
            value={type ?? ''}
            onChange={(value) => form.set({ type: (value || null) as Macro['type'] })}
            options={choices(TYPES)}
          />
          <Select
            label={words.priority}
            value={priority ?? ''}
            onChange={(value) => form.set({ priority: (value || null) as Macro['priority'] })}
            options={choices(PRIORITIES)}
          />
        </Row>
        <TextBox label={words.tags} value={tags} onChange={setTags} error={form.mark('tags')} />
        <Check label={words.takes} value={takes === true} onChange={(value) => form.set({ takes: value })} />
      </Form>
    </Dialog>
  );
}
