import { dictionary } from '../../lib/language';

export const useWorkspaceWords = dictionary(
  {
    settings: 'Settings',
    name: 'Name',
    zone: 'Time zone',
    zoneHint: 'Days are counted in it: a change recomputes all usage and health.',
    language: 'Language of new members and notices',
    currency: 'Currency',
    fiscal: 'Fiscal year begins in',
    fiscalHint: 'Decides which currency rate counts on a day.',
    saved: 'Saved.',
    ja: '日本語',
    en: 'English',
    readOnly: 'Only administrators change the workspace.',
  },
  {
    settings: '設定',
    name: '名前',
    zone: 'タイムゾーン',
    zoneHint: '日の区切りに使います。変更すると利用状況とヘルスをすべて計算し直します。',
    language: '新しいメンバーと通知の言語',
    currency: '通貨',
    fiscal: '会計年度の開始月',
    fiscalHint: 'どの年度の為替レートを使うかを決めます。',
    saved: '保存しました。',
    ja: '日本語',
    en: 'English',
    readOnly: 'ワークスペースの変更は管理者だけが行えます。',
  },
);
