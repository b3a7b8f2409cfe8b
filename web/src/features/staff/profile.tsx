/* One's own page: name, language, look, password, second step, sessions. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useReadList } from '../../api/query';
import type { Me, OwnSession } from '../../api/types';
import { clockText, dayOf, useDates } from '../../lib/dates';
import { deviceOf } from '../../lib/device';
import { type Language, languageSet, useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { Button, Choice, TextButton } from '../../ui/button';
import { Select, TextBox } from '../../ui/field';
import { PasswordBox } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted, Tag } from '../../ui/layout';
import { type Scheme, useScheme } from '../../ui/provider';
import { More, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast, toastError } from '../../ui/toast';
import { OwnAbsences } from './absence';
import { useProfileWords } from './profile-words';
import css from './staff.module.css';
import { TwoStepCard } from './two-step';

function YouCard() {
  const words = useProfileWords();
  const me = useMe();
  const language = useLanguage();
  const [scheme, setScheme] = useScheme();
  const form = useForm({ name: me.staff.name });

  async function send(values: { name: string }): Promise<void> {
    await api<Me>('/me', { method: 'PATCH', body: values });
    topicsChanged(['workspace', 'staff']);
    toast(words.saved);
  }
  function switchLanguage(next: Language): void {
    languageSet(next);
    void api<Me>('/me', { method: 'PATCH', body: { language: next } }).catch(toastError);
  }

  return (
    <Card title={words.you}>
      <Form form={form} onSend={send} send={words.save} disabled={form.values.name.trim() === '' || form.values.name === me.staff.name}>
        <TextBox label={words.name} required autoComplete="name" {...form.box('name')} />
        <TextBox label={words.email} value={me.staff.email} onChange={() => undefined} disabled />
        <Row>
          <Select
            label={words.language}
            value={language}
            onChange={(next) => next && switchLanguage(next as Language)}
            options={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
          />
          <div className={css.labelled}>
            <span>{words.theme}</span>
            <Choice
              label={words.theme}
              value={scheme}
              onChange={setScheme}
              options={(['light', 'dark', 'auto'] as Scheme[]).map((value) => ({ value, label: words.themes[value] }))}
            />
          </div>
        </Row>
      </Form>
    </Card>
  );
}

function PasswordCard() {
  const words = useProfileWords();
  const form = useForm({ current: '', password: '' });
  async function send(values: { current: string; password: string }): Promise<void> {
    await api('/me/password', { method: 'POST', body: values });
    form.reset({ current: '', password: '' });
    topicsChanged(['own_sessions']);
    toast(words.changed);
  }
  return (
    <Card title={words.password}>
      <Form form={form} onSend={send} send={words.change} disabled={!form.values.current || !form.values.password}>
        <p className={css.text}>
          <Muted>{words.passwordText}</Muted>
        </p>
        <PasswordBox label={words.current} autoComplete="current-password" {...form.box('current')} />
        <PasswordBox label={words.next} hint={words.nextHint} autoComplete="new-password" {...form.box('password')} />
      </Form>
    </Card>
  );
}

function useDeviceName(): (agent: string) => string {
  const words = useProfileWords();
  return (agent) => {
    const { browser, system } = deviceOf(agent);
    if (browser && system) return words.on2(browser, system);
    return browser ?? system ?? words.unknownDevice;
  };
}

function SessionsCard() {
  const words = useProfileWords();
  const dates = useDates();
  const nameOf = useDeviceName();
  const [busy, setBusy] = useState(false);
  const list = useReadList<OwnSession>({ path: '/me/sessions', topics: ['own_sessions', 'sessions'] });

  async function end(path: string): Promise<void> {
    setBusy(true);
    try {
      await api(path, { method: 'DELETE' });
      toast(words.ended);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
      topicsChanged(['own_sessions']);
    }
  }

  const time = (at: string) => `${dates.near(dayOf(at))} ${clockText(at)}`;
  const row = (one: OwnSession) => [
    <span key="device">
      {nameOf(one.device)} {one.current && <Tag tone="good">{words.here}</Tag>}
    </span>,
    time(one.created_at),
    time(one.seen_at),
    !one.current && (
      <TextButton key="end" name={words.endOf(nameOf(one.device))} onClick={() => void end(`/me/sessions/${one.id}`)}>
        {words.end}
      </TextButton>
    ),
  ];

  return (
    <Card title={words.sessions}>
      <Shown reading={{ data: list.data, error: list.error, refetch: () => void list.refetch() }}>
        {() => (
          <>
            <SmallTable
              label={words.sessions}
              head={[words.device, words.signedIn, words.lastUsed]}
              acts={words.end}
              rows={list.items.map(row)}
            />
            <More list={list} />
            {list.items.length > 1 && (
              <p className={css.right}>
                <Button busy={busy} onClick={() => void end('/me/sessions')}>
                  {words.endOthers}
                </Button>
              </p>
            )}
          </>
        )}
      </Shown>
    </Card>
  );
}

export function ProfilePart() {
  const me = useMe();
  return (
    <div className={css.narrow}>
      <YouCard />
      <OwnAbsences id={me.staff.id} />
      <PasswordCard />
      <TwoStepCard />
      <SessionsCard />
    </div>
  );
}
