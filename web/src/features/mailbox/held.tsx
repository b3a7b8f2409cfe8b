/* Mails that are held, as their sender wrote too often: let in, or discarded. */
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { MailItem, MailTaken } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted } from '../../ui/layout';
import { More } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import css from './mailbox.module.css';
import { useMailboxWords } from './words';

const TOPICS = ['incoming', 'mails'];

export function Held() {
  const words = useMailboxWords();
  const dates = useDates();
  const mayAct = useMay('act');
  const mayManage = useMay('manage');
  const [ask, asking] = useQuestion();
  const list = useReadList<MailItem>({ path: '/mails', query: { state: 'held' }, topics: TOPICS });
  const said = (text: string) => {
    topicsChanged(TOPICS);
    toast(text);
  };
  const letIn = ({ id }: MailItem) =>
    void api<MailTaken>(`/mails/${id}/release`, { method: 'POST', body: {} })
      .then(({ opened, number }) => said(opened ? words.opened(number ?? 0) : words.joined(number ?? 0)))
      .catch(toastError);
  const discard = ({ id }: MailItem) =>
    ask({
      title: words.discardAsk,
      text: words.discardText,
      act: words.discard,
      run: () => api(`/mails/${id}`, { method: 'DELETE' }).then(() => said(words.discarded)),
    });
  if (list.items.length === 0) return asking;
  return (
    <Card title={words.held}>
      <p>
        <Muted>{words.heldText}</Muted>
      </p>
      <SmallTable
        label={words.held}
        head={[words.subject, words.from, words.at]}
        acts={words.acts}
        rows={list.items.map((mail) => [
          mail.subject ?? words.noSubject,
          mail.sender_address ?? '',
          dates.time(mail.sent_at ?? mail.at),
          <span key="acts">
            {mail.has_source ? (
              <a className={css.source} href={`/api/v1/mails/${mail.id}/source`}>
                {words.source}
              </a>
            ) : (
              <Muted small>{words.noSource}</Muted>
            )}{' '}
            {mayAct && mail.has_source && <TextButton onClick={() => letIn(mail)}>{words.letIn}</TextButton>}{' '}
            {mayManage && (
              <TextButton danger onClick={() => discard(mail)}>
                {words.discard}
              </TextButton>
            )}
          </span>,
        ])}
      />
      <More list={list} />
      {asking}
    </Card>
  );
}
