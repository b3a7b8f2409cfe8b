/* Names of the boxes of a scheduled import. */
import type { ProblemParts } from '../../ui/feature';

export const problems: ProblemParts = {
  reasons: {},
  fields: {
    place: { en: 'File or URL', ja: 'ファイルまたはURL' },
    source: { en: 'From', ja: '取得元' },
    import_id: { en: 'Read files as in', ja: '読み方の元' },
    every_hours: { en: 'Hours', ja: '間隔' },
    at_time: { en: 'Time', ja: '時刻' },
    fingerprint: { en: 'Fingerprint', ja: 'フィンガープリント' },
    user_name: { en: 'User name', ja: 'ユーザー名' },
    private_key: { en: 'Private key', ja: '秘密鍵' },
  },
};
