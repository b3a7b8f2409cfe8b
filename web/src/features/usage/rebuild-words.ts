import { dictionary } from '../../lib/language';

export const useRebuildWords = dictionary(
  {
    rebuild: 'Recalculate',
    rebuildText:
      'Usage by day, people by day and scores are derived from events and contracts. They can be rebuilt at any time; nothing is lost.',
    rebuildRun: 'Recalculate',
    rebuildStarted: 'Computing has started.',
  },
  {
    rebuild: '再計算',
    rebuildText: '日ごとの利用数・利用人数・スコアは、イベントと契約から導いたものです。いつでも計算し直せ、失われるものはありません。',
    rebuildRun: 'すべて計算し直す',
    rebuildStarted: '再計算を始めました。',
  },
);
