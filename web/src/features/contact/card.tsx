/* The people at the company, those with a role first. */
import type { Contact } from '../../api/types';
import { useDates } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { Button, TextButton } from '../../ui/button';
import type { AccountPart } from '../../ui/feature';
import { Card, Tag } from '../../ui/layout';
import css from './contact.module.css';
import { useContactWords } from './words';

const ROLES = ['champion', 'decision_maker', 'billing', 'user'] as const;
const SHOWN = 2;

function rank(contact: Contact): number {
  const at = ROLES.findIndex((role) => contact.roles.includes(role));
  return at < 0 ? ROLES.length : at;
}

function OneContact({ contact, part }: { contact: Contact; part: AccountPart }) {
  const words = useContactWords();
  const language = useLanguage();
  const dates = useDates();
  const name = contact.name ?? contact.email ?? contact.external_id ?? words.nameless;
  const addressed = language === 'ja' && contact.name ? `${name} 様` : name;
  const use = contact.last_seen_on ? words.lastSeen(dates.ago(contact.last_seen_on)) : words.neverSeen;
  /* When somebody was last seen is known of today alone. */
  const seen = part.asOf ? null : use;
  return (
    <li className={css.person} data-excluded={contact.excluded !== null || undefined}>
      <div>
        {part.mayManage ? <TextButton onClick={() => part.onEdit({ what: 'contact', of: contact })}>{addressed}</TextButton> : addressed}{' '}
        <span className={css.roles}>
          {contact.roles.map((role) => (
            <Tag key={role}>{words.role[role]}</Tag>
          ))}
        </span>
      </div>
      <div className={css.personAbout}>{[contact.title, seen].filter(Boolean).join(' · ')}</div>
      {contact.excluded && <div className={css.personAbout}>{words.excludedBy[contact.excluded](contact.excluded_pattern ?? '')}</div>}
      {contact.email && (
        <div className={css.personAbout}>
          <a href={`mailto:${contact.email.split('@').map(encodeURIComponent).join('@')}`}>{contact.email}</a>
        </div>
      )}
    </li>
  );
}

export function ContactsCard({ part }: { part: AccountPart }) {
  const words = useContactWords();
  const contacts = [...part.account.contacts].sort((one, other) => rank(one) - rank(other));
  return (
    <Card
      title={words.contacts}
      beside={
        part.mayManage &&
        contacts.length > 0 && <TextButton onClick={() => part.onEdit({ what: 'contact' })}>{words.addContact}</TextButton>
      }
    >
      {contacts.length === 0 ? (
        <>
          <p className={css.quiet}>{words.noContacts}</p>
          {part.mayManage && <Button onClick={() => part.onEdit({ what: 'contact' })}>{words.addContact}</Button>}
        </>
      ) : (
        <ul className={css.people}>
          {contacts.slice(0, SHOWN).map((contact) => (
            <OneContact key={contact.id} contact={contact} part={part} />
          ))}
        </ul>
      )}
      {contacts.length > SHOWN && (
        <details className={css.rest}>
          <summary>{words.morePeople(contacts.length - SHOWN)}</summary>
          <ul className={css.people}>
            {contacts.slice(SHOWN).map((contact) => (
              <OneContact key={contact.id} contact={contact} part={part} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
