/* Set-up (once, by the link that `banso init` prints) and invitations. */
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { InvitationState, Me } from '../../api/types';
import { CURRENCIES } from '../../lib/currencies';
import { type Language, languageSet, useLanguage } from '../../lib/language';
import { Select, TextBox } from '../../ui/field';
import { PasswordBox } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Shown } from '../../ui/state';
import { Outside } from './outside';
import { useStaffWords } from './words';

function token(): string {
  return new URLSearchParams(window.location.search).get('token') ?? '';
}

/* A whole load of the page: what was read before belonged to nobody. */
function enter(): void {
  window.location.assign('/');
}

function zones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

function SetUpForm() {
  const words = useStaffWords();
  const language = useLanguage();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const start = {
    name: '',
    email: '',
    password: '',
    workspace_name: '',
    time_zone: zone,
    currency: language === 'ja' ? 'JPY' : 'USD',
  };
  const form = useForm(start, ['workspace_name', 'name', 'email', 'password']);
  return (
    <Form
      form={form}
      send={words.create}
      full
      onSent={enter}
      onSend={(values) => api<Me>('/setup', { method: 'POST', body: { ...values, language, token: token() }, signsIn: true })}
    >
      <TextBox label={words.workspace} required autoFocus autoComplete="organization" {...form.box('workspace_name')} />
      <TextBox label={words.name} required autoComplete="name" {...form.box('name')} />
      <TextBox label={words.email} required kind="email" autoComplete="username" {...form.box('email')} />
      <PasswordBox label={words.password} required hint={words.passwordHint} autoComplete="new-password" {...form.box('password')} />
      <Row>
        <Select
          label={words.timeZone}
          search
          value={form.values.time_zone}
          onChange={(value) => value && form.set({ time_zone: value })}
          options={zones().map((name) => ({ value: name, label: name }))}
        />
        <Select
          label={words.currency}
          value={form.values.currency}
          onChange={(value) => value && form.set({ currency: value })}
          options={CURRENCIES.map((code) => ({ value: code, label: code }))}
        />
      </Row>
      <Select
        label={words.language}
        value={language}
        onChange={(value) => value && languageSet(value as Language)}
        options={[
          { value: 'ja', label: words.japanese },
          { value: 'en', label: words.english },
        ]}
      />
    </Form>
  );
}

export function SetUpPage() {
  const words = useStaffWords();
  const reading = useRead<{ valid: boolean; needed: boolean }>({ path: '/setup', query: { token: token() }, topics: [] });
  return (
    <Outside title={words.setUp} text={reading.data?.valid ? words.setUpText : undefined}>
      <Shown reading={reading}>
        {({ valid, needed }) => {
          if (valid) return <SetUpForm />;
          return (
            <>
              <p>{needed ? words.setUpBad : words.setUpDone}</p>
              {!needed && <a href="/sign-in">{words.toSignIn}</a>}
            </>
          );
        }}
      </Shown>
    </Outside>
  );
}

function bodyOf({ password, code }: { password: string; code: string }, twoStep: boolean) {
  return { token: token(), password, ...(twoStep ? { code } : {}) };
}

export function InvitationPage() {
  const words = useStaffWords();
  const form = useForm({ password: '', code: '' });
  const reading = useRead<InvitationState>({ path: '/invitation', query: { token: token() }, topics: [] });
  const invited = reading.data?.valid ? reading.data : null;
  return (
    <Outside title={invited ? words.invited(invited.name) : words.join} text={invited ? words.invitedText : undefined}>
      <Shown reading={reading}>
        {({ valid, email, two_step }) => {
          if (!valid) return <p>{words.invitedBad}</p>;
          return (
            <Form
              form={form}
              send={words.join}
              full
              onSent={enter}
              onSend={(values) => api<Me>('/invitation', { method: 'POST', body: bodyOf(values, two_step), signsIn: true })}
            >
              <TextBox label={words.email} value={email} onChange={() => undefined} disabled autoComplete="username" />
              <PasswordBox
                label={words.password}
                required
                autoFocus
                hint={words.passwordHint}
                autoComplete="new-password"
                {...form.box('password')}
              />
              {two_step && <TextBox label={words.code} hint={words.codeHint} required autoComplete="one-time-code" {...form.box('code')} />}
            </Form>
          );
        }}
      </Shown>
    </Outside>
  );
}
