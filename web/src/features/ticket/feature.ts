/* Tickets: what customers ask of us. */
import type { Found } from '../../api/types';
import type { Feature, Hits } from '../../ui/feature';

function onPage({ account_id: id }: Found): ReturnType<Hits['to']> {
  return id === null ? { to: '/accounts' } : { to: '/accounts/$id', params: { id: String(id) }, search: { kinds: 'ticket' } };
}

export const feature: Feature = {
  palette: {
    hits: {
      ticket: { order: 33, circle: 'support', name: { en: 'Ticket', ja: 'チケット' }, to: onPage },
      message: { order: 36, name: { en: 'Message', ja: 'メッセージ' }, to: onPage },
    },
  },
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
  told: () => import('./told').then((module) => module.told),
  today: () => import('./today').then((module) => module.today),
};
