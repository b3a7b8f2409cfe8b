/* Why the server refuses, and how its boxes are called, in what this feature owns. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

/* In what an event differs from the one that has its id. */
const DIFFERS_JA: Record<string, string> = { time: '日時', event: 'イベント名', user: '利用者', account: '顧客企業', value: '値' };

const REASONS = reasonWords({
  needs_subject: {
    en: () => 'Give an account or a user.',
    ja: () => '顧客企業か利用者のどちらかが必要です。',
  },
  other_event: {
    en: (id, differs) => `The id “${id}” was taken before by an event with another ${differs}.`,
    ja: (id, differs) => `ID「${id}」は、${DIFFERS_JA[differs] ?? '内容'}の異なるイベントとして取り込み済みです。`,
  },
  other_line: {
    en: (differs) => `This line of this file was taken before, with another ${differs}.`,
    ja: (differs) => `このファイルのこの行は、${DIFFERS_JA[differs] ?? '内容'}の異なるイベントとして取り込み済みです。`,
  },
  no_domain: {
    en: () => 'This is not a domain. Enter it like example.com.',
    ja: () => 'ドメインの形式が正しくありません。example.com のように入力してください。',
  },
  time_far: {
    en: () => 'The time is in the future, or before 1970.',
    ja: () => '日時が未来、または1970年より前です。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    pattern: { en: 'Value', ja: '値' },
    field: { en: 'Custom field', ja: 'カスタム項目' },
  },
};
