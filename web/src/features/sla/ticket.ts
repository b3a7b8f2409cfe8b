/* What promises bring to the page of a ticket. */
import type { TicketParts } from '../../ui/ticket-parts';
import { Clocks } from './clocks';

export const ticket: TicketParts = { cards: [{ order: 10, Card: Clocks }] };
