/* Outgoing webhooks: what is sent where, and how it went. */
import { laterComponent } from '../../lib/later';
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'webhooks', page: () => import('./list').then((module) => module.WebhooksPart), shows: ['facts'] }],
  settings: [{ group: 'system', order: 75, path: 'webhooks', right: 'admin', name: { en: 'Webhooks', ja: 'Webhook' } }],
  notices: [
    {
      when: (me, path) => me.rights.includes('admin') && path === '/today',
      Notice: laterComponent(() => import('./notice')),
    },
  ],
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
