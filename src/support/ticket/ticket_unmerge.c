/*
 * A merge or a split is undone: messages go back where they came from, and the ticket that remains becomes what it
 * would be without it. Its times are counted anew from what it was before and what was written to it since; what
 * somebody set since stays. And what becomes of merged tickets when one of them is deleted.
 *
 * In order: the ticket that remains; a merge; a split; tickets that go.
 */
#include "base/json.h"
#include "base/reason.h"
#include "support/ticket/ticket_merge.h"

#include <string.h>

/* ---- the ticket that remains ----------------------------------------------------------------------------------- */

static bool stood_read(Arena *arena, const char *state, TicketRow *row, Error *error)
{
    const Json *json;
    *row = (TicketRow) { 0 };
    return json_parse(arena, state, strlen(state), &json, error) && shape_read(arena, json, &TICKET_STOOD, row, error);
}

/* Written to this ticket since: a message may be as old as the draft that it was, or come late. */
static bool is_since(const TicketMessageLivesRow *row, const void *context)
{
    const TicketMoveRow *move = context;
    return !row->origin_id.known && (row->id > move->id || row->at > move->created_at);
}

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* What nobody set since is as it was. */
static void values_restore(const TicketRow *before, const TicketRow *left, TicketRow *row)
{
    row->created_at = before->created_at;
    row->opened_on = before->opened_on;
    if (same(row->assignee_id, left->assignee_id))
        row->assignee_id = before->assignee_id;
    if (same(row->snoozed_until, left->snoozed_until))
        row->snoozed_until = before->snoozed_until;
    if (strcmp(row->tag_list, left->tag_list) == 0)
        row->tag_list = before->tag_list;
}

/* A status that is gone is the first of its state. */
static bool status_set(const Writer *writer, const TicketRow *before, TicketState state, TicketRow *row, Error *error)
{
    TicketStatusRow *status = NULL;
    bool was = state == ticket_state_named(before->state);
    if (was && !ticket_status_by_id(writer->db, writer->arena, before->status_id, &status, error))
        return false;
    if (!status && !ticket_status_for(writer->db, writer->arena, ticket_state_name(state), &status, error))
        return false;
    row->status_id = status ? status->id : row->status_id;
    row->state = status ? status->state : row->state;
    return true;
}

/* The times without the merge, of a ticket to which somebody gave another status since. */
static TicketTimes times_kept(const TicketRow *row, TicketTimes times)
{
    times.solved_at = row->solved_at;
    times.closed_at = row->closed_at;
    if (ticket_is_done(ticket_state_named(row->state)))
        times.waiting_since = (OptInt) { 0 };
    return times;
}

static bool row_restore(const Writer *writer, const TicketMoveRow *move, TicketRow *row, int64_t *since, Error *error)
{
    TicketRow before, left;
    TicketSaid *said;
    size_t count;
    if (!stood_read(writer->arena, move->before_state, &before, error) ||
        !stood_read(writer->arena, move->after_state, &left, error) ||
        !ticket_said_read(writer, row->id, is_since, move, &said, &count, error))
        return false;
    TicketLife life = ticket_life_said(ticket_life_of(&before), said, count);
    bool set_since = row->status_id != left.status_id && row->status_id != before.status_id &&
                     ticket_state_named(row->state) != life.state;
    TicketTimes times = set_since ? times_kept(row, life.times) : life.times;
    *since = (int64_t)count;
    values_restore(&before, &left, row);
    ticket_times_set(row, &times);
    return set_since || status_set(writer, &before, life.state, row, error);
}

static bool remains_restore(const Writer *writer, const TicketMoveRow *move, const TicketRow *now, int64_t *since,
                            Error *error)
{
    TicketHow how = { .at = writer->now, .silent = true };
    TicketRow after = *now;
    return row_restore(writer, move, &after, since, error) && ticket_put(writer, now, &after, &how, error) &&
           ticket_columns_renew(writer, after.account_id, error) && ticket_state_tell(writer, now, &after, error);
}

static const char *numbered(Arena *arena, const TicketRow *row)
{
    return arena_format(arena, "#%lld", (long long)row->number);
}

static bool both_there(const Writer *writer, const TicketMoveRow *move, TicketRow **from, TicketRow **into,
                       Error *error)
{
    if (!ticket_by_id(writer->db, writer->arena, move->from_id, from, error) ||
        !ticket_by_id(writer->db, writer->arena, move->into_id, into, error))
        return false;
    return (*from && *into) || refuse(error, NULL, REASON_GONE_SINCE, NULL, NULL);
}

static bool move_end(const Writer *writer, TicketMoveRow *move, Error *error)
{
    move->state = "undone";
    move->undone_at = (OptInt) { writer->now, true };
    return ticket_moved_drop(writer->db, move->id, error) &&
           ticket_move_undone(writer->db, move->id, writer->now, error);
}

/* ---- a merge --------------------------------------------------------------------------------------------------- */

static bool messages_return(const Writer *writer, const TicketMoveRow *move, int64_t from_id, const TicketRow *into,
                            Error *error)
{
    Ids messages;
    return ticket_moved_of(writer->db, writer->arena, move->id, MOVED_MESSAGE, &messages, error) &&
           ticket_messages_place(writer, messages, from_id, into, error);
}

static bool followers_return(const Writer *writer, const TicketMoveRow *move, int64_t stays_id, Error *error)
{
    Ids followers;
    if (!ticket_moved_of(writer->db, writer->arena, move->id, MOVED_FOLLOWER, &followers, error))
        return false;
    for (size_t i = 0; i < followers.count; i++)
        if (!ticket_follow_remove(writer->db, stays_id, followers.items[i], error))
            return false;
    return true;
}

/* The ticket stands for itself again, and those that were merged into it before are in it. `stands_id`: where it was.
 */
static bool place_restore(const Writer *writer, const TicketRow *gone, int64_t stands_id, Error *error)
{
    OptInt nowhere = { 0 }, here = { gone->id, true };
    int64_t id = gone->id;
    Ids below;
    return ticket_merged_below(writer->db, writer->arena, gone->id, &below, error) &&
           (!below.count || ticket_merged_set(writer->db, below, here, error)) &&
           ticket_merged_set(writer->db, (Ids) { 1, &id }, nowhere, error) &&
           ticket_also_renew(writer, gone->id, error) && ticket_also_renew(writer, stands_id, error);
}

static bool gone_returns(const Writer *writer, TicketMoveRow *move, const TicketRow *gone, int64_t stands_id,
                         Error *error)
{
    return place_restore(writer, gone, stands_id, error) && messages_return(writer, move, stands_id, gone, error) &&
           followers_return(writer, move, stands_id, error) && ticket_moved_follow(writer, gone, error);
}

static bool unmerge_tell(const Writer *writer, const TicketRow *stays, const TicketRow *gone, const TicketMoveRow *move,
                         Error *error)
{
    return ticket_move_tell(writer, "ticket.unmerged", stays, move, error) &&
           (same(stays->account_id, gone->account_id) || !gone->account_id.known ||
            ticket_move_tell(writer, "ticket.unmerged", gone, move, error));
}

static bool unmerge(const Writer *writer, TicketMoveRow *move, int64_t *stay, Error *error)
{
    TicketRow *gone, *stays;
    if (!both_there(writer, move, &gone, &stays, error))
        return false;
    if (stays->merged_into.known)
        return refuse(error, NULL, REASON_MERGED_ON, numbered(writer->arena, stays), NULL);
    return gone_returns(writer, move, gone, stays->id, error) && remains_restore(writer, move, stays, stay, error) &&
           move_end(writer, move, error) && unmerge_tell(writer, stays, gone, move, error);
}

/* ---- a split --------------------------------------------------------------------------------------------------- */

/* Whatever is there beside the messages that came: it would go with the ticket. */
static bool holds_more(const Writer *writer, const TicketMoveRow *move, bool *more, Error *error)
{
    TicketMessageCountRow *all;
    TicketIdsMergedRow *merged;
    size_t merged_count;
    Ids moved, still, drafts;
    if (!ticket_moved_of(writer->db, writer->arena, move->id, MOVED_MESSAGE, &moved, error) ||
        !ticket_message_still(writer->db, writer->arena, moved, move->into_id, &still, error) ||
        !ticket_message_count(writer->db, writer->arena, move->into_id, &all, error) ||
        !ticket_draft_ids(writer->db, writer->arena, move->into_id, &drafts, error) ||
        !ticket_ids_merged(writer->db, writer->arena, move->into_id, &merged, &merged_count, error))
        return false;
    *more = all->messages > (int64_t)still.count || drafts.count || merged_count;
    return true;
}

static bool split_stands(const Writer *writer, const TicketRow *from, const TicketRow *into, Error *error)
{
    const TicketRow *merged = from->merged_into.known ? from : into->merged_into.known ? into : NULL;
    return !merged || refuse(error, NULL, REASON_MERGED_ON, numbered(writer->arena, merged), NULL);
}

static bool unsplit(const Writer *writer, TicketMoveRow *move, int64_t *stay, Error *error)
{
    TicketRow *from, *into;
    bool more;
    if (!both_there(writer, move, &from, &into, error) || !split_stands(writer, from, into, error) ||
        !holds_more(writer, move, &more, error))
        return false;
    if (more)
        return refuse(error, NULL, REASON_SPLIT_WRITTEN, numbered(writer->arena, into), numbered(writer->arena, from));
    return messages_return(writer, move, into->id, from, error) && remains_restore(writer, move, from, stay, error) &&
           move_end(writer, move, error) && ticket_move_tell(writer, "ticket.unsplit", from, move, error) &&
           ticket_delete(writer, into, error);
}

bool ticket_move_undo(const Writer *writer, TicketMoveRow *move, int64_t *stay, Error *error)
{
    *stay = 0;
    if (strcmp(move->state, "done") != 0)
        return fail(error, ERROR_CONFLICT, NULL, "it was undone already");
    return strcmp(move->kind, MOVE_MERGE) == 0 ? unmerge(writer, move, stay, error)
                                               : unsplit(writer, move, stay, error);
}

/* ---- tickets that go ------------------------------------------------------------------------------------------- */

/* It stands for itself again, whatever else was merged since: with its messages, from wherever they are. */
static bool pull_out(const Writer *writer, const TicketRow *row, Error *error)
{
    TicketMoveRow *move;
    TicketRow *stands;
    int64_t stay = 0;
    if (!row->merged_into.known)
        return true;
    if (!ticket_merge_of(writer->db, writer->arena, row->id, &move, error) ||
        !ticket_by_id(writer->db, writer->arena, row->merged_into.value, &stands, error))
        return false;
    if (!move || !stands)
        return true;
    if (move->into_id == stands->id)
        return unmerge(writer, move, &stay, error);
    return gone_returns(writer, move, row, stands->id, error) && move_end(writer, move, error);
}

/* What is of the same account goes with the ticket that it became part of; what is of another stands for itself. */
static bool part_goes(const Writer *writer, const TicketRow *whole, const TicketIdsMergedRow *part, Error *error)
{
    int64_t id = part->id;
    TicketRow *row;
    if (!ticket_by_id(writer->db, writer->arena, id, &row, error))
        return false;
    if (!row || !row->merged_into.known || row->merged_into.value != whole->id)
        return true;
    if (!same(part->account_id, whole->account_id))
        return pull_out(writer, row, error);
    row->merged_into = (OptInt) { 0 };
    return ticket_merged_set(writer->db, (Ids) { 1, &id }, row->merged_into, error) &&
           ticket_delete(writer, row, error);
}

/* Others first: what they bring back must not go with the messages of the ticket. */
static bool parts_go(const Writer *writer, const TicketRow *row, bool others, Error *error)
{
    TicketIdsMergedRow *parts;
    size_t count;
    if (!ticket_ids_merged(writer->db, writer->arena, row->id, &parts, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (same(parts[i].account_id, row->account_id) != others && !part_goes(writer, row, &parts[i], error))
            return false;
    return true;
}

bool ticket_merges_let_go(const Writer *writer, const TicketRow *row, Error *error)
{
    return pull_out(writer, row, error) && parts_go(writer, row, true, error) && parts_go(writer, row, false, error) &&
           ticket_moved_forget(writer->db, row->id, error) && ticket_move_forget(writer->db, row->id, error) &&
           ticket_message_origin_forget(writer->db, row->id, error) && ticket_link_drop(writer->db, row->id, error);
}
