/* Use: what comes in, what is counted of it, and where a number comes from. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    { at: 'settings', path: 'events', page: () => import('./intake').then((module) => module.IntakePart) },
    { at: 'settings', path: 'excluded', page: () => import('./excluded').then((module) => module.ExcludedPart) },
  ],
  settings: [
    { group: 'data', order: 50, path: 'events', right: 'view', name: { en: 'Event ingestion', ja: 'イベントの受信' } },
    { group: 'data', order: 51, path: 'excluded', right: 'view', name: { en: 'Excluded use', ja: '集計対象外' } },
  ],
  account: () => import('./account').then((module) => module.account),
  evidence: () => import('./evidence').then((module) => module.Evidence),
  workspace: () => import('./rebuild').then((module) => ({ order: 20, Card: module.RebuildCard })),
  today: () => import('./today').then((module) => module.today),
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
