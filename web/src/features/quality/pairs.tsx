/* Pairs of conditions on accounts that should say the same. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Agreement, Condition } from '../../api/types';
import { conditionOf, newGroup } from '../../lib/condition';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, TextButton } from '../../ui/button';
import { useNaming } from '../../ui/catalogue';
import { ConditionBuilder, conditionText } from '../../ui/condition';
import { Dialog, useQuestion } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Card, Muted } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast } from '../../ui/toast';
import css from './quality.module.css';
import { TOPICS } from './topics';
import { useQualityWords } from './words';

function AddPair({ onClose }: { onClose: () => void }) {
  const words = useQualityWords();
  const naming = useNaming();
  const form = useForm({ one_name: '', other_name: '' }, ['one_name', 'other_name']);
  const [one, setOne] = useState(newGroup());
  const [other, setOther] = useState(newGroup());
  const conditions = [conditionOf(one), conditionOf(other)];
  async function save(values: typeof form.values): Promise<void> {
    await api('/agreements', { method: 'POST', body: { ...values, one: conditions[0], other: conditions[1] } });
    topicsChanged(TOPICS);
    toast(words.added);
    onClose();
  }
  const missing = conditions.includes(null) || form.values.one_name.trim() === '' || form.values.other_name.trim() === '';
  return (
    <Dialog open onClose={onClose} title={words.add} size="lg">
      <Form form={form} onSend={save} onCancel={onClose} send={words.add} disabled={missing}>
        <TextBox label={words.firstName} hint={words.firstHint} required autoFocus {...form.box('one_name')} />
        <ConditionBuilder label={words.first} value={one} onChange={setOne} naming={naming} />
        <TextBox label={words.secondName} hint={words.secondHint} required {...form.box('other_name')} />
        <ConditionBuilder label={words.second} value={other} onChange={setOther} naming={naming} />
      </Form>
    </Dialog>
  );
}

function Side({ name, condition, count }: { name: string; condition: Condition; count: number | null }) {
  const naming = useNaming();
  return (
    <>
      {name} {count !== null && countText(count)}
      <span className={css.quiet}>{conditionText(condition, naming)}</span>
    </>
  );
}

export function Pairs() {
  const words = useQualityWords();
  const mayManage = useMay('manage');
  const [adding, setAdding] = useState(false);
  const [ask, asking] = useQuestion();
  const reading = useRead<{ items: Agreement[] }>({ path: '/agreements', topics: TOPICS });
  const remove = (pair: Agreement) =>
    ask({
      title: words.deleteAsk(pair.one_name, pair.other_name),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/agreements/${pair.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  const row = (pair: Agreement) => [
    <Side key="one" name={pair.one_name} condition={pair.one as Condition} count={pair.one_count} />,
    <Side key="other" name={pair.other_name} condition={pair.other as Condition} count={pair.other_count} />,
    pair.both === null ? <Muted key="both">{words.unreadable}</Muted> : countText(pair.both),
    pair.contradicting === null ? '' : countText(pair.contradicting),
    mayManage && (
      <TextButton key="delete" danger onClick={() => remove(pair)}>
        {words.delete}
      </TextButton>
    ),
  ];
  return (
    <Card title={words.pairs} beside={mayManage && <Button onClick={() => setAdding(true)}>{words.add}</Button>}>
      <p className={css.text}>{words.pairsText}</p>
      <Shown reading={reading}>
        {({ items }) =>
          items.length === 0 ? (
            <Muted>{words.pairsEmpty}</Muted>
          ) : (
            <SmallTable
              label={words.pairs}
              head={[words.first, words.second, words.both, words.contradicting]}
              align={[undefined, undefined, 'end', 'end']}
              acts={words.delete}
              rows={items.map(row)}
            />
          )
        }
      </Shown>
      {adding && <AddPair onClose={() => setAdding(false)} />}
      {asking}
    </Card>
  );
}
