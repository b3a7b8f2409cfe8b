/* Who works here: signing in, members, keys. */
import type { Feature } from '../../ui/feature';

export const feature: Feature = {
  routes: [
    { at: 'outside', path: '/setup', page: () => import('./pages').then((module) => module.SetUpPage) },
    { at: 'outside', path: '/invitation', page: () => import('./pages').then((module) => module.InvitationPage) },
    { at: 'settings', path: 'profile', page: () => import('./profile').then((module) => module.ProfilePart), shows: ['absence'] },
    { at: 'settings', path: 'staff', page: () => import('./members').then((module) => module.MembersPart), shows: ['absence'] },
    { at: 'settings', path: 'keys', page: () => import('./keys').then((module) => module.KeysPart) },
  ],
  settings: [
    { group: 'workspace', order: 5, path: 'profile', right: 'view', name: { en: 'Profile', ja: 'プロフィール' } },
    { group: 'members', order: 60, path: 'staff', right: 'view', name: { en: 'Staff', ja: 'メンバー' } },
    { group: 'members', order: 70, path: 'keys', right: 'admin', name: { en: 'Keys', ja: 'キー' } },
  ],
  today: () => import('./today').then((module) => module.today),
  facts: () => import('./facts').then((module) => module.facts),
  problems: () => import('./problems').then((module) => module.problems),
};
