/* The people of an account, on its page. */
import type { Contact } from '../../api/types';
import { type AccountParts, editor } from '../../ui/feature';
import { ContactsCard } from './card';
import { EditContact } from './edit';
import { useContactWords } from './words';

function title(contact: Contact | undefined): string {
  const words = useContactWords.now();
  return contact ? (contact.name ?? words.contacts) : words.newContact;
}

export const account: AccountParts = {
  said: [
    {
      order: 20,
      say: ({ contacts }) => {
        const champion = contacts.find((one) => one.roles.includes('champion'));
        return champion?.name ? useContactWords.now().championIs(champion.name) : null;
      },
    },
  ],
  cards: [{ area: 'foot', order: 30, Card: ContactsCard }],
  acts: [{ order: 30, right: 'manage', name: { en: 'Add a contact', ja: '先方担当者を追加' }, editing: { what: 'contact' } }],
  editors: { contact: editor(title, EditContact) },
};
