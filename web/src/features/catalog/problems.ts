/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_product: {
    en: (id) => `There is no product ${id}.`,
    ja: (id) => `プロダクト ${id} がありません。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    product_id: { en: 'Product', ja: 'プロダクト' },
  },
};
