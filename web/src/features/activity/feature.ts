/* Meetings and mails that were noted by hand. */
import type { Found } from '../../api/types';
import type { Feature, Hits } from '../../ui/feature';

/** On the account's page, whose timeline shows that kind. */
function onPage({ account_id: id }: Found, kinds: string): ReturnType<Hits['to']> {
  return id === null ? { to: '/today' } : { to: '/accounts/$id', params: { id: String(id) }, search: { kinds } };
}

export const feature: Feature = {
  palette: {
    hits: {
      meeting: { order: 62, icon: 'people', name: { en: 'Meeting', ja: '打ち合わせ' }, to: (found) => onPage(found, 'meeting') },
      mail: { order: 64, icon: 'mail', name: { en: 'E-mail', ja: 'メール' }, to: (found) => onPage(found, 'mail') },
    },
  },
  today: () => import('./today').then((module) => module.today),
  works: () => import('./works').then((module) => module.works),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
