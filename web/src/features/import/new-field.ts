/* A custom field made of a column, in place: the column keeps its name, and its cells say what kind of field it is. */
import { api } from '../../api/client';
import type { CustomField, Import, ImportChange, ImportColumn, NewCustomField } from '../../api/types';
import { toastError } from '../../ui/toast';

export const NEW_FIELD = 'new field';

/* Letters and digits of the name; a name in another script has none, so its place in the file stands for it. */
function keyOf(one: Import, column: ImportColumn): string {
  const plain = column.name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const base = /^[a-z]/.test(plain) ? plain.slice(0, 30) : `column_${column.index + 1}`;
  const taken = new Set(one.targets.map((target) => target.key));
  for (let nth = 1; ; nth++) {
    const key = nth === 1 ? base : `${base}_${nth}`;
    if (!taken.has(`field:${key}`)) return key;
  }
}

/** Makes the field and maps the column to it; null where things of this kind have no custom fields. */
export function newFieldOf(one: Import, change: (change: ImportChange) => void): ((column: ImportColumn) => void) | null {
  const object = one.fields_of;
  if (!object) return null;
  return (column) => {
    const body: NewCustomField = { object, key: keyOf(one, column), name: column.name.slice(0, 100), kind: column.field_kind };
    void api<CustomField>('/fields', { method: 'POST', body })
      .then((field) => change({ mapping: { [column.index]: `field:${field.key}` } }))
      .catch(toastError);
  };
}
