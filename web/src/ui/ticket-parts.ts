/* What features bring to the page of a ticket. */
import type { ComponentType } from 'react';
import type { Ticket } from '../api/types';

export interface TicketParts {
  /** Beside the conversation, below the ticket's own values. */
  cards?: { order: number; Card: ComponentType<{ ticket: Ticket }> }[];
}
