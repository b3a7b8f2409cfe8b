/* Signing in over a page whose session has ended; the page before anything else is the server's (house/staff/sign_in.html). */
import { useState } from 'react';
import { ApiError, api } from '../../api/client';
import type { Me } from '../../api/types';
import { TextBox } from '../../ui/field';
import { PasswordBox } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import css from './staff.module.css';
import { useStaffWords } from './words';

/** Until Banso can send mail, a forgotten password is an admin's to replace. */
function Forgot() {
  const words = useStaffWords();
  return (
    <details className={css.forgot}>
      <summary>{words.forgot}</summary>
      <p>{words.forgotAsk}</p>
      <p>
        {words.forgotAdmin} <code>banso user link ADDRESS</code>
      </p>
    </details>
  );
}

interface Entered {
  email: string;
  password: string;
  code?: string;
}

function wantsCode(error: unknown): boolean {
  return error instanceof ApiError && error.problem.reason === 'code_needed';
}

/** The password was right: what is still missing is the code. */
function CodeForm({ entered, onIn }: { entered: Entered; onIn: (me: Me) => void }) {
  const words = useStaffWords();
  const form = useForm({ code: '' });
  return (
    <Form
      form={form}
      send={words.signIn}
      full
      disabled={!form.values.code.trim()}
      onSend={async ({ code }) => onIn(await api<Me>('/session', { method: 'POST', body: { ...entered, code }, signsIn: true }))}
    >
      <TextBox label={words.code} hint={words.codeHint} autoFocus autoComplete="one-time-code" {...form.box('code')} />
    </Form>
  );
}

export default function SignInForm({ email, onIn }: { email?: string; onIn: (me: Me) => void }) {
  const words = useStaffWords();
  const [entered, setEntered] = useState<Entered | null>(null);
  const form = useForm<{ email: string; password: string }>({ email: email ?? '', password: '' });
  if (entered) return <CodeForm entered={entered} onIn={onIn} />;

  async function send(values: { email: string; password: string }): Promise<void> {
    try {
      onIn(await api<Me>('/session', { method: 'POST', body: values, signsIn: true }));
    } catch (error) {
      if (!wantsCode(error)) throw error;
      setEntered(values);
    }
  }
  return (
    <>
      <Form form={form} send={words.signIn} full onSend={send}>
        <TextBox label={words.email} kind="email" autoComplete="username" autoFocus={!email} {...form.box('email')} />
        <PasswordBox label={words.password} autoComplete="current-password" autoFocus={Boolean(email)} {...form.box('password')} />
      </Form>
      <Forgot />
    </>
  );
}
