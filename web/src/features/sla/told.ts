/* What somebody is told of promises. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  'sla.warned': {
    name: { en: 'An SLA of my ticket is due soon', ja: '担当する問い合わせのSLA期限が近いとき' },
    says: { en: () => 'SLA due soon', ja: () => 'SLAの期限が近づいています' },
  },
  'sla.breached': {
    name: { en: 'An SLA of my ticket is breached', ja: '担当する問い合わせがSLA違反になったとき' },
    says: { en: () => 'SLA breached', ja: () => 'SLAの期限を過ぎました' },
  },
};
