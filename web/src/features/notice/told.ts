/* Kinds of notices that no other feature has. */
import type { ToldKinds } from '../../ui/feature';

export const told: ToldKinds = {
  mentioned: {
    name: { en: 'Somebody mentions me with @', ja: '@で自分が言及されたとき' },
    says: { en: (who) => `${who} mentioned you`, ja: (who) => `${who}さんがあなたに言及しました` },
  },
};
