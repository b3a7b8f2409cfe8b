/* What comes in and is no feature yet, and what is a feature and does not come in. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { EventNameCount, Product } from '../../api/types';
import { useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { Select } from '../../ui/field';
import { Card, Muted } from '../../ui/layout';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import css from './setup.module.css';
import { TOPICS } from './topics';
import { useSetupWords } from './words';

const SHOWN = 20;
const KEY_MAX = 40;

/** "Invoice sent" → "invoice_sent"; one that leaves nothing of the name, as a Japanese one does, gets a number. */
function keyOf(name: string, taken: Set<string>): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, KEY_MAX);
  let key = plain || 'feature';
  for (let number = 2; taken.has(key); number++) key = `${plain || 'feature'}_${number}`;
  return key;
}

async function productFor(products: Product[], chosen: string | null): Promise<Product> {
  const product = products.find(({ id }) => String(id) === chosen) ?? products[0];
  return product ?? api<Product>('/products', { method: 'POST', body: { key: 'product', name: 'Product', name_ja: 'プロダクト' } });
}

function Proposals({ names, products }: { names: EventNameCount[]; products: Product[] }) {
  const words = useSetupWords();
  const language = useLanguage();
  const dates = useDates();
  const mayManage = useMay('manage');
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const free = names.filter(({ feature_id: id }) => id === null).slice(0, SHOWN);

  async function add(name: string): Promise<void> {
    setBusy(true);
    try {
      const product = await productFor(products, chosen);
      const features = product.features ?? [];
      const taken = new Set(features.map(({ key }) => key));
      const body = { product_id: product.id, key: keyOf(name, taken), name, rules: [name], position: features.length + 1 };
      await api('/features', { method: 'POST', body });
      topicsChanged(TOPICS);
      toast(words.added(name));
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card title={words.proposals}>
      <Muted>{free.length > 0 ? words.proposalsText : words.noProposals}</Muted>
      {products.length > 1 && free.length > 0 && mayManage && (
        <div className={css.tools}>
          <Select
            label={words.product}
            width={240}
            value={chosen ?? String(products[0]?.id)}
            onChange={setChosen}
            options={products.map((one) => ({ value: String(one.id), label: named(one, language) }))}
          />
        </div>
      )}
      {free.length > 0 && (
        <SmallTable
          label={words.proposals}
          head={[words.event, words.events, words.last]}
          align={[undefined, 'end']}
          acts={words.add}
          rows={free.map(({ name, count, last_on: last }) => [
            <span key="name" className={css.names}>
              {name}
            </span>,
            countText(count),
            dates.day(last),
            mayManage && (
              <TextButton key="add" name={words.addOf(name)} onClick={() => !busy && void add(name)}>
                {words.add}
              </TextButton>
            ),
          ])}
        />
      )}
    </Card>
  );
}

function Untracked({ names, products }: { names: EventNameCount[]; products: Product[] }) {
  const words = useSetupWords();
  const language = useLanguage();
  const seen = new Set(names.map(({ feature_id: id }) => id));
  const all = products.flatMap(({ features }) => features);
  const missing = all.filter(({ id }) => !seen.has(id));
  const text = all.length === 0 ? words.noFeatures : missing.length === 0 ? words.allTracked : words.untrackedText;
  return (
    <Card title={words.untracked}>
      <Muted>{text}</Muted>
      {missing.length > 0 && (
        <SmallTable
          label={words.untracked}
          head={[words.feature, words.rules]}
          rows={missing.map((feature) => [
            named(feature, language),
            <span key="rules" className={css.names}>
              {feature.rules.join(', ')}
            </span>,
          ])}
        />
      )}
    </Card>
  );
}

export function Tracked() {
  const names = useRead<{ items: EventNameCount[] }>({ path: '/event-names', topics: TOPICS });
  const products = useRead<{ items: Product[] }>({ path: '/products', topics: TOPICS });
  if (!names.data || !products.data) return null;
  return (
    <>
      <Proposals names={names.data.items} products={products.data.items} />
      <Untracked names={names.data.items} products={products.data.items} />
    </>
  );
}
