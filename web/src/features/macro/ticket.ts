/* What macros bring to the page of a ticket. */
import type { TicketParts } from '../../ui/ticket-parts';
import { UseMacro } from './use';

export const ticket: TicketParts = { writes: [{ order: 10, Write: UseMacro }] };
