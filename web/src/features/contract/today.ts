/* What is at stake, on a row of Today. */
import type { TodayParts } from '../../ui/feature';
import { Stakes } from './stakes';

export const today: TodayParts = { stakes: [{ order: 10, Stakes }] };
