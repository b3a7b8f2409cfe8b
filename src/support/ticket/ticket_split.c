/*
 * Messages of a ticket become a ticket of their own: of the same account and assignee, opened when the first of them
 * was written, with the state and times that they make. What the first ticket loses with them it loses from its times
 * too.
 *
 * In order: what is chosen; the new ticket; the one that is left; the split.
 */
#include "support/ticket/ticket_link.h"
#include "support/ticket/ticket_merge.h"

#include "base/id.h"
#include "base/reason.h"

#include <string.h>

/* ---- what is chosen -------------------------------------------------------------------------------------------- */

typedef struct {
    TicketMessageChosenRow *rows; /* as they rise in time */
    size_t count;
    TicketSaid *said, *rest; /* what they say to the times, and what the others say */
    size_t said_count, rest_count;
} Chosen;

static bool is_chosen(const TicketMessageLivesRow *row, const void *context)
{
    return ids_has(*(const Ids *)context, row->id);
}

static bool is_left(const TicketMessageLivesRow *row, const void *context)
{
    return !is_chosen(row, context);
}

static bool chosen_read(const Writer *writer, const TicketSplit *split, Chosen *chosen, Error *error)
{
    int64_t from = split->from->id;
    if (!split->messages.count)
        return refuse(error, "message_ids", REASON_MISSING, NULL, NULL);
    if (!ticket_message_chosen(writer->db, writer->arena, split->messages, from, split->viewer, &chosen->rows,
                               &chosen->count, error))
        return false;
    if (chosen->count != split->messages.count)
        return fail(error, ERROR_INPUT, "message_ids", "must be messages of this ticket, each once");
    if (!ticket_said_read(writer, from, is_chosen, &split->messages, &chosen->said, &chosen->said_count, error) ||
        !ticket_said_read(writer, from, is_left, &split->messages, &chosen->rest, &chosen->rest_count, error))
        return false;
    return chosen->rest_count || refuse(error, "message_ids", REASON_SPLIT_ALL, NULL, NULL);
}

/* ---- the new ticket -------------------------------------------------------------------------------------------- */

static bool into_fill(const Writer *writer, const TicketSplit *split, const Chosen *chosen, TicketRow *into,
                      Error *error)
{
    const TicketRow *from = split->from;
    TicketLife life = ticket_life_of_said(chosen->said, chosen->said_count);
    bool keeps = false;
    into->account_id = from->account_id;
    into->channel = chosen->rows[0].channel;
    into->priority = from->priority;
    into->tag_list = "[]";
    into->fields = "{}";
    into->created_at = life.created_at;
    into->opened_on = zone_day(atomic_load(&writer->services->zone), life.created_at);
    into->updated_at = writer->now;
    ticket_times_set(into, &life.times);
    if (from->assignee_id.known && !ticket_may_have(writer, from->assignee_id.value, &keeps, error))
        return false;
    into->assignee_id = keeps ? from->assignee_id : (OptInt) { 0 };
    return ticket_state_give(writer, into, life.state, life.created_at, error);
}

/* It stands before its messages come, and those who follow tickets see it when they are there. */
static bool into_open(const Writer *writer, TicketRow *into, Error *error)
{
    TicketHow how = { .at = into->created_at, .silent = true, .opens = true };
    return ticket_put(writer, NULL, into, &how, error);
}

/* ---- the one that is left -------------------------------------------------------------------------------------- */

static bool left_put(const Writer *writer, const TicketSplit *split, const Chosen *chosen, TicketRow *after,
                     Error *error)
{
    TicketHow how = { .at = writer->now, .silent = true };
    TicketLife rest = ticket_life_of_said(chosen->rest, chosen->rest_count);
    TicketTimes times = ticket_times_left(ticket_times_of(split->from), chosen->said, chosen->said_count, &rest.times);
    *after = *split->from;
    ticket_times_set(after, &times);
    return ticket_put(writer, split->from, after, &how, error);
}

/* ---- the split ------------------------------------------------------------------------------------------------- */

static bool messages_go(const Writer *writer, const TicketSplit *split, const TicketRow *into,
                        const TicketMoveRow *move, Error *error)
{
    TicketLinkRow link = { id_new(), LINK_SPLIT, split->from->id, into->id, writer->now };
    return ticket_move_insert(writer->db, move, error) &&
           ticket_moved_note(writer, move->id, MOVED_MESSAGE, split->messages, error) &&
           ticket_messages_place(writer, split->messages, split->from->id, into, error) &&
           ticket_link_insert(writer->db, &link, error) &&
           ticket_draft_loosen(writer->db, split->messages, split->from->id, error) &&
           ticket_followed_by(writer, &(TicketFollowed) { .ticket_id = into->id }, error);
}

bool ticket_split(const Writer *writer, const TicketSplit *split, TicketRow *into, TicketMoveRow *move, Error *error)
{
    Chosen chosen = { 0 };
    TicketRow after;
    if (!chosen_read(writer, split, &chosen, error) || !into_fill(writer, split, &chosen, into, error) ||
        !into_open(writer, into, error))
        return false;
    ticket_move_fill(writer, split->from, (TicketBetween) { split->from, into }, move);
    return messages_go(writer, split, into, move, error) && left_put(writer, split, &chosen, &after, error) &&
           ticket_move_left(writer->db, move->id, ticket_stood_print(writer->arena, &after), error) &&
           writer_tell(writer, "ticket.opened", into->account_id.value, into->requester_id.value, into->id, into,
                       error) &&
           ticket_move_tell(writer, "ticket.split", split->from, move, error);
}
