/* What came in and where it stuck: people without an account, refused events. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead, useReadList } from '../../api/query';
import type { Found, FoundPage, Unassigned as Person, RejectedEvent, UsageSummary } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { useSettled } from '../../lib/settled';
import { Button, TextButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { Card, Facts, Muted } from '../../ui/layout';
import { Empty, Failed, More, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import css from './intake.module.css';
import { useIntakeWords } from './intake-words';

const TOPICS = ['usage', 'events', 'accounts'];

function AssignDialog({ person, onClose }: { person: string; onClose: () => void }) {
  const words = useIntakeWords();
  const [text, setText] = useState('');
  const q = useSettled(text.trim(), 200);
  const query = { q, kind: 'account', order: 'relevance', limit: 8 };
  const reading = useRead<FoundPage>({ path: '/search', query, topics: [], enabled: q !== '', keep: true });
  const found = reading.data?.items ?? [];

  async function assign(account: Found): Promise<void> {
    try {
      await api('/events/unassigned/binding', { method: 'POST', body: { user_id: person, account_id: account.id } });
      topicsChanged(TOPICS);
      toast(words.assigned(person, account.title ?? ''));
      onClose();
    } catch (error) {
      toastError(error);
    }
  }

  return (
    <Dialog open onClose={onClose} title={`${words.assign}: ${person}`}>
      <TextBox kind="search" label={words.assignSearch} autoFocus value={text} onChange={setText} />
      <SmallTable
        label={words.assignSearch}
        head={[words.assign]}
        rows={found.map((account) => [
          <TextButton key={account.id} onClick={() => void assign(account)}>
            {account.title}
          </TextButton>,
        ])}
      />
    </Dialog>
  );
}

function Unassigned() {
  const words = useIntakeWords();
  const dates = useDates();
  const mayManage = useMay('manage');
  const [person, setPerson] = useState<string | null>(null);
  const list = useReadList<Person>({ path: '/events/unassigned', topics: TOPICS });
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  return (
    <Card title={words.unassignedTitle} beside={words.unassignedText}>
      {list.items.length === 0 ? (
        <Muted>{words.allAssigned}</Muted>
      ) : (
        <div className={css.scroll}>
          <SmallTable
            label={words.unassignedTitle}
            head={[words.user, words.anonymous, words.events, words.last, words.assign]}
            align={[undefined, undefined, 'end']}
            rows={list.items.map(({ user_id, anonymous_id, events, last_at }) => [
              <span key="user" className={css.names}>
                {user_id}
              </span>,
              <span key="anonymous" className={css.names}>
                {anonymous_id}
              </span>,
              countText(events),
              last_at ? dates.time(last_at) : '',
              mayManage && user_id && (
                <TextButton key="assign" onClick={() => setPerson(user_id)}>
                  {words.assign}…
                </TextButton>
              ),
            ])}
          />
          <More list={list} />
        </div>
      )}
      {person && <AssignDialog person={person} onClose={() => setPerson(null)} />}
    </Card>
  );
}

function RejectedEvents() {
  const words = useIntakeWords();
  const dates = useDates();
  const list = useReadList<RejectedEvent>({ path: '/events/rejected', topics: TOPICS });
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  return (
    <Card title={words.rejectedTitle} beside={words.rejectedText}>
      {list.items.length === 0 ? (
        <Muted>{words.noneRejected}</Muted>
      ) : (
        <div className={css.scroll}>
          <SmallTable
            label={words.rejectedTitle}
            head={[words.at, words.reason, words.body]}
            rows={list.items.map((one) => [
              dates.time(one.at),
              one.detail ? `${words.refusals[one.reason]} (${one.detail})` : words.refusals[one.reason],
              <details key="body">
                <summary>{words.show}</summary>
                <code className={css.code}>{typeof one.body === 'string' ? one.body : JSON.stringify(one.body, null, 2)}</code>
              </details>,
            ])}
          />
          <More list={list} />
        </div>
      )}
    </Card>
  );
}

export function IntakePart() {
  const words = useIntakeWords();
  const dates = useDates();
  const navigate = useNavigate();
  const admin = useMay('admin');
  const reading = useRead<UsageSummary>({ path: '/usage/summary', topics: TOPICS });
  return (
    <Shown reading={reading}>
      {(summary) => (
        <>
          <Card title={words.summary} beside={summary.recounting && words.recounting}>
            {summary.events_total === 0 && summary.rejected === 0 && !summary.recounting ? (
              <Empty
                title={words.emptyTitle}
                action={
                  admin && (
                    <Button strong onClick={() => void navigate({ to: '/settings/keys' })}>
                      {words.toKeys}
                    </Button>
                  )
                }
              >
                {words.emptyText}
              </Empty>
            ) : (
              <Facts
                items={[
                  [words.total, countText(summary.events_total)],
                  [words.today, countText(summary.events_today)],
                  [words.last, summary.last_event_at ? dates.time(summary.last_event_at) : words.none],
                  [words.accounts, countText(summary.accounts_with_events)],
                  [words.unassigned, countText(summary.unassigned)],
                  [words.rejected, countText(summary.rejected)],
                ]}
              />
            )}
          </Card>
          <Unassigned />
          <RejectedEvents />
        </>
      )}
    </Shown>
  );
}
