/* The workspace, and the frame of all settings. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    {
      at: 'settings',
      path: 'workspace',
      page: () => import('./workspace').then((module) => module.WorkspacePage),
      shows: ['workspace'],
    },
  ],
  places: [
    {
      order: 100,
      foot: true,
      to: '/settings',
      key: 's',
      right: 'view',
      icon: 'settings',
      name: { en: 'Settings', ja: '設定' },
    },
  ],
  settings: [{ group: 'workspace', order: 10, path: 'workspace', right: 'view', name: { en: 'Workspace', ja: 'ワークスペース' } }],
  settingsPage: () => import('./layout').then((module) => module.SettingsLayout),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
