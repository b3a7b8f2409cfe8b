/* Mailboxes: which addresses there are, how fetching goes, and the mails that are held. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Id, MailboxSettings, MailboxState, MailboxTest } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Menu } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Failed, Loading } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { MailboxForm, TOPICS } from './form';
import { Held } from './held';
import { OutgoingDialog } from './outgoing';
import { useOutgoingWords } from './outgoing-words';
import { useMailboxWords } from './words';

function State({ mailbox, state }: { mailbox: MailboxSettings; state: MailboxState | undefined }) {
  const words = useMailboxWords();
  const dates = useDates();
  if (!mailbox.active) return <Tag tone="past">{words.inactive}</Tag>;
  if (!mailbox.secrets_readable) return <Tag tone="bad">{words.unreadable}</Tag>;
  if (mailbox.in_host === null) return <Muted>{words.byApi}</Muted>;
  if (state?.failing_since)
    return (
      <>
        <Tag tone="bad">{words.failing(dates.time(state.failing_since))}</Tag> <Muted small>{state.problem}</Muted>
      </>
    );
  if (!state?.fetched_at) return <Muted>{words.waiting}</Muted>;
  return (
    <>
      {words.fetched(dates.time(state.fetched_at))} {state.left_count > 0 && <Muted small>{words.left(countText(state.left_count))}</Muted>}
    </>
  );
}

function useActs(open: (mailbox: MailboxSettings) => void, openOutgoing: (mailbox: MailboxSettings) => void) {
  const words = useMailboxWords();
  const outgoing = useOutgoingWords();
  const admin = useMay('admin');
  const [ask, asking] = useQuestion();
  const said = (text: string) => {
    topicsChanged(TOPICS);
    toast(text);
  };
  const test = ({ id }: MailboxSettings) =>
    void api<MailboxTest>(`/mailboxes/${id}/test`, { method: 'POST', body: {} })
      .then(({ works, answer, mails }) => toast(works ? words.testWorks(countText(mails ?? 0)) : `${words.testFails}: ${answer}`))
      .catch(toastError);
  const fetchNow = ({ id }: MailboxSettings) =>
    void api(`/mailboxes/${id}/fetch`, { method: 'POST', body: {} })
      .then(() => said(words.fetching))
      .catch(toastError);
  const remove = (one: MailboxSettings) =>
    ask({
      title: words.removeAsk(one.name),
      text: words.removeText,
      act: words.remove,
      run: () => api(`/mailboxes/${one.id}`, { method: 'DELETE', version: one.version }).then(() => said(words.removed)),
    });
  const items = (one: MailboxSettings) => [
    ...(one.in_host !== null ? [{ key: 'fetch', label: words.fetch, onClick: () => fetchNow(one) }] : []),
    ...(one.in_host !== null && admin ? [{ key: 'test', label: words.test, onClick: () => test(one) }] : []),
    ...(admin
      ? [
          { key: 'edit', label: words.editAct, onClick: () => open(one) },
          { key: 'outgoing', label: outgoing.act, onClick: () => openOutgoing(one) },
          { key: 'remove', label: words.remove, danger: true, onClick: () => remove(one) },
        ]
      : []),
  ];
  return { items, asking };
}

export function MailboxesPart() {
  const words = useMailboxWords();
  const admin = useMay('admin');
  const [opened, open] = useState<MailboxSettings | 'new' | null>(null);
  const [sending, openOutgoing] = useState<Id | null>(null);
  const { items, asking } = useActs(open, ({ id }) => openOutgoing(id));
  const list = useReadList<MailboxSettings>({ path: '/mailboxes', topics: TOPICS });
  const states = useReadList<MailboxState>({ path: '/mailbox-states', topics: [...TOPICS, 'message'] });
  const add = admin && (
    <Button strong onClick={() => open('new')}>
      {words.add}
    </Button>
  );
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const sender = list.items.find(({ id }) => id === sending);
  const row = (one: MailboxSettings) => [
    <span key="name">
      <strong>{one.name}</strong> {one.is_default && <Tag>{words.defaultMark}</Tag>}
    </span>,
    <span key="address">
      {one.address} <Muted small>{one.aliases.join(', ')}</Muted>
    </span>,
    <State key="state" mailbox={one} state={states.items.find((state) => state.mailbox_id === one.id)} />,
    items(one).length > 0 && <Menu key="acts" label={`${words.acts}: ${one.name}`} items={items(one)} target="⋯" />,
  ];
  return (
    <>
      <Card title={words.title} beside={list.items.length > 0 && add}>
        {list.items.length === 0 ? (
          <Empty title={words.empty} action={add || undefined}>
            {words.emptyText}
          </Empty>
        ) : (
          <>
            <p>
              <Muted>{words.intro}</Muted>
            </p>
            <SmallTable label={words.title} head={[words.name, words.address, words.state]} acts={words.acts} rows={list.items.map(row)} />
          </>
        )}
      </Card>
      <Held />
      {opened !== null && <MailboxForm mailbox={opened === 'new' ? null : opened} onClose={() => open(null)} />}
      {sender && <OutgoingDialog key={sender.id} mailbox={sender} onClose={() => openOutgoing(null)} />}
      {asking}
    </>
  );
}
