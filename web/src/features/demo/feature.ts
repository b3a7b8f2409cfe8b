/* The demo data: said where the day begins, and taken away. */
import { laterComponent } from '../../lib/later';
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  notices: [{ when: (me, path) => me.workspace.demo && path === '/today', Notice: laterComponent(() => import('./notice')) }],
  workspace: () => import('./card').then((module) => ({ order: 10, Card: module.DemoCard })),
  facts: () => import('./facts').then((module) => module.facts),
};
