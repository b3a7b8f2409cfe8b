import type { Both } from '../lib/language';

/** From top to bottom, as the list of settings names them. */
export const SETTINGS_GROUPS = {
  workspace: { en: 'Workspace', ja: 'ワークスペース' },
  members: { en: 'Staff and access', ja: 'メンバーと権限' },
  customers: { en: 'Customers', ja: '顧客' },
  support: { en: 'Support', ja: 'サポート' },
  data: { en: 'Data', ja: 'データ' },
  system: { en: 'Integration and audit', ja: '連携と監査' },
} as const satisfies Record<string, Both>;
export type SettingsGroup = keyof typeof SETTINGS_GROUPS;
