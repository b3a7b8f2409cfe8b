/* Using a macro on a ticket: found by its name or words, looked at as it will stand there, and put into the box with Enter. */
import { useState } from 'react';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Macro, MacroSeen, MacroUsed, Ticket, TicketSet } from '../../api/types';
import { folded } from '../../lib/fold';
import { useKeys } from '../../lib/keys';
import { type Language, named, useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { useStored } from '../../lib/stored';
import { Button, Choice, LinkButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { Muted, Notice } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import type { TicketWriteProps } from '../../ui/ticket-parts';
import { toast, toastError } from '../../ui/toast';
import { macrosChanged, setsOf, textIn, useMacros, useStatuses } from './macro';
import css from './macro.module.css';
import { type MacroWords, useMacroWords } from './words';

const LANGUAGES = ['en', 'ja'] as const;

const missingText = (missing: readonly string[], words: MacroWords) =>
  words.missing(missing.map((name) => words.placeholders[name as keyof typeof words.placeholders] ?? name).join(words.tag));

/** What the macro would write on this ticket. */
function Preview({ macro, ticket, language }: { macro: Macro; ticket: Ticket; language: Language }) {
  const words = useMacroWords();
  const page = useLanguage();
  const statuses = useStatuses();
  const text = textIn(macro, language);
  const seen = useRead<MacroSeen>({
    path: `/macros/${macro.id}/preview`,
    query: { ticket_id: ticket.id, language },
    topics: [`ticket:${ticket.id}`, 'macros', 'macro'],
    enabled: text !== null,
    keep: true,
  }).data;
  return (
    <div className={css.preview}>
      {text !== null && <p className={css.said}>{seen?.text ?? text}</p>}
      {seen && seen.missing.length > 0 && <Notice tone="bad">{missingText(seen.missing, words)}</Notice>}
      {setsOf(macro, statuses, page, words).map((line) => (
        <Muted small key={line}>
          {line}
        </Muted>
      ))}
    </div>
  );
}

/** Those that have all of the words, in the order in which they came: the most used first. */
function found(macros: readonly Macro[], text: string): Macro[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  return macros.filter(({ name, name_ja, text: en, text_ja: ja }) => {
    const all = folded([name, name_ja, en, ja].filter(Boolean).join(' '));
    return words.every((word) => all.includes(word));
  });
}

interface PickProps {
  ticket: Ticket;
  onPick: (macro: Macro, language: Language) => void;
  onClose: () => void;
}

function Pick({ ticket, onPick, onClose }: PickProps) {
  const words = useMacroWords();
  const page = useLanguage();
  const reading = useMacros();
  const [language, setLanguage] = useStored<Language>('macro.language', page);
  const [text, setText] = useState('');
  const [chosen, choose] = useState<number | null>(null);
  return (
    <Dialog open onClose={onClose} title={words.useTitle} size="lg">
      <Shown reading={reading}>
        {({ items }) => {
          const those = found(items, text);
          const at = Math.max(
            0,
            those.findIndex(({ id }) => id === chosen),
          );
          const macro = those[at];
          const move = (by: number) => choose(those[Math.min(Math.max(at + by, 0), those.length - 1)]?.id ?? null);
          if (items.length === 0)
            return (
              <Empty title={words.empty} action={<LinkButton to="/settings/macros">{words.toSettings}</LinkButton>}>
                {words.emptyText}
              </Empty>
            );
          return (
            <div className={css.pick}>
              <TextBox
                label={words.find}
                kind="search"
                autoFocus
                value={text}
                onChange={setText}
                onEnter={() => macro && onPick(macro, language)}
                onKeyDown={(event) => {
                  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
                  if (by === undefined) return;
                  event.preventDefault();
                  move(by);
                }}
              />
              {those.length === 0 && <Muted>{words.none}</Muted>}
              <fieldset className={css.list} aria-label={words.use}>
                {those.map((one) => (
                  <label key={one.id} className={css.one}>
                    <input type="radio" name="macro" checked={one.id === macro?.id} onChange={() => choose(one.id)} />
                    <span>{named(one, page)}</span>
                  </label>
                ))}
              </fieldset>
              {macro && <Preview macro={macro} ticket={ticket} language={language} />}
              <div className={css.foot}>
                <Choice
                  label={words.language}
                  value={language}
                  onChange={setLanguage}
                  options={LANGUAGES.map((value) => ({ value, label: words.languages[value] }))}
                />
                <Button strong disabled={!macro} onClick={() => macro && onPick(macro, language)}>
                  {words.useThis}
                </Button>
              </div>
            </div>
          );
        }}
      </Shown>
    </Dialog>
  );
}

/** What it sets at once; the status goes with the message. */
function setOf({ type, priority, takes, tags }: MacroUsed, me: number): TicketSet | null {
  const set: TicketSet = {
    ...(type && { type }),
    ...(priority && { priority }),
    ...(takes && { assignee_id: me }),
    ...(tags.length > 0 && { add_tags: tags }),
  };
  return Object.keys(set).length > 0 ? set : null;
}

export function UseMacro({ ticket, disabled, onText, onStatus, onSet }: TicketWriteProps) {
  const words = useMacroWords();
  const me = useMe();
  const [open, setOpen] = useState(false);
  useKeys([{ keys: 'a', label: words.useTitle, run: () => setOpen(true) }]);

  async function use(macro: Macro, language: Language): Promise<void> {
    setOpen(false);
    const used = await api<MacroUsed>(`/macros/${macro.id}/use`, { method: 'POST', body: { ticket_id: ticket.id, language } });
    macrosChanged();
    if (used.text) onText(used.text, used.kind);
    if (used.status_id !== null) onStatus(used.status_id);
    if (used.missing.length > 0) toast(missingText(used.missing, words));
    const set = setOf(used, me.staff.id);
    if (set) await onSet(set);
  }
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        {words.use}
      </Button>
      {open && (
        <Pick ticket={ticket} onPick={(macro, language) => void use(macro, language).catch(toastError)} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
