/* Files that are brought in. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    { at: 'settings', path: 'imports', page: () => import('./list-page').then((module) => module.ImportListPart), shows: ['imports'] },
    { at: 'settings', path: 'imports/$id', page: () => import('./import-page').then((module) => module.ImportPart), shows: ['imports'] },
  ],
  palette: {
    commands: [{ right: 'manage', icon: 'import', to: '/settings/imports', name: { en: 'Import a file', ja: 'ファイルを取り込む' } }],
  },
  settings: [{ group: 'data', order: 40, path: 'imports', right: 'manage', name: { en: 'Imports', ja: '取り込み' } }],
  today: () => import('./today').then((module) => module.today),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
