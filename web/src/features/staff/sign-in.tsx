/* Signing in over a page whose session has ended; the page before anything else is the server's (house/staff/sign_in.html). */
import { api } from '../../api/client';
import type { Me } from '../../api/types';
import { TextBox } from '../../ui/field';
import { PasswordBox } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { useStaffWords } from './words';

export default function SignInForm({ email, onIn }: { email?: string; onIn: (me: Me) => void }) {
  const words = useStaffWords();
  const form = useForm({ email: email ?? '', password: '' });
  return (
    <Form
      form={form}
      send={words.signIn}
      full
      onSend={async (values) => onIn(await api<Me>('/session', { method: 'POST', body: values, signsIn: true }))}
    >
      <TextBox label={words.email} kind="email" autoComplete="username" autoFocus={!email} {...form.box('email')} />
      <PasswordBox label={words.password} autoComplete="current-password" autoFocus={Boolean(email)} {...form.box('password')} />
    </Form>
  );
}
