/*
 * Inside the module: tickets that turn out to be one, messages that turn out to be a request of their own, and the undo
 * of both.
 *
 * What moves, and what is followed. A message moves: its row says the ticket in which it stands, so conversations,
 * threads, promises, files and deliveries are read as ever, and `origin_id` says where it was written. Each message
 * that moved is written down (ticket_moved), so an undo takes back those that are still there and nothing else. Other
 * modules that keep something of messages by ticket move it as well (TicketFollower.messages_moved). Everything else of
 * the ticket that goes stays as it was, row, history, clocks, drafts and links, and `merged_into` says where to read
 * it: so an undo finds it exactly, an erasure finds the talk of its requester by `origin_id`, and nothing is copied. A
 * ticket that was merged is in no list, count or figure, and cannot be written to; what a customer writes to it arrives
 * in the other one. Nobody is sent anything.
 *
 * The one that stays gets the times of both (ticket_lives_joined), tags and followers of both, and the other's assignee
 * if it has none. An undo makes it what it would be without the merge: what it was before, with what was written and
 * set since, which stays. Merges into a ticket that was merged itself can be undone after that one's.
 *
 * Units: times in ms. Errors: INPUT for one ticket given twice or what is not confirmed; CONFLICT for one that was
 * merged, or cannot be undone. Forgets a person: it holds ids and times.
 */
#ifndef BANSO_TICKET_TICKET_MERGE_H
#define BANSO_TICKET_TICKET_MERGE_H

#include "ticket_link.sql.h"
#include "ticket_merge.sql.h"

#include "support/ticket/ticket_store.h"

#define MOVE_MERGE "merge"
#define MOVE_SPLIT "split"

#define MOVED_MESSAGE  "message"
#define MOVED_FOLLOWER "follower"

/* ---- ticket_merge.c --------------------------------------------------------------------------------------------- */

/* In what the two differ, so that somebody has to confirm it: "account", "requester"; NULL = in neither. */
const char *ticket_differs(Arena *arena, const TicketRow *stays, const TicketRow *gone);
bool ticket_merge_fits(Db *db, Arena *arena, const TicketRow *stays, const TicketRow *gone, bool confirmed,
                       Error *error);
/* `move`: id and staff_id are given. */
bool ticket_merge(const Writer *writer, const TicketRow *stays, const TicketRow *gone, TicketMoveRow *move,
                  Error *error);

/* Those of the messages that still stand in the one ticket stand in the other from now on. */
bool ticket_messages_place(const Writer *writer, Ids messages, int64_t from_id, const TicketRow *into, Error *error);
bool ticket_moved_note(const Writer *writer, int64_t move_id, const char *what, Ids things, Error *error);
/* What was said in a ticket and `fits`; NULL = all of it. */
typedef bool (*TicketSaidFits)(const TicketMessageLivesRow *row, const void *context);
bool ticket_said_read(const Writer *writer, int64_t ticket_id, TicketSaidFits fits, const void *context,
                      TicketSaid **said, size_t *count, Error *error);
const char *ticket_stood_print(Arena *arena, const TicketRow *row);
TicketLife ticket_life_of(const TicketRow *row);
typedef struct {
    const TicketRow *from, *into;
} TicketBetween;
/* All but id and staff_id. `remains`: the one of the two that an undo sets back, the second of a merge, the first of a
 * split. */
void ticket_move_fill(const Writer *writer, const TicketRow *remains, TicketBetween between, TicketMoveRow *move);
/* The row of a ticket whose merge or split began or ended, and its account count again. */
bool ticket_moved_follow(const Writer *writer, const TicketRow *row, Error *error);
/* The numbers that lead to it. */
bool ticket_also_renew(const Writer *writer, int64_t ticket_id, Error *error);
bool ticket_move_tell(const Writer *writer, const char *kind, const TicketRow *ticket, const TicketMoveRow *move,
                      Error *error);

/* ---- ticket_unmerge.c ------------------------------------------------------------------------------------------- */

/* *stay: messages that were written to the ticket since, and stay in it. */
bool ticket_move_undo(const Writer *writer, TicketMoveRow *move, int64_t *stay, Error *error);

/* ---- ticket_split.c --------------------------------------------------------------------------------------------- */

/* `into`: subject and requester are given, the rest is filled. `move` as for ticket_merge. INPUT message_ids: not
 * messages of the ticket that `viewer` sees, or all of it. */
typedef struct {
    const TicketRow *from;
    Ids messages;
    const Viewer *viewer;
} TicketSplit;
bool ticket_split(const Writer *writer, const TicketSplit *split, TicketRow *into, TicketMoveRow *move, Error *error);

#endif
