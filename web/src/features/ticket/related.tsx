/* What a ticket is linked with, what it still waits for, and the tickets that were merged into it, each with its undo. */
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useRead } from '../../api/query';
import type { Ticket, TicketLinked, TicketMove } from '../../api/types';
import { TextButton } from '../../ui/button';
import { Card, Muted } from '../../ui/layout';
import { toast, toastError } from '../../ui/toast';
import { useStatusName } from './desk';
import desk from './desk.module.css';
import { moveUndo, relatedChanged } from './relate';
import css from './relate.module.css';
import { type RelateWords, useRelateWords } from './relate-words';

const GROUPS = ['child', 'parent', 'related', 'split_from', 'split_into'] as const;
/* As the API takes it: a split is linked again as related. */
const AGAIN = { child: 'child', parent: 'parent', related: 'related', split_from: 'related', split_into: 'related' } as const;

function useUnlink(ticket: Ticket, words: RelateWords) {
  async function unlink({ id, kind, ticket_id, number }: TicketLinked): Promise<void> {
    await api(`/ticket-links/${id}`, { method: 'DELETE' });
    relatedChanged(ticket.id, ticket_id);
    toast(words.unlinked(number), async () => {
      await api(`/tickets/${ticket.id}/links`, { method: 'POST', body: { ticket_id, kind: AGAIN[kind] } });
      relatedChanged(ticket.id, ticket_id);
    });
  }
  return (link: TicketLinked) => void unlink(link).catch(toastError);
}

function Line({ link, act }: { link: TicketLinked; act: { name: string; run: () => void } | null }) {
  const statusName = useStatusName();
  return (
    <li className={css.line}>
      <Link to="/inbox/$id" params={{ id: String(link.ticket_id) }}>
        #{link.number} {link.subject}
      </Link>
      <Muted small>{[statusName(link.status_id), link.assignee].filter(Boolean).join(' · ')}</Muted>
      {act && (
        <TextButton name={`${act.name}: #${link.number}`} onClick={act.run}>
          {act.name}
        </TextButton>
      )}
    </li>
  );
}

interface PartProps {
  ticket: Ticket;
  moves: readonly TicketMove[];
  mayAct: boolean;
}

function Links({ ticket, links, moves, mayAct }: PartProps & { links: readonly TicketLinked[] }) {
  const words = useRelateWords();
  const unlink = useUnlink(ticket, words);
  const actOf = (link: TicketLinked) => {
    if (!mayAct) return null;
    const split = moves.find(({ kind, from_id, into_id }) => kind === 'split' && [from_id, into_id].includes(link.ticket_id));
    return split && link.kind.startsWith('split')
      ? { name: words.undo, run: () => void moveUndo(split, words).catch(toastError) }
      : { name: words.unlink, run: () => unlink(link) };
  };
  return GROUPS.map((kind) => {
    const those = links.filter((link) => link.kind === kind);
    if (those.length === 0) return null;
    return (
      <div key={kind}>
        <h3 className={desk.title}>
          {words.groups[kind]}
          {kind === 'child' && ` (${words.open(ticket.open_children, ticket.children)})`}
        </h3>
        <ul className={css.list}>
          {those.map((link) => (
            <Line key={link.id} link={link} act={actOf(link)} />
          ))}
        </ul>
      </div>
    );
  });
}

function Merged({ ticket, moves, mayAct }: PartProps) {
  const words = useRelateWords();
  const merges = moves.filter(({ kind, into_id }) => kind === 'merge' && into_id === ticket.id);
  if (merges.length === 0) return null;
  return (
    <div>
      <h3 className={desk.title}>{words.mergedHere}</h3>
      <ul className={css.list}>
        {merges.map((move) => (
          <li key={move.id} className={css.line}>
            <span>
              #{move.from_number} {move.from_subject}
            </span>
            {mayAct && (
              <TextButton name={`${words.undo}: #${move.from_number}`} onClick={() => void moveUndo(move, words).catch(toastError)}>
                {words.undo}
              </TextButton>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function RelatedCard({ ticket, mayAct }: { ticket: Ticket; mayAct: boolean }) {
  const words = useRelateWords();
  const topics = [`ticket:${ticket.id}`, 'tickets'];
  const links = useRead<{ items: TicketLinked[] }>({ path: `/tickets/${ticket.id}/links`, topics }).data?.items ?? [];
  const moves = useRead<{ items: TicketMove[] }>({ path: `/tickets/${ticket.id}/moves`, topics }).data?.items ?? [];
  if (links.length === 0 && !moves.some(({ kind }) => kind === 'merge')) return null;
  return (
    <Card title={words.card}>
      <Links ticket={ticket} links={links} moves={moves} mayAct={mayAct} />
      <Merged ticket={ticket} moves={moves} mayAct={mayAct} />
    </Card>
  );
}
