/* The audit, and what keeps the house running. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'settings',
      path: 'audit',
      search: ['kind', 'actor', 'from', 'until'],
      page: () => import('./audit').then((module) => module.AuditPart),
      shows: ['facts'],
    },
  ],
  settings: [{ order: 80, path: 'audit', right: 'admin', name: { en: 'Audit log', ja: '監査ログ' } }],
  facts: () => import('./facts').then((module) => module.facts),
};
