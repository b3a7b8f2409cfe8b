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

const ENCODINGS = ['utf-8', 'utf-16', 'shift_jis', 'euc-jp', 'iso-2022-jp', 'windows-1252'];
/* Titles above a table are few. */
const HEADINGS = Array.from({ length: 20 }, (_, at) => at + 1);

const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

interface OptionsProps {
  one: Import;
  editable: boolean;
  onChange: (options: ImportOptionsPatch) => void;
}

function ContractOptions({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  const language = useLanguage();
  const { products } = useCatalogue();
  const ends = choices(words.endsChoices);
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

/* What is only asked where the file has it, or leaves it open. */
function DoubtOptions({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  const { options, asks } = one;
  const loose = one.columns.some((column) => column.date_order !== null) || asks.includes('date_order');
  const decimal = options.decimal_mark !== null || asks.includes('decimal_mark');
  return (
    <>
      {(loose || options.date_order !== null) && (
        <Select
          label={words.dateOrder}
          disabled={!editable}
          error={asks.includes('date_order') ? words.dateAsk : null}
          value={options.date_order ?? (asks.includes('date_order') ? null : 'proven')}
          onChange={(value) => onChange({ date_order: value === 'proven' ? null : (value as ImportOptions['date_order']) })}
          options={[...(asks.includes('date_order') ? [] : [{ value: 'proven', label: words.dateProven }]), ...choices(words.dateOrders)]}
        />
      )}
      {decimal && (
        <Select
          label={words.decimal}
          disabled={!editable}
          error={asks.includes('decimal_mark') ? words.decimalAsk : null}
          value={options.decimal_mark}
          onChange={(value) => onChange({ decimal_mark: value as ImportOptions['decimal_mark'] })}
          options={choices(words.decimals)}
        />
      )}
      {one.total_rows > 0 && (
        <Select
          label={words.totals}
          disabled={!editable}
          value={options.totals}
          onChange={(value) => onChange({ totals: value as ImportOptions['totals'] })}
          options={choices(words.totalsChoices)}
        />
      )}
    </>
  );
}

/* How a file of text is read; a workbook says it of itself. */
function TextOptions({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  const { options } = one;
  return (
    <>
      <Select
        label={words.encoding}
        disabled={!editable}
        error={one.asks.includes('encoding') ? words.unsure : null}
        value={one.asks.includes('encoding') ? null : options.encoding}
        onChange={(value) => onChange({ encoding: value as ImportOptions['encoding'] })}
        options={ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))}
      />
      <Select
        label={words.delimiter}
        disabled={!editable}
        value={options.delimiter}
        onChange={(value) => onChange({ delimiter: value as ImportOptions['delimiter'] })}
        options={choices(words.delimiters)}
      />
    </>
  );
}

function Sheets({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  if (one.sheets.length < 2) return null;
  return (
    <Select
      label={words.sheet}
      disabled={!editable}
      value={String(one.options.sheet)}
      onChange={(value) => value && onChange({ sheet: Number(value) })}
      options={one.sheets.map((name, at) => ({ value: String(at + 1), label: name }))}
    />
  );
}

export function Options({ one, editable, onChange }: OptionsProps) {
  const words = useImportWords();
  const hasEnds = useHasEnds(one.kind);
  const { options } = one;
  return (
    <Card title={words.options}>
      <div className={css.options}>
        {hasEnds && <ContractOptions one={one} editable={editable} onChange={onChange} />}
        {options.sheet > 0 ? (
          <Sheets one={one} editable={editable} onChange={onChange} />
        ) : (
          <TextOptions one={one} editable={editable} onChange={onChange} />
        )}
        <Select
          label={words.heading}
          disabled={!editable}
          value={String(options.heading)}
          onChange={(value) => value && onChange({ heading: Number(value) })}
          options={[...new Set([...HEADINGS, options.heading])].map((value) => ({ value: String(value), label: String(value) }))}
        />
        <DoubtOptions one={one} editable={editable} onChange={onChange} />
        <Select
          label={words.badCells}
          disabled={!editable}
          value={options.bad_cells}
          onChange={(value) => onChange({ bad_cells: value as ImportOptions['bad_cells'] })}
          options={choices(words.badCellsChoices)}
        />
        {one.kind === 'events' && (
          <Select
            label={words.zone}
            search
            disabled={!editable}
            value={options.time_zone}
            onChange={(value) => value && onChange({ time_zone: value })}
            options={[...new Set([options.time_zone, ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value }))}
          />
        )}
      </div>
    </Card>
  );
}
