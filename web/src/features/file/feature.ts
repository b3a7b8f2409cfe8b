/* Files on notes, calls and tasks: how they are told of, why one is refused, how much the workspace takes. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
  workspace: () => import('./card').then((module) => ({ order: 5, Card: module.FilesCard })),
};
