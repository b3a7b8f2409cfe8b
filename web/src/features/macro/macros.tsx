/* Macros among the settings: one's own and the shared ones, the most used first. */
import { useState } from 'react';
import type { Macro } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { useMay, useMe } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Menu, type MenuItem } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { macroCopy, macroDelete, macroShare, macroTake, setsOf, textIn, useMacros, useStatuses } from './macro';
import css from './macro.module.css';
import { MacroForm } from './macro-form';
import { useMacroWords } from './words';

const LINE = 120;

const beginning = (text: string) => {
  const characters = [...text.trim().replace(/\s+/g, ' ')];
  return characters.length > LINE ? `${characters.slice(0, LINE).join('')}…` : characters.join('');
};

function Does({ macro }: { macro: Macro }) {
  const words = useMacroWords();
  const language = useLanguage();
  const statuses = useStatuses();
  const text = textIn(macro, language);
  return (
    <span className={css.lines}>
      {text !== null && <span>{beginning(text)}</span>}
      {setsOf(macro, statuses, language, words).map((line) => (
        <Muted small key={line}>
          {line}
        </Muted>
      ))}
    </span>
  );
}

function run(act: Promise<unknown>): void {
  act.catch(toastError);
}

interface Acts {
  onEdit: (macro: Macro) => void;
  onDelete: (macro: Macro) => void;
}

function useActs({ onEdit, onDelete }: Acts) {
  const words = useMacroWords();
  const me = useMe();
  const mayAct = useMay('act');
  const mayManage = useMay('manage');
  return (macro: Macro): MenuItem[] => {
    const isMine = macro.owner_id === me.staff.id;
    const share = async () => {
      await macroShare(macro);
      toast(macro.shared ? words.notShared(macro.name) : words.nowShared(macro.name));
    };
    const take = async () => {
      await macroTake(macro);
      toast(words.taken(macro.name));
    };
    return [
      ...(isMine ? [{ key: 'edit', label: words.edit, onClick: () => onEdit(macro) }] : []),
      { key: 'copy', label: words.copy, onClick: () => run(macroCopy(macro, words.copyOf(macro.name))) },
      ...(isMine && mayAct ? [{ key: 'share', label: macro.shared ? words.unshare : words.share, onClick: () => run(share()) }] : []),
      ...(!isMine && mayManage ? [{ key: 'take', label: words.take, onClick: () => run(take()) }] : []),
      ...(isMine ? [{ key: 'delete', label: words.delete, danger: true, onClick: () => onDelete(macro) }] : []),
    ];
  };
}

export function MacrosPart() {
  const words = useMacroWords();
  const language = useLanguage();
  const me = useMe();
  const reading = useMacros();
  const [editing, setEditing] = useState<Macro | 'new' | null>(null);
  const [ask, asking] = useQuestion();
  const actsOf = useActs({
    onEdit: setEditing,
    onDelete: (macro) =>
      ask({
        title: words.deleteAsk(macro.name),
        text: words.deleteText,
        act: words.delete,
        run: async () => {
          await macroDelete(macro);
          toast(words.deleted);
        },
      }),
  });
  const whose = (macro: Macro) => (
    <span key="whose" className={css.lines}>
      <span>{macro.shared ? <Tag>{words.shared}</Tag> : words.own}</span>
      {macro.shared && macro.owner !== null && macro.owner_id !== me.staff.id && <Muted small>{words.by(macro.owner)}</Muted>}
    </span>
  );
  const add = (
    <Button strong onClick={() => setEditing('new')}>
      {words.add}
    </Button>
  );
  return (
    <>
      <div className={css.intro}>
        <p className={css.text}>{words.text}</p>
        {add}
      </div>
      <Shown reading={reading}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={words.empty}>{words.emptyText}</Empty>
          ) : (
            <Card>
              <SmallTable
                label={words.use}
                head={[words.name, words.does, words.whose, words.used]}
                acts={words.act}
                rows={items.map((macro) => [
                  <span key="name" className={css.name}>
                    {named(macro, language)}
                  </span>,
                  <Does key="does" macro={macro} />,
                  whose(macro),
                  countText(macro.used),
                  <Menu key="acts" target={<span aria-hidden="true">⋯</span>} label={words.acts(macro.name)} items={actsOf(macro)} />,
                ])}
              />
            </Card>
          )
        }
      </Shown>
      {editing !== null && <MacroForm macro={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {asking}
    </>
  );
}
