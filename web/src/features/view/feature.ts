/* Saved views: lists under a name, in the rail and over the list. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  rail: () => import('./rail').then((module) => module.ViewRail),
  lists: () => import('./bar').then((module) => module.ViewBar),
  facts: () => import('./facts').then((module) => module.facts),
};
