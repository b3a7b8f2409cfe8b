/* What is asked of an account beside measures, in words: the attribute's name, what it can be, and what it is. */
import type { CustomField } from '../api/types';
import { countryOptions } from '../lib/countries';
import { named } from '../lib/language';
import type { Naming } from './catalogue';
import type { AttributeKind } from './feature';
import type { Option } from './field';

const FIELD_KINDS: Record<CustomField['kind'], AttributeKind> = {
  text: 'text',
  number: 'number',
  date: 'day',
  choice: 'choice',
  flag: 'flag',
};

function fieldOf(attribute: string, naming: Naming): CustomField | undefined {
  return naming.catalogue.fields.find((one) => one.object === naming.object && `field:${one.key}` === attribute);
}

export function kindOf(attribute: string, naming: Naming): AttributeKind {
  if (!attribute.startsWith('field:')) return naming.attribute(attribute)?.kind ?? 'text';
  const field = fieldOf(attribute, naming);
  return field ? FIELD_KINDS[field.kind] : 'text';
}

export function attributeName(attribute: string, naming: Naming): string {
  if (!attribute.startsWith('field:')) return naming.attribute(attribute)?.name[naming.language] ?? attribute;
  const field = fieldOf(attribute, naming);
  return field ? named(field, naming.language) : attribute.slice(6);
}

export function choicesOf(attribute: string, naming: Naming): Option[] {
  const { catalogue, language } = naming;
  switch (naming.attribute(attribute)?.from) {
    case 'staff':
      return catalogue.staff.filter((one) => one.active).map((one) => ({ value: String(one.id), label: one.name }));
    case 'countries':
      return countryOptions(language, null);
    case 'products':
      return catalogue.products.map((one) => ({ value: String(one.id), label: named(one, language) }));
    case 'teams':
      return catalogue.teams.map((one) => ({ value: String(one.id), label: one.name }));
    case 'segments':
      return catalogue.segments.map((one) => ({ value: String(one.id), label: one.name }));
  }
  if (attribute.startsWith('field:')) {
    const field = fieldOf(attribute, naming);
    return (field?.choices ?? []).map((choice) => ({ value: choice, label: choice }));
  }
  return Object.entries(naming.choices(attribute)).map(([value, label]) => ({ value, label }));
}

/** What an attribute is, or several of them, in words. */
export function valueText(attribute: string, value: unknown, naming: Naming): string {
  const choices = new Map(choicesOf(attribute, naming).map((option) => [option.value, option.label]));
  const one = (item: unknown) => {
    if (typeof item === 'boolean') return item ? naming.words.yes : naming.words.no;
    return choices.get(String(item)) ?? String(item ?? '');
  };
  return Array.isArray(value) ? value.map(one).join(naming.language === 'ja' ? '、' : ', ') : one(value);
}
