/* The snippet with its key, and whether events arrive: the stream says so, and the page reads again. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { KeyMade, UsageSummary } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, Choice } from '../../ui/button';
import { CopyText } from '../../ui/copy';
import { TextBox } from '../../ui/field';
import { Card, Muted } from '../../ui/layout';
import { type Snippet, snippet } from '../../ui/snippets';
import { Shown } from '../../ui/state';
import { toastError } from '../../ui/toast';
import css from './setup.module.css';
import { TOPICS } from './topics';
import { useSetupWords } from './words';

const WHERE: Snippet[] = ['browser', 'node', 'curl'];
/** Which kind of key a snippet takes. */
const kindOf = (where: Snippet) => (where === 'browser' ? 'browser' : 'ingest');

function Live() {
  const words = useSetupWords();
  const dates = useDates();
  const reading = useRead<UsageSummary>({ path: '/usage/summary', topics: TOPICS });
  return (
    <Shown reading={reading} lines={1}>
      {({ events_total: total, last_event_at: last, rejected }) => (
        <p className={css.live} role="status">
          {total > 0 && last ? words.arrived(dates.time(last), countText(total)) : words.waiting}{' '}
          {rejected > 0 && <Muted>{words.refused(countText(rejected))}</Muted>}
        </p>
      )}
    </Shown>
  );
}

export function Send() {
  const words = useSetupWords();
  const admin = useMay('admin');
  const [where, setWhere] = useState<Snippet>('browser');
  const [tokens, setTokens] = useState<Partial<Record<'browser' | 'ingest', string>>>({});
  const [origin, setOrigin] = useState('');
  const [busy, setBusy] = useState(false);
  const kind = kindOf(where);
  const token = tokens[kind];

  async function create(): Promise<void> {
    setBusy(true);
    try {
      const origins = kind === 'browser' ? { origins: [origin.trim()] } : {};
      const body = { name: words.keyName(words.snippets[where]), kind, rights: 'ingest', ...origins };
      const made = await api<KeyMade>('/keys', { method: 'POST', body });
      setTokens((before) => ({ ...before, [kind]: made.token }));
      topicsChanged(['key', 'keys']);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card title={words.send}>
      <Muted>{words.sendText}</Muted>
      <div className={css.tools}>
        <Choice
          label={words.where}
          value={where}
          onChange={setWhere}
          options={WHERE.map((value) => ({ value, label: words.snippets[value] }))}
        />
        {admin && !token && kind === 'browser' && (
          <TextBox size="xs" name={words.origin} placeholder={words.originHint} value={origin} onChange={setOrigin} />
        )}
        {admin && !token && (
          <Button busy={busy} disabled={kind === 'browser' && origin.trim() === ''} onClick={() => void create()}>
            {words.fill}
          </Button>
        )}
        {token && <Muted>{words.once}</Muted>}
      </div>
      <CopyText text={snippet(where, kind, token ?? words.placeholder, window.location.origin)} label={words.snippet} />
      <Live />
    </Card>
  );
}
