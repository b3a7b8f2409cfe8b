/* A product, a feature: what they are called and, for a feature, which events it counts. */
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Feature, Product } from '../../api/types';
import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { OnOff, Tags } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import { useCatalogWords } from './words';

const TOPICS = ['product', 'products', 'feature', 'features', 'event-names', 'usage'];

/** A key from a name, until somebody writes their own. */
function keyOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
}

export function ProductDialog({ product, position, onClose }: { product: Product | null; position: number; onClose: () => void }) {
  const words = useCatalogWords();
  const form = useForm({ key: product?.key ?? '', name: product?.name ?? '', name_ja: product?.name_ja ?? '' });

  async function save(values: typeof form.values): Promise<void> {
    const names = { name: values.name, name_ja: values.name_ja || null };
    if (product) await api(`/products/${product.id}`, { method: 'PATCH', body: { ...names, key: values.key }, version: product.version });
    else await api('/products', { method: 'POST', body: { ...names, key: values.key || keyOf(values.name), position } });
    topicsChanged(TOPICS);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={product ? product.name : words.newProduct}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={form.values.name.trim() === ''}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.nameJa} {...form.box('name_ja')} />
        </Row>
        <TextBox label={words.key} hint={words.keyHint} placeholder={keyOf(form.values.name)} {...form.box('key')} />
      </Form>
    </Dialog>
  );
}

export function FeatureDialog({ product, feature, onClose }: { product: Product; feature: Feature | null; onClose: () => void }) {
  const words = useCatalogWords();
  const names = useRead<{ items: { name: string; feature_id: number | null }[] }>({ path: '/event-names', topics: TOPICS });
  const open = (names.data?.items ?? []).filter((item) => item.feature_id === null).map((item) => item.name);
  const form = useForm({
    key: feature?.key ?? '',
    name: feature?.name ?? '',
    name_ja: feature?.name_ja ?? '',
    rules: feature?.rules ?? [],
    entitled_plans: feature?.entitled_plans ?? [],
    core: feature?.core ?? false,
  });

  async function save(values: typeof form.values): Promise<void> {
    const body = { ...values, key: values.key || keyOf(values.name), name_ja: values.name_ja || null };
    if (feature) await api(`/features/${feature.id}`, { method: 'PATCH', body, version: feature.version });
    else await api('/features', { method: 'POST', body: { ...body, product_id: product.id, position: product.features.length + 1 } });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={feature ? feature.name : words.newFeature}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={form.values.name.trim() === ''}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.nameJa} {...form.box('name_ja')} />
        </Row>
        <TextBox label={words.key} hint={words.keyHint} placeholder={keyOf(form.values.name)} {...form.box('key')} />
        <Tags label={words.rules} hint={words.rulesHint} suggestions={open} {...form.box('rules')} />
        <Tags label={words.plans} hint={words.plansHint} {...form.box('entitled_plans')} />
        <OnOff label={words.core} hint={words.coreHint} value={form.values.core} onChange={(core) => form.set({ core })} />
      </Form>
    </Dialog>
  );
}
