/* What is at stake, on a row of Today and in its head. */
import type { TodayParts } from '../../ui/feature';
import { Deadline, RenewalsHead, Value } from './stakes';

export const today: TodayParts = {
  stakes: [
    { order: 10, Stakes: Value },
    { order: 20, Stakes: Deadline },
  ],
  heads: [{ order: 20, Head: RenewalsHead }],
};
