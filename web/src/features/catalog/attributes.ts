/* What a condition can ask of what an account has. */
import type { Attribute } from '../../ui/feature';

export const attributes = {
  product_id: { order: 120, kind: 'id', name: { en: 'Product', ja: 'プロダクト' }, from: 'products', always: true },
} satisfies Record<string, Attribute>;
