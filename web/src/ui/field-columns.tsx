/* Custom fields as columns of a list, hidden until somebody chooses them. */
import type { CustomField, FieldValue } from '../api/types';
import type { useDates } from '../lib/dates';
import { named } from '../lib/language';
import { countText } from '../lib/numbers';
import type { Naming } from './catalogue';
import type { Column } from './table';

type Dates = ReturnType<typeof useDates>;

function fieldText(field: CustomField, value: FieldValue | undefined, naming: Naming, dates: Dates): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? naming.words.yes : naming.words.no;
  if (typeof value === 'number') return countText(value, 6);
  return field.kind === 'date' ? dates.short(value) : value;
}

/** `sorts`: the server sorts by them. */
export function fieldColumns<T extends { fields: Record<string, FieldValue> }>(naming: Naming, dates: Dates, sorts: boolean): Column<T>[] {
  return naming.catalogue.fields
    .filter((field) => field.object === naming.object)
    .map((field) => ({
      id: `field:${field.key}`,
      name: named(field, naming.language),
      sort: sorts ? `field:${field.key}` : undefined,
      shown: false,
      width: 130,
      align: field.kind === 'number' ? ('end' as const) : undefined,
      cell: (row) => fieldText(field, row.fields[field.key], naming, dates),
    }));
}
