/* Setting up: the steps from an empty workspace to scores, the snippet, and the first event, seen live. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [{ at: 'settings', path: 'start', page: () => import('./page').then((module) => module.SetupPart) }],
  settings: [{ group: 'workspace', order: 7, path: 'start', right: 'view', name: { en: 'Set-up', ja: 'セットアップ' } }],
  palette: {
    commands: [
      { name: { en: 'Set-up: next step', ja: 'セットアップ: 次のステップ' }, icon: 'settings', to: '/settings/start', right: 'view' },
    ],
  },
  today: () => import('./today').then((module) => module.today),
};
