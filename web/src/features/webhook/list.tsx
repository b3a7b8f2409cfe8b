/* Webhooks: what is sent where, in what state each is, its secret once, its log. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Webhook, WebhookMade } from '../../api/types';
import { useDates } from '../../lib/dates';
import { Button, Menu, TextButton } from '../../ui/button';
import { useCirclesText, useCircleWords } from '../../ui/circles';
import { Dialog, useQuestion } from '../../ui/dialog';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Failed, Loading } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { WebhookForm } from './form';
import { Log } from './log';
import css from './webhook.module.css';
import { useWebhookWords } from './words';

const TOPICS = ['webhook', 'webhooks'];

function State({ hook }: { hook: Webhook }) {
  const words = useWebhookWords();
  const dates = useDates();
  const state = hook.paused_at ? 'paused' : !hook.active ? 'off' : hook.failing_since ? 'failing' : 'on';
  return (
    <span className={css.state}>
      <Tag tone={state === 'on' ? 'good' : state === 'off' ? 'past' : 'bad'}>{words.states[state]}</Tag>
      {!hook.secret_readable && <Tag tone="bad">{words.states.secret}</Tag>}
      {hook.paused_at && <Muted small>{words.pausedText}</Muted>}
      {!hook.paused_at && hook.failing_since && <Muted small>{words.failingSince(dates.time(hook.failing_since))}</Muted>}
      {hook.old_secret_until && <Muted small>{words.oldSecret(dates.time(hook.old_secret_until))}</Muted>}
    </span>
  );
}

function Once({ secret, onClose }: { secret: string; onClose: () => void }) {
  const words = useWebhookWords();
  return (
    <Dialog open onClose={onClose} title={words.onceTitle}>
      <p>
        <Muted>{words.onceText}</Muted>
      </p>
      <div className={css.copy}>
        <code className={css.code}>{secret}</code>
        <Button onClick={() => void navigator.clipboard.writeText(secret).then(() => toast(words.copied))}>{words.copy}</Button>
      </div>
      <p className={css.right}>
        <Button strong onClick={onClose}>
          {words.done}
        </Button>
      </p>
    </Dialog>
  );
}

/** What an act opens: a form, the log, or a secret that is shown this once. */
type Opened = { form: Webhook | null } | { log: Webhook } | { secret: string } | null;

function useActs(open: (opened: Opened) => void) {
  const words = useWebhookWords();
  const [ask, asking] = useQuestion();
  async function change(hook: Webhook, active: boolean): Promise<void> {
    await api(`/webhooks/${hook.id}`, { method: 'PATCH', body: { active }, version: hook.version });
    topicsChanged(TOPICS);
    toast(words.saved);
  }
  const rotate = (hook: Webhook) =>
    ask({
      title: words.rotate,
      text: words.rotateText,
      act: words.rotate,
      run: async () => {
        const { secret } = await api<WebhookMade>(`/webhooks/${hook.id}/secret`, { method: 'POST', body: {} });
        topicsChanged(TOPICS);
        open({ secret });
      },
    });
  const remove = (hook: Webhook) =>
    ask({
      title: words.removeAsk,
      text: words.removeText,
      act: words.remove,
      run: async () => {
        await api(`/webhooks/${hook.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.removed);
      },
    });
  const resting = (hook: Webhook) => !hook.active || hook.paused_at !== null;
  const items = (hook: Webhook) => [
    { key: 'edit', label: words.edit, onClick: () => open({ form: hook }) },
    {
      key: 'active',
      label: hook.paused_at ? words.resume : hook.active ? words.turnOff : words.turnOn,
      onClick: () => void change(hook, resting(hook)).catch(toastError),
    },
    { key: 'rotate', label: words.rotate, onClick: () => rotate(hook) },
    { key: 'remove', label: words.remove, danger: true, onClick: () => remove(hook) },
  ];
  return { items, asking };
}

export function WebhooksPart() {
  const words = useWebhookWords();
  const [opened, open] = useState<Opened>(null);
  const { items, asking } = useActs(open);
  const areas = useCircleWords();
  const areasText = useCirclesText();
  const list = useReadList<Webhook>({ path: '/webhooks', topics: TOPICS });
  const name = (hook: Webhook) => hook.description || hook.url;
  const close = () => open(null);
  const add = (
    <Button strong onClick={() => open({ form: null })}>
      {words.add}
    </Button>
  );
  const row = (hook: Webhook) => [
    <span key="name" className={css.name}>
      {name(hook)}
      {hook.description && <Muted small>{hook.url}</Muted>}
    </span>,
    hook.kinds.length ? words.kindCount(String(hook.kinds.length)) : words.allKinds,
    areasText(hook.circles),
    <State key="state" hook={hook} />,
    <span key="acts" className={css.acts}>
      <TextButton onClick={() => open({ log: hook })}>{words.log}</TextButton>
      <Menu label={`${words.acts}: ${name(hook)}`} items={items(hook)} target={words.acts} />
    </span>,
  ];
  if (list.error && !list.data) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <>
      {list.items.length === 0 ? (
        <Card>
          <Empty title={words.empty} action={add}>
            {words.emptyText}
          </Empty>
        </Card>
      ) : (
        <>
          <div className={css.right}>{add}</div>
          <Card>
            <SmallTable
              label={words.title}
              head={[words.url, words.kinds, areas.label, words.state]}
              acts={words.acts}
              rows={list.items.map(row)}
            />
          </Card>
        </>
      )}
      {opened && 'form' in opened && <WebhookForm hook={opened.form} onClose={close} onMade={(secret) => open({ secret })} />}
      {opened && 'log' in opened && <Log hook={opened.log} name={name(opened.log)} onClose={close} />}
      {opened && 'secret' in opened && <Once secret={opened.secret} onClose={close} />}
      {asking}
    </>
  );
}
