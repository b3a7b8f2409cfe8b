/* Macros: texts under a name, with what a ticket gets with them. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'macros', page: () => import('./macros').then((module) => module.MacrosPart) }],
  settings: [{ group: 'support', order: 31, path: 'macros', right: 'view', circle: 'support', name: { en: 'Macros', ja: 'マクロ' } }],
  ticket: () => import('./ticket').then((module) => module.ticket),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
