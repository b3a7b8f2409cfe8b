/* How the file is to be read. What cannot be seen in a file, whether an end is the last day or the day after, is asked. */
import type { Import, ImportOptions, ImportOptionsPatch } from '../../api/types';
import { CURRENCIES } from '../../lib/currencies';
import { named, useLanguage } from '../../lib/language';
import { useCatalogue } from '../../ui/catalogue';
import { Select } from '../../ui/field';
import { Card } from '../../ui/layout';
import css from './import.module.css';
import { useHasEnds } from './kinds';
import { useImportWords } from './words';

const ENCODINGS = ['utf-8', 'shift_jis', 'utf-16'];

interface OptionsProps {
  one: Import;
  editable: boolean;
  onChange: (options: ImportOptionsPatch) => void;
}

function ContractOptions({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  const language = useLanguage();
  const { products } = useCatalogue();
  const ends = Object.entries(words.endsChoices).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Select
        label={words.ends}
        hint={words.endsHint}
        required
        error={!one.options.ends ? words.endsAsk : null}
        disabled={!editable}
        value={one.options.ends ?? null}
        onChange={(value) => onChange({ ends: value as ImportOptions['ends'] })}
        options={ends}
      />
      <Select
        label={words.currency}
        disabled={!editable}
        value={one.options.currency}
        onChange={(value) => value && onChange({ currency: value })}
        options={[...new Set([one.options.currency, ...CURRENCIES])].map((value) => ({ value, label: value }))}
      />
      <Select
        label={words.product}
        disabled={!editable}
        value={one.options.product_id === null ? 'file' : String(one.options.product_id)}
        onChange={(value) => onChange({ product_id: value === 'file' ? null : Number(value) })}
        options={[
          { value: 'file', label: words.noProduct },
          ...products.map((product) => ({ value: String(product.id), label: named(product, language) })),
        ]}
      />
    </>
  );
}

export function Options({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  const hasEnds = useHasEnds(one.kind);
  const delimiters = [
    { value: ',', label: words.delimiters.comma },
    { value: ';', label: words.delimiters.semicolon },
    { value: '\t', label: words.delimiters.tab },
  ];
  const orders = Object.entries(words.dateOrders).map(([value, label]) => ({ value, label }));
  return (
    <Card title={words.options}>
      <div className={css.options}>
        {hasEnds && <ContractOptions one={one} editable={editable} onChange={onChange} />}
        <Select
          label={words.encoding}
          disabled={!editable}
          value={one.options.encoding}
          onChange={(value) => onChange({ encoding: value as ImportOptions['encoding'] })}
          options={ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))}
        />
        <Select
          label={words.delimiter}
          disabled={!editable}
          value={one.options.delimiter}
          onChange={(value) => onChange({ delimiter: value as ImportOptions['delimiter'] })}
          options={delimiters}
        />
        <Select
          label={words.dateOrder}
          disabled={!editable}
          value={one.options.date_order}
          onChange={(value) => onChange({ date_order: value as ImportOptions['date_order'] })}
          options={orders}
        />
        {one.kind === 'events' && (
          <Select
            label={words.zone}
            search
            disabled={!editable}
            value={one.options.time_zone}
            onChange={(value) => value && onChange({ time_zone: value })}
            options={[...new Set([one.options.time_zone, ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value }))}
          />
        )}
      </div>
    </Card>
  );
}
