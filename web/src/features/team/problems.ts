/* Why the server refuses a team, and how its boxes are called. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  team_used: {
    /* By what the page says, in the reader's language. */
    en: () => 'The team is in use. Give its accounts and tasks to another team first.',
    ja: () => 'このチームは使用中です。先に、担当の顧客企業やタスクを別のチームに変更してください。',
  },
  lead_outside: {
    en: () => 'The lead must be a member of the team.',
    ja: () => 'リーダーはチームのメンバーから選んでください。',
  },
  no_team: {
    en: (name) => `There is no team “${name}”.`,
    ja: (name) => `「${name}」というチームはありません。`,
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    lead_id: { en: 'Lead', ja: 'リーダー' },
    members: { en: 'Members', ja: 'メンバー' },
  },
};
