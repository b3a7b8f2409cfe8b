/* Health on Today: the rows that it is the reason of, and the bands of the last weeks. */
import type { TodayParts } from '../../ui/feature';
import { BandsCard } from './today-bands';
import { healthRow } from './today-row';

export const today: TodayParts = { rows: { health: healthRow }, cards: [{ order: 10, Card: BandsCard }] };
