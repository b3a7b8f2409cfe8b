/* Holidays: the days that do not count in measures of use. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'holidays', page: () => import('./holidays').then((module) => module.HolidaysPart) }],
  settings: [{ group: 'workspace', order: 13, path: 'holidays', right: 'view', name: { en: 'Holidays', ja: '休日' } }],
  facts: () => import('./facts').then((module) => module.facts),
  imports: () => import('./imports').then((module) => module.imports),
  problems: () => import('./problems').then((module) => module.problems),
};
