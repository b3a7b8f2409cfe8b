/* What features bring to the page of a ticket. */
import type { ComponentType } from 'react';
import type { Id, Ticket, TicketSet } from '../api/types';

export interface TicketWriteProps {
  ticket: Ticket;
  disabled: boolean;
  /** Into the box, where somebody writes. */
  onText: (text: string, kind: 'reply' | 'note') => void;
  /** The ticket gets it when the message is sent. */
  onStatus: (status: Id) => void;
  /** The ticket gets it now, with an undo. */
  onSet: (set: TicketSet) => Promise<void>;
}

export interface TicketParts {
  /** Beside the conversation, below the ticket's own values. */
  cards?: { order: number; Card: ComponentType<{ ticket: Ticket }> }[];
  /** Beside the button that sends. */
  writes?: { order: number; Write: ComponentType<TicketWriteProps> }[];
}
