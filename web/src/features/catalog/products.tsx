/* Products and their features, and the event names that no feature counts yet. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { EventNameCount, Feature, Product } from '../../api/types';
import { useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import css from './catalog.module.css';
import { FeatureDialog, ProductDialog } from './dialogs';
import { Gauges } from './gauges';
import { useRecounting } from './recounting';
import { useCatalogWords } from './words';

export const PRODUCT_TOPICS = ['product', 'products', 'feature', 'features', 'event-names', 'usage'];

interface Editing {
  product: Product | 'new' | null;
  feature: { product: Product; feature: Feature | null } | null;
}

function FeatureTable({
  product,
  edit,
  remove,
}: {
  product: Product;
  edit: (feature: Feature) => void;
  remove: (feature: Feature) => void;
}) {
  const words = useCatalogWords();
  const language = useLanguage();
  const mayManage = useMay('manage');
  if (product.features.length === 0) return <Muted>{words.noFeatures}</Muted>;
  return (
    <div className={css.scroll}>
      <SmallTable
        label={named(product, language)}
        head={[words.feature, words.events, words.plans]}
        acts={words.edit}
        rows={product.features.map((feature) => [
          <span key="name">
            {named(feature, language)} {feature.core && <Tag tone="good">{words.coreTag}</Tag>}
          </span>,
          <span key="rules" className={css.names}>
            {feature.rules.join(', ')}
          </span>,
          feature.entitled_plans.length > 0 ? feature.entitled_plans.join(', ') : <Muted key="plans">{words.everyPlan}</Muted>,
          mayManage && (
            <span key="acts" className={css.acts}>
              <TextButton onClick={() => edit(feature)}>{words.edit}</TextButton>
              <TextButton danger onClick={() => remove(feature)}>
                {words.delete}
              </TextButton>
            </span>
          ),
        ])}
      />
    </div>
  );
}

function Unmapped({ products }: { products: Product[] }) {
  const words = useCatalogWords();
  const language = useLanguage();
  const dates = useDates();
  const mayManage = useMay('manage');
  const reading = useRead<{ items: EventNameCount[] }>({ path: '/event-names', topics: PRODUCT_TOPICS });
  const recounting = useRecounting();
  const options = products
    .map((product) => ({
      group: named(product, language),
      items: product.features.map((feature) => ({ value: String(feature.id), label: named(feature, language) })),
    }))
    .filter((group) => group.items.length > 0);

  async function assign(name: string, id: string | null): Promise<void> {
    const feature = products.flatMap((product) => product.features).find((one) => String(one.id) === id);
    if (!feature) return;
    try {
      await api(`/features/${feature.id}`, { method: 'PATCH', body: { rules: [...feature.rules, name] }, version: feature.version });
      topicsChanged(PRODUCT_TOPICS);
      toast(words.assigned(name, named(feature, language)));
    } catch (error) {
      toastError(error);
    }
  }

  return (
    <Shown reading={reading}>
      {({ items }) => {
        const open = items.filter((item) => item.feature_id === null);
        if (recounting && open.length === 0)
          return (
            <Card title={words.unmapped}>
              <Muted>{words.recounting}</Muted>
            </Card>
          );
        if (items.length === 0)
          return (
            <Card title={words.unmapped}>
              <Muted>{words.noEvents}</Muted>
            </Card>
          );
        if (open.length === 0)
          return (
            <Card title={words.unmapped}>
              <Muted>{words.allMapped}</Muted>
            </Card>
          );
        return (
          <Card title={words.unmapped} beside={recounting ? words.recounting : words.unmappedText(countText(open.length))}>
            <div className={css.scroll}>
              <SmallTable
                label={words.unmapped}
                head={[words.eventName, words.count, words.last, ...(mayManage ? [words.assign] : [])]}
                align={[undefined, 'end']}
                rows={open.map((item) => [
                  <span key="name" className={css.names}>
                    {item.name}
                  </span>,
                  countText(item.count),
                  item.last_on ? dates.short(item.last_on) : '',
                  ...(mayManage
                    ? [
                        <Select
                          key="assign"
                          size="xs"
                          width={200}
                          search
                          name={`${words.assign}: ${item.name}`}
                          placeholder={words.assignPick}
                          value={null}
                          onChange={(id) => void assign(item.name, id)}
                          options={options}
                        />,
                      ]
                    : []),
                ])}
              />
            </div>
          </Card>
        );
      }}
    </Shown>
  );
}

export function ProductsPart() {
  const words = useCatalogWords();
  const language = useLanguage();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<Editing>({ product: null, feature: null });
  const [ask, asking] = useQuestion();
  const reading = useRead<{ items: Product[] }>({ path: '/products', topics: PRODUCT_TOPICS });
  const close = () => setEditing({ product: null, feature: null });

  function remove(path: string, name: string): void {
    ask({
      title: words.deleteAsk(name),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(path, { method: 'DELETE' });
        topicsChanged(PRODUCT_TOPICS);
        toast(words.deleted);
      },
    });
  }

  return (
    <Shown reading={reading}>
      {({ items }) => (
        <>
          {mayManage && items.length > 0 && (
            <div className={css.right}>
              <Button strong onClick={() => setEditing({ product: 'new', feature: null })}>
                {words.add}
              </Button>
            </div>
          )}
          {items.length === 0 && (
            <Card>
              <Empty
                title={words.empty}
                action={
                  mayManage && (
                    <Button strong onClick={() => setEditing({ product: 'new', feature: null })}>
                      {words.add}
                    </Button>
                  )
                }
              >
                {words.emptyText}
              </Empty>
            </Card>
          )}
          {items.map((product) => (
            <Card
              key={product.id}
              title={named(product, language)}
              beside={
                mayManage && (
                  <span className={css.acts}>
                    <TextButton onClick={() => setEditing({ product: null, feature: { product, feature: null } })}>
                      {words.addFeature}
                    </TextButton>
                    <TextButton onClick={() => setEditing({ product, feature: null })}>{words.edit}</TextButton>
                    <TextButton danger onClick={() => remove(`/products/${product.id}`, named(product, language))}>
                      {words.delete}
                    </TextButton>
                  </span>
                )
              }
            >
              <FeatureTable
                product={product}
                edit={(feature) => setEditing({ product: null, feature: { product, feature } })}
                remove={(feature) => remove(`/features/${feature.id}`, named(feature, language))}
              />
            </Card>
          ))}
          <Gauges />
          <Unmapped products={items} />
          {editing.product && (
            <ProductDialog product={editing.product === 'new' ? null : editing.product} position={items.length + 1} onClose={close} />
          )}
          {editing.feature && <FeatureDialog {...editing.feature} onClose={close} />}
          {asking}
        </>
      )}
    </Shown>
  );
}
