/* Why the server refuses a file, and how its boxes are called. */
import { type ProblemParts, reasonWords } from '../../ui/feature';

const REASONS = reasonWords({
  file_large: {
    en: (most) => `The file is too large: at most ${most}.`,
    ja: (most) => `ファイルが大きすぎます(上限 ${most})。`,
  },
  files_full: {
    en: (most) => `There is no room left: all files together may take ${most}. An admin can raise the limit in Settings.`,
    ja: (most) => `空き容量がありません(全ファイルの合計上限 ${most})。上限は管理者が設定で変更できます。`,
  },
  file_name: {
    en: () => 'The name contains a character that file names must not have.',
    ja: () => 'ファイル名に使えない文字が含まれています。',
  },
  file_name_long: {
    en: () => 'The file name is too long.',
    ja: () => 'ファイル名が長すぎます。',
  },
});

declare module '../../ui/feature' {
  interface ReasonsTold extends Record<keyof typeof REASONS, true> {}
}

export const problems: ProblemParts = {
  reasons: REASONS,
  fields: {
    file_max: { en: 'Largest file', ja: '1ファイルの上限' },
    files_max: { en: 'All files', ja: '合計の上限' },
  },
};
