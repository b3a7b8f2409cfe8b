/* What a condition can ask of a ticket. */
import type { Attribute } from './feature';

const day = { en: { known: 'is set', unknown: 'is not set' }, ja: { known: '設定あり', unknown: '設定なし' } };

export const STATES = {
  new: { en: 'New', ja: '新規' },
  open: { en: 'Open', ja: '対応中' },
  waiting: { en: 'Waiting for customer', ja: '顧客の返信待ち' },
  on_hold: { en: 'On hold', ja: '保留' },
  solved: { en: 'Solved', ja: '解決済み' },
  closed: { en: 'Closed', ja: 'クローズ' },
} as const;

export const TYPES = {
  question: { en: 'Question', ja: '質問' },
  problem: { en: 'Problem', ja: '不具合' },
  request: { en: 'Request', ja: '依頼' },
  refund: { en: 'Refund', ja: '返金' },
} as const;

export const PRIORITIES = {
  low: { en: 'Low', ja: '低' },
  normal: { en: 'Normal', ja: '通常' },
  high: { en: 'High', ja: '高' },
  urgent: { en: 'Urgent', ja: '緊急' },
} as const;

/** As a condition offers them. */
function offered(names: Record<string, { en: string; ja: string }>): { en: Record<string, string>; ja: Record<string, string> } {
  const of = (language: 'en' | 'ja') => Object.fromEntries(Object.entries(names).map(([value, name]) => [value, name[language]]));
  return { en: of('en'), ja: of('ja') };
}

export const ATTRIBUTES = {
  subject: { order: 10, kind: 'text', always: true, name: { en: 'Subject', ja: '件名' } },
  number: { order: 15, kind: 'number', always: true, name: { en: 'Number', ja: '番号' } },
  state: { order: 20, kind: 'choice', always: true, name: { en: 'Status', ja: 'ステータス' }, choices: offered(STATES) },
  type: { order: 30, kind: 'choice', name: { en: 'Type', ja: '種別' }, choices: offered(TYPES) },
  priority: { order: 40, kind: 'choice', always: true, name: { en: 'Priority', ja: '優先度' }, choices: offered(PRIORITIES) },
  assignee_id: {
    order: 50,
    kind: 'id',
    name: { en: 'Assignee', ja: '担当メンバー' },
    from: 'staff',
    there: { en: { known: 'is assigned', unknown: 'is unassigned' }, ja: { known: '割り当て済み', unknown: '未割り当て' } },
  },
  waits: { order: 60, kind: 'flag', always: true, name: { en: 'Waits for us', ja: '返信待ち' } },
  answered: { order: 70, kind: 'flag', always: true, name: { en: 'Answered', ja: '返信済み' } },
  done: { order: 80, kind: 'flag', always: true, name: { en: 'Solved or closed', ja: '解決・クローズ' } },
  snoozed: { order: 90, kind: 'flag', always: true, name: { en: 'Snoozed', ja: 'スヌーズ中' } },
  overdue: { order: 92, kind: 'flag', always: true, name: { en: 'SLA overdue', ja: 'SLA期限超過' } },
  due_soon: { order: 94, kind: 'flag', always: true, name: { en: 'SLA due soon', ja: 'SLA期限間近' } },
  breached: { order: 96, kind: 'flag', always: true, name: { en: 'SLA breached', ja: 'SLA違反あり' } },
  reopened: { order: 100, kind: 'number', always: true, name: { en: 'Times reopened', ja: '再開回数' } },
  opened_on: { order: 110, kind: 'day', always: true, name: { en: 'Opened on', ja: '受付日' }, there: day },
  days_open: { order: 120, kind: 'number', always: true, name: { en: 'Days since opened', ja: '受付からの日数' } },
  channel: { order: 130, kind: 'text', always: true, name: { en: 'Channel', ja: '経路' } },
  product_id: { order: 140, kind: 'id', name: { en: 'Product', ja: 'プロダクト' }, from: 'products' },
  external_id: { order: 150, kind: 'text', name: { en: 'External id', ja: '外部ID' } },
} satisfies Record<string, Attribute>;
