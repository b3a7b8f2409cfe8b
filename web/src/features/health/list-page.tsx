/* All scorecards, in the order in which they judge, and a new one from a template. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Condition, Definition, Id, Scorecard, ScorecardTemplate } from '../../api/types';
import { conditionOf, type Group, groupOf, newGroup } from '../../lib/condition';
import { named } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button } from '../../ui/button';
import { type Naming, useNaming } from '../../ui/catalogue';
import { ConditionBuilder, conditionText } from '../../ui/condition';
import { Dialog } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted, Page, Tag } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { type Column, DataTable } from '../../ui/table';
import css from './health.module.css';
import { useHealthWords } from './words';

const BLANK: Definition = { rules: [], points: [], bad_below: 40, good_from: 70, unknown_below: 0.5 };

export function segmentText(segment: Condition | null, naming: Naming, everyone: string): string {
  return segment ? conditionText(segment, naming) : everyone;
}

export function productOptions(naming: Naming, all: string) {
  return [
    { value: 'all', label: all },
    ...naming.catalogue.products.map((product) => ({ value: String(product.id), label: named(product, naming.language) })),
  ];
}

function State({ card }: { card: Scorecard }) {
  const words = useHealthWords();
  return (
    <>
      {card.published ? (
        <Tag tone={card.enabled ? 'good' : undefined}>{card.enabled ? words.published(card.published_version) : words.off}</Tag>
      ) : (
        <Tag>{words.never}</Tag>
      )}{' '}
      {card.draft && <Muted small>{words.withDraft}</Muted>}
    </>
  );
}

function useScorecardColumns(naming: Naming): Column<Scorecard>[] {
  const words = useHealthWords();
  const product = (id: Id | null) => {
    const found = naming.catalogue.products.find((one) => one.id === id);
    return found ? named(found, naming.language) : words.allProducts;
  };
  return [
    { id: 'name', name: words.columns.name, width: 220, fixed: true, cell: (card) => <strong>{card.name}</strong> },
    {
      id: 'segment',
      name: words.columns.segment,
      width: 270,
      cell: (card) => <span className={css.wrap}>{segmentText(card.segment, naming, words.everyone)}</span>,
    },
    { id: 'product', name: words.columns.product, width: 140, cell: (card) => product(card.product_id) },
    { id: 'purpose', name: words.columns.purpose, width: 100, cell: (card) => words.purposes[card.purpose] },
    { id: 'accounts', name: words.columns.accounts, width: 100, align: 'end', cell: (card) => countText(card.accounts) },
    { id: 'state', name: words.columns.state, width: 220, cell: (card) => <State card={card} /> },
  ];
}

function NewScorecard({ open, onClose, naming, position }: { open: boolean; onClose: () => void; naming: Naming; position: number }) {
  const words = useHealthWords();
  const navigate = useNavigate();
  const [segment, setSegment] = useState<Group>(() => newGroup());
  const templates = useRead<{ items: ScorecardTemplate[] }>({ path: '/scorecard-templates', topics: [], enabled: open });
  const form = useForm({ name: '', template: null as string | null, product: 'all', purpose: 'retention' });
  const items = templates.data?.items ?? [];
  /* A beginner takes what most people need; an empty card is one choice away. */
  const [first] = items;
  const untouched = form.values.template === null && first !== undefined;
  useEffect(() => {
    if (open && untouched) takeTemplate(first.key);
  });
  const chosen = items.find((one) => one.key === form.values.template);
  const about = chosen && (naming.language === 'ja' ? (chosen.about_ja ?? chosen.about) : chosen.about);

  function takeTemplate(key: string | null): void {
    const template = items.find((one) => one.key === key);
    const before = items.find((one) => one.key === form.values.template);
    const isOurs = form.values.name === '' || (before && form.values.name === named(before, naming.language));
    setSegment(groupOf(template?.segment ?? null));
    form.set({ template: key ?? '', ...(isOurs ? { name: template ? named(template, naming.language) : '' } : {}) });
  }

  async function create(values: typeof form.values): Promise<void> {
    const card = await api<Scorecard>('/scorecards', {
      method: 'POST',
      body: {
        name: values.name,
        purpose: values.purpose,
        product_id: values.product === 'all' ? null : Number(values.product),
        segment: conditionOf(segment),
        position,
        definition: chosen?.definition ?? BLANK,
      },
    });
    topicsChanged(['scorecards', 'scorecard', 'health']);
    onClose();
    void navigate({ to: '/health/$id', params: { id: String(card.id) } });
  }

  return (
    <Dialog open={open} onClose={onClose} title={words.newTitle} size="lg">
      <Form form={form} onSend={create} onCancel={onClose} send={words.create} disabled={form.values.name.trim() === ''}>
        <Select
          label={words.template}
          value={form.values.template ?? ''}
          onChange={takeTemplate}
          hint={about}
          options={[{ value: '', label: words.blank }, ...items.map((one) => ({ value: one.key, label: named(one, naming.language) }))]}
        />
        <TextBox label={words.name} required {...form.box('name')} />
        <Row>
          <Select
            label={words.product}
            value={form.values.product}
            onChange={(product) => form.set({ product: product ?? 'all' })}
            options={productOptions(naming, words.allProducts)}
          />
          <Select
            label={words.purpose}
            value={form.values.purpose}
            onChange={(purpose) => form.set({ purpose: purpose ?? 'retention' })}
            options={Object.entries(words.purposes).map(([value, label]) => ({ value, label }))}
          />
        </Row>
        <div>
          <div className={css.label}>{words.segment}</div>
          <Muted small>{words.segmentHint}</Muted>
          <ConditionBuilder label={words.segment} value={segment} onChange={setSegment} naming={naming} />
        </div>
      </Form>
    </Dialog>
  );
}

export function ScorecardListPage() {
  const words = useHealthWords();
  const naming = useNaming();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  /* Today's first steps lead straight to the box. */
  const { make } = useSearch({ strict: false }) as { make?: string };
  const [pressed, setAdding] = useState(false);
  const adding = mayManage && (pressed || make !== undefined);
  function closeNew(): void {
    setAdding(false);
    if (make !== undefined) void navigate({ to: '/health', replace: true });
  }
  const reading = useRead<{ items: Scorecard[] }>({ path: '/scorecards', topics: ['scorecards', 'scorecard', 'health'] });
  const columns = useScorecardColumns(naming);
  const add = mayManage && (
    <Button strong onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  const cards = reading.data?.items ?? [];

  return (
    <Page title={words.title} beside={cards.length > 1 && <Muted>{words.order}</Muted>} actions={cards.length > 0 && add}>
      <Shown reading={reading}>
        {({ items }) => (
          <Card flush>
            <DataTable
              name="scorecards"
              label={words.title}
              columns={columns}
              rows={items}
              brief="columns"
              rowId={(card) => String(card.id)}
              rowLabel={(card) => card.name}
              onOpen={(card) => void navigate({ to: '/health/$id', params: { id: String(card.id) } })}
              empty={
                <Empty title={words.empty} action={add}>
                  {words.emptyText}
                </Empty>
              }
            />
          </Card>
        )}
      </Shown>
      <NewScorecard open={adding} onClose={closeNew} naming={naming} position={cards.length + 1} />
    </Page>
  );
}
