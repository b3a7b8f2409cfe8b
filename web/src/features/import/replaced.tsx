/* What is read in place of a cell's text: an address of one of us, or one of the choices. */
import type { Import, ImportChange, ImportGroup } from '../../api/types';
import { TextButton } from '../../ui/button';
import { Select } from '../../ui/field';
import { useStaff } from '../../ui/staff';
import css from './import.module.css';
import { useImportWords } from './words';

interface ChangeProps {
  change: (change: ImportChange) => void;
}

function useOthers(group: ImportGroup): { value: string; label: string }[] {
  const staff = useStaff();
  if (group.reason === 'no_staff') return staff.filter((one) => one.active).map((one) => ({ value: one.email, label: one.name }));
  if (group.reason === 'not_among') return (group.args[1] ?? '').split(', ').map((value) => ({ value, label: value }));
  return [];
}

export function Instead({ group, change }: ChangeProps & { group: ImportGroup }) {
  const words = useImportWords();
  const others = useOthers(group);
  const [text] = group.args;
  const { field } = group;
  if (!field || !text || others.length === 0) return null;
  return (
    <Select
      name={words.insteadOf(text)}
      size="xs"
      width={180}
      search
      value=""
      onChange={(other) => other && change({ replaced: { [field]: { [text]: other } } })}
      options={[{ value: '', label: words.instead }, ...others]}
    />
  );
}

/** All that is read otherwise, each with its way back. */
export function Replaced({ one, change, editable }: ChangeProps & { one: Import; editable: boolean }) {
  const words = useImportWords();
  const pairs = Object.entries(one.replaced).flatMap(([target, texts]) =>
    Object.entries(texts).map(([text, other]) => ({ target, text, other })),
  );
  return pairs.map(({ target, text, other }) => (
    <p key={`${target}:${text}`} className={css.told}>
      {words.replaced(text, other)}{' '}
      {editable && <TextButton onClick={() => change({ replaced: { [target]: { [text]: null } } })}>{words.undo}</TextButton>}
    </p>
  ));
}
