/* The tasks of the day on Today. */
import type { TodayParts } from '../../ui/feature';
import { TasksToday } from './today-card';

export const today: TodayParts = { cards: [{ order: 20, Card: TasksToday }] };
