/* What merging, splitting and linking share: whom it concerns, and the undo. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Id, Ticket, TicketMove } from '../../api/types';
import { toast } from '../../ui/toast';
import { ticketsChanged } from './desk';
import type { RelateWords } from './relate-words';

export interface DialogProps {
  ticket: Ticket;
  onClose: () => void;
}

export function relatedChanged(...tickets: readonly Id[]): void {
  ticketsChanged();
  topicsChanged(['accounts', ...tickets.map((id) => `ticket:${id}`)]);
}

/** What was written since stays where it is, and is said. */
export async function moveUndo(move: Pick<TicketMove, 'id' | 'kind' | 'into_number'>, words: RelateWords): Promise<TicketMove> {
  const done = await api<TicketMove>(`/ticket-moves/${move.id}/undo`, { method: 'POST' });
  relatedChanged(done.from_id, done.into_id);
  const told = done.kind === 'merge' ? words.unmerged : words.unsplit;
  const stays = done.kind === 'merge' && done.stay ? words.stay(done.stay, done.into_number ?? 0) : null;
  toast(stays ? `${told} ${stays}` : told);
  return done;
}
