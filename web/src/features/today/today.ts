/* What Today itself says of a row that is done, and how many are. */
import type { TodayParts } from '../../ui/feature';
import { DoneHead } from './done';

export const today: TodayParts = {
  done: { 'today.done': { en: 'Done', ja: '対応済み' } },
  heads: [{ order: 40, Head: DoneHead }],
};
