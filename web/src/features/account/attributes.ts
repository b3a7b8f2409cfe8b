/* What a condition can ask of the account itself. */
import type { Attribute } from '../../ui/feature';

export const attributes = {
  name: { order: 10, kind: 'text', name: { en: 'Name', ja: '名前' } },
  domain: { order: 20, kind: 'text', name: { en: 'Domain', ja: 'ドメイン' } },
  external_id: { order: 30, kind: 'text', name: { en: 'External id', ja: '外部ID' } },
  country: { order: 40, kind: 'choice', name: { en: 'Country', ja: '国' }, from: 'countries' },
  language: {
    order: 50,
    kind: 'choice',
    name: { en: 'Language', ja: '言語' },
    choices: { en: { ja: 'Japanese', en: 'English' }, ja: { ja: '日本語', en: '英語' } },
  },
  owner_id: {
    order: 60,
    kind: 'id',
    name: { en: 'Owner', ja: '担当CSM' },
    from: 'staff',
    there: { en: { known: 'is assigned', unknown: 'is unassigned' }, ja: { known: '割り当て済み', unknown: '未割り当て' } },
  },
  team_id: {
    order: 62,
    kind: 'id',
    name: { en: 'Team', ja: 'チーム' },
    from: 'teams',
    there: { en: { known: 'is assigned', unknown: 'is unassigned' }, ja: { known: '割り当て済み', unknown: '未割り当て' } },
  },
  stand_in_id: {
    order: 64,
    kind: 'id',
    name: { en: 'Stand-in', ja: '代理担当' },
    from: 'staff',
    there: { en: { known: 'is set', unknown: 'is not set' }, ja: { known: '設定あり', unknown: '設定なし' } },
  },
  standing_in_id: {
    order: 66,
    kind: 'id',
    name: { en: 'Standing in now', ja: '現在の代理' },
    from: 'staff',
    there: { en: { known: 'is somebody', unknown: 'is nobody' }, ja: { known: 'あり', unknown: 'なし' } },
  },
  touch: {
    order: 70,
    kind: 'choice',
    name: { en: 'Touch model', ja: 'タッチモデル' },
    choices: {
      en: { high: 'High touch', low: 'Low touch', tech: 'Tech touch' },
      ja: { high: 'ハイタッチ', low: 'ロータッチ', tech: 'テックタッチ' },
    },
  },
  stage: {
    order: 80,
    kind: 'choice',
    name: { en: 'Stage', ja: 'ステージ' },
    choices: {
      en: { onboarding: 'Onboarding', adoption: 'Adoption', renewal: 'Renewal', expansion: 'Expansion', left: 'Churned' },
      ja: { onboarding: 'オンボーディング', adoption: '定着', renewal: '更新', expansion: '拡大', left: '解約済み' },
    },
  },
  created_on: { order: 130, kind: 'day', name: { en: 'Added on', ja: '登録日' } },
} satisfies Record<string, Attribute>;
