/* What happens here, as the timeline and the audit say it. */
import { type FactParts, factWords } from '../../ui/feature';

const FACTS = factWords({
  'calendar.changed': { name: { en: 'Holiday calendar changed', ja: '休日カレンダーを変更' } },
  'holiday.created': { name: { en: 'Days off added', ja: '休業日を追加' } },
  'holiday.changed': { name: { en: 'Days off changed', ja: '休業日を変更' } },
  'holiday.deleted': { name: { en: 'Days off deleted', ja: '休業日を削除' } },
});

declare module '../../ui/feature' {
  interface FactsTold extends Record<keyof typeof FACTS, true> {}
}

export const facts: FactParts = { words: FACTS };
