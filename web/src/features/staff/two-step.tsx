/* The second step of signing in: set up with a QR code, recovery codes shown once, turned off again. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { RecoveryCodes, TwoStepSetup, TwoStepState } from '../../api/types';
import { dayOf, useDates } from '../../lib/dates';
import { Button } from '../../ui/button';
import { CopyText } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { PasswordBox } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { Card, Muted, Tag } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast } from '../../ui/toast';
import { useProfileWords } from './profile-words';
import css from './staff.module.css';

const FEW = 3;

/* Dark on white in both looks: cameras read it so. */
function QrCode({ setup }: { setup: TwoStepSetup }) {
  const words = useProfileWords();
  if (!setup.qr_path) return null;
  const quiet = 4;
  const side = setup.qr_size + 2 * quiet;
  return (
    <svg className={css.qr} viewBox={`${-quiet} ${-quiet} ${side} ${side}`} role="img" aria-label={words.qr} shapeRendering="crispEdges">
      <rect x={-quiet} y={-quiet} width={side} height={side} className={css.qrGround} />
      <path d={setup.qr_path} className={css.qrInk} />
    </svg>
  );
}

function PasswordStep({ onSetup, onClose }: { onSetup: (setup: TwoStepSetup) => void; onClose: () => void }) {
  const words = useProfileWords();
  const form = useForm({ current: '' });
  return (
    <Form
      form={form}
      send={words.begin}
      onCancel={onClose}
      disabled={!form.values.current}
      onSend={async (values) => onSetup(await api<TwoStepSetup>('/me/two_step', { method: 'POST', body: values }))}
    >
      <PasswordBox label={words.current} autoFocus autoComplete="current-password" {...form.box('current')} />
    </Form>
  );
}

function ScanStep({ setup, onCodes, onClose }: { setup: TwoStepSetup; onCodes: (codes: string[]) => void; onClose: () => void }) {
  const words = useProfileWords();
  const form = useForm({ code: '' });
  async function send(values: { code: string }): Promise<void> {
    const { codes } = await api<RecoveryCodes>('/me/two_step/confirm', { method: 'POST', body: values });
    topicsChanged(['two_step', 'own_sessions']);
    onCodes(codes);
  }
  return (
    <>
      <p className={css.text}>
        <Muted>{words.scanText}</Muted>
      </p>
      <QrCode setup={setup} />
      <CopyText text={setup.secret} label={words.key} />
      <Form form={form} send={words.turnOn} onCancel={onClose} disabled={!form.values.code.trim()} onSend={send}>
        <TextBox label={words.code} hint={words.codeHint} autoFocus autoComplete="one-time-code" {...form.box('code')} />
      </Form>
    </>
  );
}

function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const words = useProfileWords();
  return (
    <>
      <p className={css.text}>
        <Muted>{words.codesText}</Muted>
      </p>
      <CopyText text={codes.join('\n')} label={words.codesName} />
      <p className={css.right}>
        <Button strong onClick={onClose}>
          {words.codesDone}
        </Button>
      </p>
    </>
  );
}

function SetUp({ onClose }: { onClose: () => void }) {
  const words = useProfileWords();
  const [setup, setSetup] = useState<TwoStepSetup | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const title = codes ? words.codesTitle : setup ? words.scan : words.confirmPassword;
  return (
    <Dialog open onClose={onClose} title={title}>
      {codes ? (
        <Codes codes={codes} onClose={onClose} />
      ) : setup ? (
        <ScanStep setup={setup} onCodes={setCodes} onClose={onClose} />
      ) : (
        <PasswordStep onSetup={setSetup} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** What takes the password and a code: turning it off, and new recovery codes. */
function Proof(props: {
  title: string;
  text: string;
  send: string;
  danger?: boolean;
  run: (proof: { current: string; code: string }) => Promise<string[] | null>;
  onClose: () => void;
}) {
  const words = useProfileWords();
  const form = useForm({ current: '', code: '' });
  const [codes, setCodes] = useState<string[] | null>(null);
  async function send(values: { current: string; code: string }): Promise<void> {
    const made = await props.run(values);
    topicsChanged(['two_step']);
    if (made) setCodes(made);
    else props.onClose();
  }
  return (
    <Dialog open onClose={props.onClose} title={codes ? words.codesTitle : props.title}>
      {codes ? (
        <Codes codes={codes} onClose={props.onClose} />
      ) : (
        <Form
          form={form}
          send={props.send}
          danger={props.danger}
          onCancel={props.onClose}
          disabled={!form.values.current || !form.values.code.trim()}
          onSend={send}
        >
          <p className={css.text}>
            <Muted>{props.text}</Muted>
          </p>
          <PasswordBox label={words.current} autoFocus autoComplete="current-password" {...form.box('current')} />
          <TextBox label={words.code} hint={words.proofHint} autoComplete="one-time-code" {...form.box('code')} />
        </Form>
      )}
    </Dialog>
  );
}

export function TwoStepCard() {
  const words = useProfileWords();
  const dates = useDates();
  const [open, setOpen] = useState<'setUp' | 'codes' | 'off' | null>(null);
  const reading = useRead<TwoStepState>({ path: '/me/two_step', topics: ['two_step'] });
  const close = () => setOpen(null);
  return (
    <Card title={words.twoStep}>
      <Shown reading={reading} lines={2}>
        {(state) => (
          <>
            <p className={css.text}>
              {state.on ? (
                <>
                  <Tag tone="good">{words.on(dates.short(dayOf(state.since ?? '')))}</Tag>{' '}
                  <Muted>
                    {words.left(state.recovery_codes_left)}
                    {state.recovery_codes_left < FEW && ` · ${words.fewLeft}`}
                  </Muted>
                </>
              ) : (
                <Muted>{words.twoStepText}</Muted>
              )}
            </p>
            <p className={css.right}>
              {state.on ? (
                <>
                  <Button onClick={() => setOpen('codes')}>{words.newCodes}</Button>
                  <Button onClick={() => setOpen('off')}>{words.turnOff}</Button>
                </>
              ) : (
                <Button onClick={() => setOpen('setUp')}>{words.setUp}</Button>
              )}
            </p>
          </>
        )}
      </Shown>
      {open === 'setUp' && <SetUp onClose={close} />}
      {open === 'codes' && (
        <Proof
          title={words.newTitle}
          text={words.newText}
          send={words.newCodes}
          run={async (body) => (await api<RecoveryCodes>('/me/two_step/codes', { method: 'POST', body })).codes}
          onClose={close}
        />
      )}
      {open === 'off' && (
        <Proof
          title={words.offTitle}
          text={words.offText}
          send={words.turnOff}
          danger
          run={async (body) => {
            await api('/me/two_step/off', { method: 'POST', body });
            toast(words.offDone);
            return null;
          }}
          onClose={close}
        />
      )}
    </Card>
  );
}
