/* What happens to promises, as the timeline and the audit say it. */
import { untilTold } from '../../ui/changes';
import { type FactParts, factWords, type Told } from '../../ui/feature';

/** "#1042": what people say aloud. */
const numbered = ({ body }: { body: { number: number } }): Told => ({ beside: `#${body.number}` });

const FACTS = factWords({
  'sla.warned': { name: { en: 'SLA due soon', ja: 'SLA期限の接近' }, tell: numbered },
  'sla.breached': { name: { en: 'SLA breached', ja: 'SLA違反' }, tell: numbered },
  'sla.recalculated': { name: { en: 'SLA due times recalculated', ja: 'SLA期限を再計算' } },
  'sla_policy.created': { name: { en: 'SLA policy added', ja: 'SLAポリシーを追加' } },
  'sla_policy.changed': { name: { en: 'SLA policy changed', ja: 'SLAポリシーを変更' }, tell: untilTold },
  'sla_policy.deleted': { name: { en: 'SLA policy deleted', ja: 'SLAポリシーを削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
