/* All segments: what each says, how many accounts it is, what they pay, and who uses it. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Segment } from '../../api/types';
import { useMay, useSees } from '../../lib/me';
import { countText, moneyText } from '../../lib/numbers';
import { Button } from '../../ui/button';
import { type Naming, useNaming } from '../../ui/catalogue';
import { conditionText } from '../../ui/condition';
import { Card, Muted } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { type Column, DataTable } from '../../ui/table';
import { SegmentDialog } from './edit';
import css from './segment.module.css';
import { useSegmentWords } from './words';

/* Whatever moves a size. */
const COUNTED = ['accounts', 'account', 'health', 'contracts'];

function useColumns(naming: Naming, sees: boolean): Column<Segment>[] {
  const words = useSegmentWords();
  const { columns } = words;
  const size = (one: Segment) => (one.accounts === null ? '–' : countText(one.accounts));
  return [
    {
      id: 'name',
      name: columns.name,
      width: 210,
      fixed: true,
      cell: (one) => (
        <span className={css.name}>
          <strong>{one.name}</strong>
          {one.about && <Muted small>{one.about}</Muted>}
        </span>
      ),
    },
    {
      id: 'says',
      name: columns.says,
      width: 300,
      cell: (one) => <span className={css.says}>{one.condition ? conditionText(one.condition, naming) : '–'}</span>,
    },
    { id: 'accounts', name: columns.accounts, width: 90, align: 'end', cell: size },
    ...(sees
      ? [{ id: 'mrr', name: columns.mrr, width: 120, align: 'end' as const, cell: (one: Segment) => (one.mrr ? moneyText(one.mrr) : '–') }]
      : []),
    {
      id: 'used',
      name: columns.used,
      width: 90,
      align: 'end',
      cell: (one) => (one.used_by.length > 0 ? countText(one.used_by.length) : <Muted small>{words.unused}</Muted>),
    },
  ];
}

export function SegmentsPart() {
  const words = useSegmentWords();
  const naming = useNaming();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  const { make } = useSearch({ strict: false }) as { make?: string };
  const [pressed, setAdding] = useState(false);
  const adding = mayManage && (pressed || make !== undefined);
  const reading = useRead<{ items: Segment[] }>({
    path: '/segments',
    topics: ['segments', 'segment', 'scorecards', 'views'],
    calmly: COUNTED,
  });
  const columns = useColumns(naming, useSees('revenue'));
  const open = (id: number) => void navigate({ to: '/settings/segments/$id', params: { id: String(id) } });

  function close(): void {
    setAdding(false);
    if (make !== undefined) void navigate({ to: '/settings/segments', replace: true });
  }
  const add = mayManage && (
    <Button strong onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {add}
      </div>
      <Shown reading={reading}>
        {({ items }) => (
          <Card flush>
            <DataTable
              name="segments"
              label={words.title}
              columns={columns}
              rows={items}
              brief="columns"
              rowId={(one) => String(one.id)}
              rowLabel={(one) => one.name}
              onOpen={(one) => open(one.id)}
              empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
            />
          </Card>
        )}
      </Shown>
      <SegmentDialog segment={null} open={adding} onClose={close} onSaved={(saved) => open(saved.id)} />
    </>
  );
}
