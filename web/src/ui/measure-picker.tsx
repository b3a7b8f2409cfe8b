/* Choosing a measure: which one, of which product or feature, within how many days, and the box for its value in its unit. */
import type { MeasureInfo, MeasureRef } from '../api/types';
import { type Language, named } from '../lib/language';
import { type Catalogue, type Naming, unitOf, wordOf } from './catalogue';
import { NumberBox, type Option, Select } from './field';
import css from './measure-picker.module.css';

const WINDOWS = [7, 14, 28, 30, 60, 90, 180, 365];

interface MeasureProps {
  value: MeasureRef;
  onChange: (value: MeasureRef) => void;
  naming: Naming;
  /** Measures of one product only: the scorecard's. */
  productId?: number | null;
}

export function infoOf(catalogue: Catalogue, measure: string): MeasureInfo | undefined {
  return catalogue.measures.find((one) => one.id === measure);
}

/** What a measure begins with that needs a product or a feature: the first there is. */
function firstSubject({ products }: Catalogue): Partial<MeasureRef> {
  const [product] = products.filter((one) => one.features.length > 0);
  const [feature] = product?.features ?? [];
  return feature ? { feature_id: feature.id } : products[0] ? { product_id: products[0].id } : {};
}

/** The measure with only what it takes; a window where it takes one. */
export function measureWith(info: MeasureInfo | undefined, id: string, before: MeasureRef, catalogue: Catalogue): MeasureRef {
  const takes = new Set<string>(info?.takes ?? []);
  const bare = takes.has('subject') && !before.product_id && !before.feature_id;
  return {
    measure: id,
    ...(takes.has('product') && before.product_id ? { product_id: before.product_id } : {}),
    ...(takes.has('feature') && before.feature_id ? { feature_id: before.feature_id } : {}),
    ...(bare ? firstSubject(catalogue) : {}),
    ...(takes.has('gauge') ? { gauge_id: before.gauge_id ?? catalogue.gauges[0]?.id } : {}),
    ...(takes.has('days') ? { days: before.days ?? 28 } : {}),
    ...(takes.has('field') && before.field ? { field: before.field } : {}),
  };
}

function subjects(catalogue: Catalogue, takes: Set<string>, anything: string, language: Language, productId?: number | null) {
  const products = catalogue.products.filter((product) => !productId || product.id === productId);
  const groups = products.map((product) => ({
    group: named(product, language),
    items: [
      ...(takes.has('product') ? [{ value: `p${product.id}`, label: named(product, language) }] : []),
      ...(takes.has('feature') ? product.features.map((feature) => ({ value: `f${feature.id}`, label: named(feature, language) })) : []),
    ],
  }));
  const all = takes.has('subject') ? [] : [{ group: '', items: [{ value: 'all', label: anything }] }];
  return [...all, ...groups.filter((group) => group.items.length > 0)];
}

function subjectValue(ref: MeasureRef): string {
  if (ref.feature_id) return `f${ref.feature_id}`;
  return ref.product_id ? `p${ref.product_id}` : 'all';
}

function withSubject(ref: MeasureRef, value: string): MeasureRef {
  const { product_id: _product, feature_id: _feature, ...rest } = ref;
  if (value === 'all') return rest;
  return value.startsWith('f') ? { ...rest, feature_id: Number(value.slice(1)) } : { ...rest, product_id: Number(value.slice(1)) };
}

function windowOptions(ref: MeasureRef, naming: Naming): Option[] {
  const days = ref.days && !WINDOWS.includes(ref.days) ? [...WINDOWS, ref.days].sort((a, b) => a - b) : WINDOWS;
  return days.map((count) => ({ value: String(count), label: naming.words.builder.days(count) }));
}

/** Of what and within which days: the boxes after the measure's name. */
export function MeasureParts({ value, onChange, naming, productId }: MeasureProps) {
  const { catalogue, words, language } = naming;
  const takes = new Set<string>(infoOf(catalogue, value.measure)?.takes ?? []);
  const fields = catalogue.fields.filter((field) => field.object === 'account' && (field.kind === 'number' || field.kind === 'flag'));
  return (
    <>
      {(takes.has('product') || takes.has('feature')) && (
        <Select
          size="xs"
          width={168}
          name={takes.has('feature') ? words.builder.feature : words.builder.product}
          search
          value={subjectValue(value)}
          onChange={(next) => onChange(withSubject(value, next ?? 'all'))}
          options={subjects(catalogue, takes, words.builder.anything, language, productId)}
        />
      )}
      {takes.has('gauge') && (
        <Select
          size="xs"
          width={168}
          name={words.builder.gauge}
          search
          value={value.gauge_id ? String(value.gauge_id) : null}
          onChange={(next) => next && onChange({ ...value, gauge_id: Number(next) })}
          options={catalogue.gauges.map((gauge) => ({ value: String(gauge.id), label: named(gauge, language) }))}
        />
      )}
      {takes.has('field') && (
        <Select
          size="xs"
          width={168}
          name={words.builder.field}
          value={value.field ?? null}
          onChange={(next) => onChange({ ...value, field: next ?? undefined })}
          options={fields.map((field) => ({ value: field.key, label: named(field, language) }))}
        />
      )}
      {takes.has('days') && (
        <Select
          size="xs"
          width={104}
          name={words.builder.window}
          value={String(value.days ?? 28)}
          onChange={(next) => onChange({ ...value, days: Number(next) })}
          options={windowOptions(value, naming)}
        />
      )}
    </>
  );
}

/** Those that can be asked: a text is no number, and what needs a product or a gauge is there with the first of them. */
export function measuresOf({ measures, products, gauges }: Catalogue): MeasureInfo[] {
  const can = ({ unit, takes }: MeasureInfo) =>
    unit !== 'text' && (products.length > 0 || !takes.includes('subject')) && (gauges.length > 0 || !takes.includes('gauge'));
  return measures.filter(can);
}

export function MeasurePicker(props: MeasureProps & { withField?: boolean }) {
  const { value, onChange, naming } = props;
  const { catalogue, words } = naming;
  const options = measuresOf(catalogue).map((one) => ({ value: one.id, label: naming.label(one.id) }));
  return (
    <span className={css.picker}>
      <Select
        size="xs"
        width={184}
        name={words.builder.measures}
        search
        value={value.measure}
        onChange={(next) => next && onChange(measureWith(infoOf(catalogue, next), next, value, catalogue))}
        options={options}
      />
      <MeasureParts {...props} />
    </span>
  );
}

/** A number in the measure's unit: ratios are typed in percent. */
export function MeasureValueBox(props: {
  measure: string;
  value: number | null;
  onChange: (value: number | null) => void;
  naming: Naming;
  name: string;
  label?: string;
}) {
  const { measure, value, onChange, naming } = props;
  const unit = unitOf(measure, naming.catalogue);
  const ratio = unit === 'ratio';
  const after = wordOf(naming.words.units, unit);
  return (
    <span className={css.value}>
      <NumberBox
        size="xs"
        label={props.label}
        name={props.name}
        value={value === null ? null : ratio ? Math.round(value * 1000) / 10 : value}
        onChange={(next) => onChange(next === null ? null : ratio ? next / 100 : next)}
        fraction={ratio || unit === 'number' || unit === 'money' ? 2 : 0}
        suffix={after && after !== unit ? ` ${after}` : undefined}
      />
    </span>
  );
}
