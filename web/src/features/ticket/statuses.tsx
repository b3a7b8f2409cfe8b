/* The statuses of tickets: what they are called, what they mean, and whether the clock runs meanwhile. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { TicketStatus } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { Button, TextButton } from '../../ui/button';
import { Dialog, useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Card } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { STATES } from '../../ui/ticket-attributes';
import { toast } from '../../ui/toast';
import css from './desk.module.css';
import { useDeskWords } from './words';

const TOPICS = ['ticket_statuses', 'ticket_status'];
const CLOCKS = ['runs', 'pauses', 'stops'] as const;

function StatusDialog({ status, onClose }: { status: TicketStatus | null; onClose: () => void }) {
  const words = useDeskWords();
  const language = useLanguage();
  const form = useForm(
    {
      name: status?.name ?? '',
      name_ja: status?.name_ja ?? '',
      state: status?.state ?? ('open' as TicketStatus['state']),
      clock: status?.clock ?? ('runs' as TicketStatus['clock']),
    },
    ['name'],
  );
  async function send(): Promise<void> {
    const { state, ...rest } = form.values;
    const body = { ...rest, name_ja: rest.name_ja || null };
    if (status) await api(`/ticket-statuses/${status.id}`, { method: 'PATCH', body, version: status.version });
    else await api('/ticket-statuses', { method: 'POST', body: { ...body, state } });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }
  return (
    <Dialog open onClose={onClose} title={status ? words.statusEdit : words.statusAdd}>
      <Form form={form} onSend={send} onCancel={onClose}>
        <Row>
          <TextBox label={words.statusName} required autoFocus {...form.box('name')} />
          <TextBox label={words.statusNameJa} {...form.box('name_ja')} />
        </Row>
        <Row>
          <Select
            label={words.statusState}
            disabled={status !== null}
            {...form.box('state')}
            onChange={(value) => value && form.set({ state: value as TicketStatus['state'] })}
            options={Object.entries(STATES).map(([value, name]) => ({ value, label: name[language] }))}
          />
          <Select
            label={words.clock}
            {...form.box('clock')}
            onChange={(value) => value && form.set({ clock: value as TicketStatus['clock'] })}
            options={CLOCKS.map((value) => ({ value, label: words.clocks[value] }))}
          />
        </Row>
      </Form>
    </Dialog>
  );
}

export function StatusesPart() {
  const words = useDeskWords();
  const language = useLanguage();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<TicketStatus | 'new' | null>(null);
  const [ask, asking] = useQuestion();
  const reading = useRead<{ items: TicketStatus[] }>({ path: '/ticket-statuses', topics: TOPICS });

  function remove(status: TicketStatus): void {
    ask({
      title: words.statusDeleteAsk(named(status, language)),
      text: words.statusDeleteText,
      act: words.delete,
      run: async () => {
        await api(`/ticket-statuses/${status.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  }
  const acts = (status: TicketStatus) =>
    mayManage && (
      <span key="acts" className={css.acts}>
        <TextButton onClick={() => setEditing(status)}>{words.edit}</TextButton>
        <TextButton danger onClick={() => remove(status)}>
          {words.delete}
        </TextButton>
      </span>
    );
  return (
    <>
      <div className={css.intro}>
        <p className={css.told}>{words.statusText}</p>
        {mayManage && (
          <Button strong onClick={() => setEditing('new')}>
            {words.statusAdd}
          </Button>
        )}
      </div>
      <Card>
        <Shown reading={reading}>
          {({ items }) => (
            <SmallTable
              label={words.status}
              head={[words.status, words.statusState, words.clock]}
              acts={words.acts}
              rows={items.map((status) => [
                named(status, language),
                STATES[status.state][language],
                words.clocks[status.clock],
                acts(status),
              ])}
            />
          )}
        </Shown>
      </Card>
      {editing !== null && <StatusDialog status={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {asking}
    </>
  );
}
