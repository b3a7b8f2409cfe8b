/* Tickets: what customers ask of us. */
import type { Found } from '../../api/types';
import type { Feature, Hits } from '../../ui/feature';

const ofTicket = ({ id }: Found): ReturnType<Hits['to']> => ({ to: '/inbox/$id', params: { id: String(id) } });

/** A message is found by its own id; its ticket stands on the account's timeline, or in the list. */
function ofMessage({ account_id: id }: Found): ReturnType<Hits['to']> {
  return id === null
    ? { to: '/inbox', search: { show: 'all' } }
    : { to: '/accounts/$id', params: { id: String(id) }, search: { kinds: 'ticket' } };
}

export const feature: Feature = {
  routes: [
    {
      at: 'inside',
      path: '/inbox',
      search: ['q', 'filter', 'sort', 'columns', 'view', 'whose', 'show'],
      page: () => import('./inbox-page').then((module) => module.InboxPage),
      shows: ['attributes', 'measures'],
    },
    {
      at: 'inside',
      path: '/inbox/$id',
      page: () => import('./ticket-page').then((module) => module.TicketPage),
      shows: ['facts', 'ticket'],
    },
    { at: 'settings', path: 'statuses', page: () => import('./statuses').then((module) => module.StatusesPart) },
  ],
  places: [{ order: 12, to: '/inbox', key: 'i', right: 'view', circle: 'support', icon: 'inbox', name: { en: 'Inbox', ja: '受信箱' } }],
  settings: [
    {
      group: 'support',
      order: 32,
      path: 'statuses',
      right: 'view',
      circle: 'support',
      name: { en: 'Ticket statuses', ja: '問い合わせのステータス' },
    },
  ],
  account: () => import('./account').then((module) => module.account),
  palette: {
    hits: {
      ticket: { order: 33, circle: 'support', icon: 'inbox', name: { en: 'Ticket', ja: '問い合わせ' }, to: ofTicket },
      message: { order: 36, icon: 'mail', name: { en: 'Message', ja: 'メッセージ' }, to: ofMessage },
    },
  },
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
  told: () => import('./told').then((module) => module.told),
  today: () => import('./today').then((module) => module.today),
};
