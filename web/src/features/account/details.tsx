/* Master data and custom fields, to read. */
import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/query';
import type { CustomField } from '../../api/types';
import { countryName } from '../../lib/countries';
import { dayOf, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import type { AccountPart } from '../../ui/feature';
import { Card, Facts } from '../../ui/layout';
import { useAccountWords } from './words';

export function useAccountFields(): CustomField[] {
  const reading = useRead<{ items: CustomField[] }>({ path: '/fields', topics: ['field', 'fields'] });
  return (reading.data?.items ?? []).filter((field) => field.object === 'account').sort((one, other) => one.position - other.position);
}

export function DetailsCard({ part }: { part: AccountPart }) {
  const words = useAccountWords();
  const language = useLanguage();
  const dates = useDates();
  const fields = useAccountFields();
  const { account } = part;
  function shown(field: CustomField): string | null {
    const value = account.fields[field.key];
    if (value === null || value === undefined) return null;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (typeof value === 'number') return countText(value, 6);
    return field.kind === 'date' ? dates.day(value) : value;
  }
  const rows = fields.map((field) => [named(field, language), shown(field)] as const).filter(([, value]) => value !== null);
  return (
    <Card
      title={words.fields}
      beside={part.mayManage && <TextButton onClick={() => part.onEdit({ what: 'account' })}>{words.edit}</TextButton>}
    >
      <Facts
        items={[
          account.reading ? [words.reading, account.reading] : null,
          account.team ? [words.team, account.team] : null,
          account.stand_in ? [words.standIn, account.stand_in] : null,
          account.external_id ? [words.externalId, account.external_id] : null,
          account.domain ? [words.domain, account.domain] : null,
          account.country ? [words.country, countryName(account.country, language)] : null,
          account.time_zone ? [words.timeZone, account.time_zone] : null,
          account.products.length > 0 ? [words.products, account.products.map((one) => named(one, language)).join(', ')] : null,
          ...rows,
          account.children.length > 0
            ? [
                words.children,
                account.children.map((child, at) => (
                  <span key={child.id}>
                    {at > 0 && ', '}
                    <Link to="/accounts/$id" params={{ id: String(child.id) }}>
                      {child.name}
                    </Link>
                  </span>
                )),
              ]
            : null,
          [words.since, dates.day(dayOf(account.created_at))],
        ]}
      />
    </Card>
  );
}
