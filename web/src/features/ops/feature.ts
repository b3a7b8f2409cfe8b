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
    { at: 'settings', path: 'api', search: ['q'], page: () => import('./reference').then((module) => module.ReferencePart) },
  ],
  settings: [
    { group: 'system', order: 75, path: 'api', right: 'view', name: { en: 'API reference', ja: 'APIリファレンス' } },
    { group: 'system', order: 80, path: 'audit', right: 'admin', name: { en: 'Audit log', ja: '監査ログ' } },
  ],
  facts: () => import('./facts').then((module) => module.facts),
};
