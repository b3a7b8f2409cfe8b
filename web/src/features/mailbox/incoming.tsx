/* Whether a mailbox can be fetched: what its server says stays here while and after it is asked. */
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { MailboxSettings, MailboxTest } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Muted, Tag } from '../../ui/layout';
import { mailOutcomeSaid } from '../../ui/outbound';
import { toastError } from '../../ui/toast';
import css from './outgoing.module.css';
import { TOPICS } from './server';
import { useMailboxWords } from './words';

/** Asks the server of a mailbox; the dialog, which `then` may open, shows how it goes. */
export function testIncoming({ id }: MailboxSettings, then?: () => void): void {
  void api(`/mailboxes/${id}/test`, { method: 'POST', body: {} })
    .then(() => topicsChanged(TOPICS))
    .then(then)
    .catch(toastError);
}

/** Why a server could not be asked, in the reader's words; what it said itself is said as it said it. */
export function useWhy(): (outcome: string | null, said: string | null) => string | null {
  const language = useLanguage();
  const words = useMailboxWords();
  return (outcome, said) => {
    if (outcome === 'full') return words.full;
    if (outcome === null || outcome === 'answered') return said;
    return mailOutcomeSaid(outcome, language);
  };
}

const TONES = { asking: 'past', works: 'good', failed: 'bad' } as const;

function Outcome({ test }: { test: MailboxTest }) {
  const words = useMailboxWords();
  const why = useWhy();
  const isTold = test.outcome === null || test.outcome === 'answered';
  return (
    <div role="status">
      <Tag tone={TONES[test.state]}>{words.testStates[test.state]}</Tag>{' '}
      <Muted small>{test.mails === null ? !isTold && why(test.outcome, null) : words.mails(test.mails)}</Muted>
      {isTold && test.answer !== '' && (
        <div>
          <Muted small>{words.serverSaid}</Muted>
          <pre className={css.talk}>{test.answer}</pre>
        </div>
      )}
    </div>
  );
}

export function IncomingDialog({ mailbox, onClose }: { mailbox: MailboxSettings; onClose: () => void }) {
  const words = useMailboxWords();
  const reading = useRead<{ items: MailboxTest[] }>({ path: `/mailboxes/${mailbox.id}/test`, topics: TOPICS });
  const test = reading.data?.items[0] ?? null;
  return (
    <Dialog open onClose={onClose} title={words.testTitle(mailbox.name)}>
      <section className={css.test} aria-label={words.test}>
        {test && <Outcome test={test} />}
        <div>
          <Button onClick={() => testIncoming(mailbox)} busy={test?.state === 'asking'}>
            {words.testAgain}
          </Button>
        </div>
      </section>
    </Dialog>
  );
}
