/* The boxes of a mail server, the same for mails that come in and that go out. */
import type { MailboxSettings } from '../../api/types';
import { NumberBox, Select, TextBox } from '../../ui/field';
import { PasswordBox } from '../../ui/field-more';
import { type FormOf, Row } from '../../ui/form';
import { useServerWords } from './server-words';

export const TOPICS = ['mailbox', 'mailboxes'];

type Security = MailboxSettings['in_security'];
const SECURITIES: readonly Security[] = ['tls', 'starttls', 'plain'];

interface Values {
  host: string;
  port: number | null;
  security: Security;
  user: string;
  password: string;
}
type Boxes = { [K in keyof Values]: ReturnType<FormOf<Pick<Values, K>>['box']> };

interface Props {
  way: 'in' | 'out';
  boxes: Boxes;
  passwordSet: boolean;
  userRequired?: boolean;
  autoFocus?: boolean;
}

/** Without a host there is no server, and nothing else to enter. */
export function ServerBoxes({ way, boxes, passwordSet, userRequired, autoFocus }: Props) {
  const words = useServerWords();
  const { security } = boxes;
  return (
    <>
      <TextBox label={words.host[way]} hint={words.hostHint[way]} autoFocus={autoFocus ?? false} {...boxes.host} />
      {boxes.host.value.trim() !== '' && (
        <>
          <Row>
            <Select
              label={words.security}
              {...security}
              onChange={(value) => value && security.onChange(value as Security)}
              options={SECURITIES.map((value) => ({ value, label: words.securities[value] }))}
            />
            <NumberBox label={words.port} hint={words.portHint} {...boxes.port} />
          </Row>
          <Row>
            <TextBox label={words.user} required={userRequired ?? false} {...boxes.user} />
            <PasswordBox
              label={words.password}
              autoComplete="new-password"
              {...(passwordSet ? { hint: words.passwordSet } : {})}
              {...boxes.password}
            />
          </Row>
        </>
      )}
    </>
  );
}
