/* What a condition can ask of a person. */
import type { Attribute } from '../../ui/feature';

export const ATTRIBUTES = {
  name: { order: 10, kind: 'text', name: { en: 'Name', ja: '名前' } },
  title: { order: 20, kind: 'text', name: { en: 'Position', ja: '役職' } },
  role: {
    order: 30,
    kind: 'choice',
    always: true,
    name: { en: 'Role', ja: '役割' },
    choices: {
      en: { champion: 'Champion', decision_maker: 'Decision maker', user: 'User', billing: 'Billing' },
      ja: { champion: '推進役', decision_maker: '決裁者', user: '利用者', billing: '請求窓口' },
    },
  },
  last_seen_on: { order: 40, kind: 'day', name: { en: 'Last seen', ja: '最終利用' } },
  days_unseen: { order: 45, kind: 'number', name: { en: 'Days since last use', ja: '最終利用からの日数' } },
  excluded: { order: 47, kind: 'flag', always: true, name: { en: 'Excluded from figures', ja: '集計対象外' } },
  email: { order: 50, kind: 'text', name: { en: 'E-mail', ja: 'メールアドレス' } },
  external_id: { order: 60, kind: 'text', name: { en: 'External id', ja: '外部ID' } },
  language: {
    order: 70,
    kind: 'choice',
    name: { en: 'Language', ja: '言語' },
    choices: { en: { ja: 'Japanese', en: 'English' }, ja: { ja: '日本語', en: '英語' } },
  },
} satisfies Record<string, Attribute>;
