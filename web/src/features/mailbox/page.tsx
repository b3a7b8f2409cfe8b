/* Mailboxes: which addresses there are, how fetching goes, and the mails that are held. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Id, MailboxSettings, MailboxState } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { Button, Menu } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Failed, Loading } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { MailboxForm } from './form';
import { Held } from './held';
import { IncomingDialog, testIncoming, useWhy } from './incoming';
import { OutgoingDialog } from './outgoing';
import { useOutgoingWords } from './outgoing-words';
import { TOPICS } from './server';
import { useMailboxWords } from './words';

function State({ mailbox, state }: { mailbox: MailboxSettings; state: MailboxState | undefined }) {
  const words = useMailboxWords();
  const dates = useDates();
  const whyOf = useWhy();
  if (!mailbox.active) return <Tag tone="past">{words.inactive}</Tag>;
  if (!mailbox.secrets_readable) return <Tag tone="bad">{words.unreadable}</Tag>;
  if (mailbox.in_host === null) return <Muted>{words.byApi}</Muted>;
  const why = state ? whyOf(state.outcome, state.problem) : null;
  if (state?.failing_since)
    return (
      <>
        <Tag tone="bad">{words.failing(dates.time(state.failing_since))}</Tag> <Muted small>{why}</Muted>
      </>
    );
  if (!state?.fetched_at) return <Muted>{words.waiting}</Muted>;
  const more = [
    state.left_count > 0 && words.left(state.left_count),
    state.waiting > 0 && [words.waits(state.waiting), why].filter(Boolean).join(': '),
  ].filter((text) => text !== false);
  return (
    <>
      {words.fetched(dates.time(state.fetched_at))} {more.length > 0 && <Muted small>{more.join(' · ')}</Muted>}
    </>
  );
}

interface Opens {
  edit: (mailbox: MailboxSettings) => void;
  test: (mailbox: MailboxSettings) => void;
  outgoing: (mailbox: MailboxSettings) => void;
}

function useActs(open: Opens) {
  const words = useMailboxWords();
  const outgoing = useOutgoingWords();
  const admin = useMay('admin');
  const [ask, asking] = useQuestion();
  const said = (text: string) => {
    topicsChanged(TOPICS);
    toast(text);
  };
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
    ...(one.in_host !== null && admin ? [{ key: 'test', label: words.test, onClick: () => open.test(one) }] : []),
    ...(admin
      ? [
          { key: 'edit', label: words.editAct, onClick: () => open.edit(one) },
          { key: 'outgoing', label: outgoing.act, onClick: () => open.outgoing(one) },
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
  const [testing, openTest] = useState<Id | null>(null);
  const { items, asking } = useActs({
    edit: open,
    test: (one) => testIncoming(one, () => openTest(one.id)),
    outgoing: ({ id }) => openOutgoing(id),
  });
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
  const tested = list.items.find(({ id }) => id === testing);
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
      {tested && <IncomingDialog mailbox={tested} onClose={() => openTest(null)} />}
      {asking}
    </>
  );
}
