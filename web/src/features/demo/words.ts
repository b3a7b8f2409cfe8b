import { dictionary } from '../../lib/language';

export const useDemoWords = dictionary(
  {
    demo: 'Demo data',
    demoText: 'About 200 invented companies with contracts and 18 months of use. Your own data is not touched when they go.',
    demoRemove: 'Remove the demo data',
    demoAsk: 'Remove all demo data?',
    demoAskText:
      'All demo companies, people, contracts and events are removed. If nobody but the demo’s people can sign in, you then name your own workspace and its first admin.',
    demoGone: 'The demo data is removed.',
    notice: 'You’re looking at demo data.',
    noticeRemove: 'Remove demo data',
    noticeAsk: 'Remove all demo data?',
    noticeAskText:
      'All demo companies, people, contracts and events are removed. What you added yourself to other companies stays. If nobody but the demo’s people can sign in, you then name your own workspace and its first admin.',
    noticeGone: 'Demo data is removed.',
  },
  {
    demo: 'デモデータ',
    demoText: '架空の企業約200社の契約と18か月分の利用データです。削除してもご自身のデータには影響しません。',
    demoRemove: 'デモデータを削除',
    demoAsk: 'デモデータをすべて削除しますか?',
    demoAskText:
      'デモの企業・先方担当者・契約・イベントがすべて削除されます。デモの人のほかにサインインできる人がいなければ、続けてご自身のワークスペースと最初の管理者を決めます。',
    demoGone: 'デモデータを削除しました。',
    notice: 'デモデータを表示しています。',
    noticeRemove: 'デモデータを削除',
    noticeAsk: 'デモデータをすべて削除しますか?',
    noticeAskText:
      'デモの企業・先方担当者・契約・イベントがすべて削除されます。ご自身が追加した企業のデータは残ります。デモの人のほかにサインインできる人がいなければ、続けてご自身のワークスペースと最初の管理者を決めます。',
    noticeGone: 'デモデータを削除しました。',
  },
);
