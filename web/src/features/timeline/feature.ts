/* What happened to an account, in one line of time. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  account: () => import('./account').then((module) => module.account),
};
