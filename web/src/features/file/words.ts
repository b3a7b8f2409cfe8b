import { dictionary } from '../../lib/language';

export const useFileWords = dictionary(
  {
    title: 'Files',
    fileMax: 'Largest file (MB)',
    fileMaxHint: 'Up to 1,024. 0 = nothing can be attached.',
    filesMax: 'All files together (GB)',
    filesMaxHint: 'Up to 1,024.',
    used: (used: string, most: string) => `${used} of ${most} used. Equal files are stored once.`,
    setLimits: 'Set limits',
    saved: 'Limits saved.',
  },
  {
    title: 'ファイル',
    fileMax: '1ファイルの上限(MB)',
    fileMaxHint: '1,024まで。0にすると添付できません。',
    filesMax: '合計の上限(GB)',
    filesMaxHint: '1,024まで。',
    used: (used, most) => `${most} のうち ${used} を使用中。同じ内容のファイルは1つだけ保存されます。`,
    setLimits: '上限を設定',
    saved: '上限を保存しました。',
  },
);
