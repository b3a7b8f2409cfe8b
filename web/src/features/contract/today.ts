/* What is at stake, on a row of Today and in its head. */
import type { TodayParts } from '../../ui/feature';
import { RenewalsHead, Stakes } from './stakes';

export const today: TodayParts = { stakes: [{ order: 10, Stakes }], heads: [{ order: 20, Head: RenewalsHead }] };
