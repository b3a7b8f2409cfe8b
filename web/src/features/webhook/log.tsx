/* The log of a webhook: each delivery of the last 30 days, sent again one by one or since a day. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Day, Webhook, WebhookDelivery } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { Button, Choice, TextButton } from '../../ui/button';
import { Drawer } from '../../ui/dialog';
import { DateBox } from '../../ui/field';
import { Muted, Tag } from '../../ui/layout';
import { Empty, Failed, Loading, More } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { useKindName } from './form';
import css from './webhook.module.css';
import { useWebhookWords } from './words';

const KEEP_DAYS = 30;
const TONES = { waiting: undefined, delivered: 'good', failed: 'bad' } as const;
type Filter = WebhookDelivery['state'] | 'all';

function Result({ delivery }: { delivery: WebhookDelivery }) {
  const words = useWebhookWords();
  const dates = useDates();
  return (
    <span className={css.name}>
      {delivery.status ? words.status(String(delivery.status)) : words.outcomes[delivery.outcome]}
      {delivery.tried_at && <Muted small>{dates.time(delivery.tried_at)}</Muted>}
      {delivery.state === 'waiting' && delivery.attempts > 0 && <Muted small>{words.next(dates.time(delivery.next_at))}</Muted>}
    </span>
  );
}

function Again({ hook, run }: { hook: Webhook; run: (path: string, body: unknown, said: string) => void }) {
  const words = useWebhookWords();
  const [since, setSince] = useState<Day | null>(null);
  const resting = !hook.active || hook.paused_at !== null;
  return (
    <div className={css.again}>
      <Button disabled={resting} onClick={() => run('/test', {}, words.testSent)}>
        {words.test}
      </Button>
      <DateBox
        label={words.since}
        hint={words.sinceHint}
        width={190}
        clearable
        min={dayAdd(today(), -KEEP_DAYS)}
        max={today()}
        value={since}
        onChange={setSince}
        disabled={resting}
      />
      <Button disabled={!since || resting} onClick={() => since && run('/replay', { since_on: since }, words.queued)}>
        {words.sinceSend}
      </Button>
    </div>
  );
}

export function Log({ hook, name, onClose }: { hook: Webhook; name: string; onClose: () => void }) {
  const words = useWebhookWords();
  const dates = useDates();
  const nameOf = useKindName();
  const [filter, setFilter] = useState<Filter>('all');
  const path = `/webhooks/${hook.id}`;
  const topics = [`webhook:${hook.id}`];
  const list = useReadList<WebhookDelivery>({
    path: `${path}/deliveries`,
    query: filter === 'all' ? {} : { state: filter },
    topics,
    keep: true,
  });

  function run(act: string, body: unknown, said: string): void {
    api(`${path}${act}`, { method: 'POST', body })
      .then(() => toast(said))
      .catch(toastError)
      .finally(() => topicsChanged(topics));
  }

  const filters: Filter[] = ['all', 'waiting', 'delivered', 'failed'];
  const row = (delivery: WebhookDelivery) => [
    <span key="kind" className={css.name}>
      {nameOf(delivery.kind)}
      <Muted small>{dates.time(delivery.created_at)}</Muted>
    </span>,
    <Tag key="state" tone={TONES[delivery.state]}>
      {words.deliveryStates[delivery.state]}
    </Tag>,
    <Result key="result" delivery={delivery} />,
    String(delivery.attempts),
    hook.active && !hook.paused_at && (
      <TextButton key="again" onClick={() => run(`/deliveries/${delivery.id}/replay`, {}, words.queued)}>
        {words.again}
      </TextButton>
    ),
  ];

  return (
    <Drawer looking open onClose={onClose} title={words.logOf(name)}>
      <Again hook={hook} run={run} />
      <Choice
        label={words.show}
        value={filter}
        onChange={setFilter}
        options={filters.map((value) => ({ value, label: value === 'all' ? words.all : words.deliveryStates[value] }))}
      />
      {list.error && !list.data ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <Empty title={words.logEmpty}>{words.logEmptyText}</Empty>
      ) : (
        <>
          <SmallTable
            label={words.log}
            head={[words.event, words.state, words.result, words.tries]}
            align={[undefined, undefined, undefined, 'end']}
            acts={words.again}
            rows={list.items.map(row)}
          />
          <More list={list} />
        </>
      )}
    </Drawer>
  );
}
