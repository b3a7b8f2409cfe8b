/* Mailboxes: the addresses that customers write to, and the mails that are held. */
import type { Feature } from '../../ui/feature';

const toMailboxes = () => ({ to: '/settings/mailboxes' }) as const;

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'mailboxes', page: () => import('./page').then((module) => module.MailboxesPart), shows: ['problems'] }],
  settings: [
    { group: 'support', order: 31, path: 'mailboxes', right: 'manage', circle: 'support', name: { en: 'Mailboxes', ja: 'メールボックス' } },
  ],
  palette: {
    hits: {
      incoming: {
        order: 37,
        isOnlyTold: true,
        circle: 'support',
        icon: 'mail',
        name: { en: 'Held e-mail', ja: '保留メール' },
        to: toMailboxes,
      },
      mailbox: {
        order: 38,
        isOnlyTold: true,
        circle: 'support',
        icon: 'mail',
        name: { en: 'Mailbox', ja: 'メールボックス' },
        to: toMailboxes,
      },
    },
  },
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
  told: () => import('./told').then((module) => module.told),
};
