/* Promises (SLA): the words of what happens to them. Their pages are the desk's, beside the tickets they are about. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  facts: () => import('./facts').then((module) => module.facts),
  measures: () => import('./measures').then((module) => module.measures),
  problems: () => import('./problems').then((module) => module.problems),
  today: () => import('./today').then((module) => module.today),
  told: () => import('./told').then((module) => module.told),
};
