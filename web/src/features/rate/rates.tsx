/* The rates of all fiscal years, and whose money has none. */
import { useState } from 'react';
import { api, pathWith } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Rate, WithoutRate } from '../../api/types';
import { useMay, useMe } from '../../lib/me';
import { Button, DownloadLink, LinkButton, TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted, Notice } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast } from '../../ui/toast';
import { type Editing, RateDialog, TOPICS, useYearText } from './edit';
import css from './rate.module.css';
import { useRateWords } from './words';

function Missing({ onAdd }: { onAdd: ((currency: string) => void) | undefined }) {
  const words = useRateWords();
  const reading = useRead<{ items: WithoutRate[] }>({
    path: '/rates/missing',
    topics: ['rate', 'rates', 'accounts', 'contracts', 'workspace'],
  });
  return reading.data?.items.map(({ currency, accounts }) => (
    <Notice key={currency} tone="bad" action={onAdd && <Button onClick={() => onAdd(currency)}>{words.add}</Button>}>
      {words.missing(currency, accounts)}
    </Notice>
  ));
}

function RateTable({ rates, onEdit }: { rates: Rate[]; onEdit: ((rate: Rate) => void) | undefined }) {
  const words = useRateWords();
  const yearText = useYearText();
  const { currency } = useMe().workspace;
  const [ask, asking] = useQuestion();
  const says = (rate: Rate) => words.says(rate.from, rate.rate, rate.to);

  function remove(rate: Rate): void {
    ask({
      title: words.deleteAsk(says(rate)),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/rates/${rate.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  }

  const row = (rate: Rate) => [
    yearText(rate.fiscal_year),
    <span key="rate" className={css.rate}>
      {says(rate)} {!rate.used && <Muted small>{words.unused(currency)}</Muted>}
    </span>,
    onEdit && (
      <span key="acts" className={css.acts}>
        <TextButton onClick={() => onEdit(rate)}>{words.edit}</TextButton>
        <TextButton danger onClick={() => remove(rate)}>
          {words.delete}
        </TextButton>
      </span>
    ),
  ];

  return (
    <>
      <SmallTable label={words.title} head={[words.year, words.rate]} acts={words.edit} rows={rates.map(row)} />
      {asking}
    </>
  );
}

export function RatesPart() {
  const words = useRateWords();
  const { currency } = useMe().workspace;
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<Editing | null>(null);
  const reading = useRead<{ items: Rate[] }>({ path: '/rates', topics: ['rate', 'rates', 'workspace'] });
  const add = mayManage && (
    <Button strong onClick={() => setEditing({})}>
      {words.add}
    </Button>
  );

  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text(currency)}</p>
        <div className={css.buttons}>
          {mayManage && <LinkButton to="/settings/imports">{words.importing}</LinkButton>}
          <DownloadLink href={pathWith('/api/v1/rates.csv', {})}>{words.exporting}</DownloadLink>
          {add}
        </div>
      </div>
      <Missing onAdd={mayManage ? (missing) => setEditing({ currency: missing }) : undefined} />
      <Shown reading={reading}>
        {({ items }) => (
          <Card>
            {items.length === 0 ? (
              <Empty title={words.empty}>{words.emptyText}</Empty>
            ) : (
              <RateTable rates={items} onEdit={mayManage ? (rate) => setEditing({ rate }) : undefined} />
            )}
          </Card>
        )}
      </Shown>
      {editing && <RateDialog editing={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
