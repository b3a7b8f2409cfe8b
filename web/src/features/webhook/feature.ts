/* Outgoing webhooks: what is sent where. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
