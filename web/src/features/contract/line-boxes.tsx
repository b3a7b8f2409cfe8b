import type { ContractLine, Id, Money } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { moneyMajor, moneyOf } from '../../lib/numbers';
import { NumberBox, Select, TextBox } from '../../ui/field';
import { Row, type useForm } from '../../ui/form';
import { useProducts } from '../../ui/measure';
import { useContractWords } from './words';

export interface LineValues {
  product_id: Id | null;
  plan: string;
  seats: number | null;
  price: number | null;
  currency: string;
  term_months: number | null;
  discount: number | null;
  kind: ContractLine['kind'];
}

export function lineStart(line: ContractLine | undefined, currency: string): LineValues {
  return {
    product_id: line?.product_id ?? null,
    plan: line?.plan ?? '',
    seats: line?.seats ?? null,
    price: line ? moneyMajor(line.price) : null,
    currency: line?.price.currency ?? currency,
    term_months: line?.term_months ?? 12,
    discount: line ? line.discount * 100 : 0,
    kind: line?.kind ?? 'paid',
  };
}

/** As the API takes it: money in minor units, the discount as a share. */
export function lineBody(values: LineValues): Record<string, unknown> & { price: Money } {
  return {
    product_id: values.product_id,
    plan: values.plan || null,
    seats: values.seats,
    price: moneyOf(values.price ?? 0, values.currency),
    term_months: values.term_months ?? 1,
    discount: (values.discount ?? 0) / 100,
    kind: values.kind,
  };
}

export function LineBoxes<V extends LineValues>({ form }: { form: ReturnType<typeof useForm<V>> }) {
  const words = useContractWords();
  const language = useLanguage();
  const products = useProducts().data?.items ?? [];
  const box = form.box as unknown as ReturnType<typeof useForm<LineValues>>['box'];
  const product = box('product_id');
  const kind = box('kind');
  return (
    <>
      <Row>
        <Select
          label={words.product}
          error={product.error}
          value={product.value === null ? null : String(product.value)}
          onChange={(value) => product.onChange(value === null ? null : Number(value))}
          clearable
          options={products.map((one) => ({ value: String(one.id), label: named(one, language) }))}
        />
        <TextBox label={words.plan} {...box('plan')} />
        <NumberBox label={words.seatsLabel} min={0} {...box('seats')} />
      </Row>
      <Row>
        <NumberBox label={words.price} min={0} fraction={2} required {...box('price')} />
        <TextBox label={words.currency} {...box('currency')} />
        <NumberBox label={words.term} min={1} max={120} {...box('term_months')} />
      </Row>
      <Row>
        <NumberBox label={words.discount} min={0} max={100} fraction={4} suffix=" %" {...box('discount')} />
        <Select
          label={words.kindLabel}
          error={kind.error}
          value={kind.value}
          onChange={(value) => value && kind.onChange(value as ContractLine['kind'])}
          options={Object.entries(words.kind).map(([value, label]) => ({ value, label }))}
        />
      </Row>
    </>
  );
}
