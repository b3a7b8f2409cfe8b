/* Why the server refuses a webhook, and how its boxes are called. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  no_url: {
    en: () => 'Enter a URL that starts with https:// or http://, without user name and #.',
    ja: () => 'https:// または http:// で始まるURLを入力してください（ユーザー名と # は使えません）。',
  },
  address_refused: {
    en: (host) => `“${host}” is not on the public internet. Your admin can allow it with --outbound-networks.`,
    ja: (host) => `「${host}」は公開されたアドレスではありません。必要な場合は、運用担当者が --outbound-networks で許可してください。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    url: { en: 'URL', ja: 'URL' },
    description: { en: 'Description', ja: '説明' },
    since_on: { en: 'Send again since', ja: '再送の開始日' },
  },
};
