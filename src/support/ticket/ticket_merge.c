/*
 * One ticket becomes part of another, in the caller's transaction: first its messages and followers come, then the row
 * says where it is, and the one that stays is stored last, when all of it is there for those who follow.
 *
 * In order: whether they may; messages; what is kept and said of both; the one that stays; the merge.
 */
#include "support/ticket/ticket_merge.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/texts.h"
#include "jobs/module.h"

#include <string.h>

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* ---- whether they may ------------------------------------------------------------------------------------------ */

static bool same_requester(Arena *arena, const TicketRow *a, const TicketRow *b)
{
    if (a->requester_id.known || b->requester_id.known)
        return same(a->requester_id, b->requester_id);
    if (!a->requester_address || !b->requester_address)
        return a->requester_address == b->requester_address && text_equal(a->requester_name, b->requester_name);
    return strcmp(text_lower(arena, a->requester_address), text_lower(arena, b->requester_address)) == 0;
}

const char *ticket_differs(Arena *arena, const TicketRow *stays, const TicketRow *gone)
{
    if (!same(stays->account_id, gone->account_id))
        return "account";
    return same_requester(arena, stays, gone) ? NULL : "requester";
}

/* Its children would be its parents: there is another ticket between the two. */
static bool loops(Db *db, Arena *arena, const TicketRow *a, const TicketRow *b, bool *loop, Error *error)
{
    TicketStandsBelowRow *below, *above;
    if (!ticket_stands_below(db, arena, a->id, b->id, b->id, &below, error) ||
        !ticket_stands_below(db, arena, b->id, a->id, a->id, &above, error))
        return false;
    *loop = below->ways || above->ways;
    return true;
}

static bool is_confirmed(Arena *arena, const TicketRow *stays, const TicketRow *gone, bool confirmed, Error *error)
{
    const char *differs = ticket_differs(arena, stays, gone);
    if (!differs || confirmed)
        return true;
    bool accounts = strcmp(differs, "account") == 0;
    return refuse(error, "confirmed", accounts ? REASON_MERGE_ACCOUNTS : REASON_MERGE_REQUESTERS, NULL, NULL);
}

bool ticket_merge_fits(Db *db, Arena *arena, const TicketRow *stays, const TicketRow *gone, bool confirmed,
                       Error *error)
{
    bool loop;
    if (stays->id == gone->id)
        return refuse(error, "ticket_id", REASON_OWN_TICKET, NULL, NULL);
    if (!ticket_stands(arena, stays, NULL, error) || !ticket_stands(arena, gone, "ticket_id", error) ||
        !loops(db, arena, stays, gone, &loop, error))
        return false;
    if (loop)
        return refuse(error, "ticket_id", REASON_TICKET_LOOP, NULL, NULL);
    return is_confirmed(arena, stays, gone, confirmed, error);
}

/* ---- messages -------------------------------------------------------------------------------------------------- */

static bool others_move(const Writer *writer, Ids messages, int64_t into, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->tickets && (*at)->tickets->messages_moved &&
            !(*at)->tickets->messages_moved(writer, messages, into, error))
            return false;
    return true;
}

bool ticket_messages_place(const Writer *writer, Ids messages, int64_t from_id, const TicketRow *into, Error *error)
{
    Ids still;
    return ticket_message_still(writer->db, writer->arena, messages, from_id, &still, error) &&
           (!still.count ||
            (ticket_message_place(writer->db, still, into->id, error) && others_move(writer, still, into->id, error) &&
             ticket_messages_file(writer, into, still, error)));
}

bool ticket_moved_note(const Writer *writer, int64_t move_id, const char *what, Ids things, Error *error)
{
    TicketMovedAddIn *rows = arena_array(writer->arena, things.count + 1, sizeof *rows);
    for (size_t i = 0; i < things.count; i++)
        rows[i] = (TicketMovedAddIn) { move_id, what, things.items[i] };
    return !things.count || ticket_moved_add(writer->db, rows, things.count, error);
}

static TicketEvent event_of(const TicketMessageLivesRow *row)
{
    if (strcmp(row->kind, TICKET_CUSTOMER) == 0)
        return row->quiet.value ? TICKET_NOTED : TICKET_CUSTOMER_WROTE;
    return strcmp(row->kind, TICKET_REPLY) == 0 && row->author_id.known ? TICKET_ANSWERED : TICKET_NOTED;
}

bool ticket_said_read(const Writer *writer, int64_t ticket_id, TicketSaidFits fits, const void *context,
                      TicketSaid **said, size_t *count, Error *error)
{
    TicketMessageLivesRow *rows;
    size_t found;
    *count = 0;
    if (!ticket_message_lives(writer->db, writer->arena, ticket_id, &rows, &found, error))
        return false;
    *said = arena_array(writer->arena, found + 1, sizeof **said);
    for (size_t i = 0; i < found; i++)
        if (!fits || fits(&rows[i], context))
            (*said)[(*count)++] = (TicketSaid) { event_of(&rows[i]), rows[i].at };
    return true;
}

/* ---- what is kept and said of both ----------------------------------------------------------------------------- */

const char *ticket_stood_print(Arena *arena, const TicketRow *row)
{
    Text json = text_new(arena);
    shape_write(&json, &TICKET_STOOD, row);
    return text_string(&json);
}

TicketLife ticket_life_of(const TicketRow *row)
{
    return (TicketLife) { ticket_state_named(row->state), row->created_at, ticket_times_of(row) };
}

void ticket_move_fill(const Writer *writer, const TicketRow *remains, TicketBetween between, TicketMoveRow *move)
{
    move->kind = remains == between.from ? MOVE_SPLIT : MOVE_MERGE;
    move->from_id = between.from->id;
    move->from_number = (OptInt) { between.from->number, true };
    move->into_id = between.into->id;
    move->into_number = (OptInt) { between.into->number, true };
    move->before_state = move->after_state = ticket_stood_print(writer->arena, remains);
    move->state = "done";
    move->created_at = writer->now;
}

bool ticket_moved_follow(const Writer *writer, const TicketRow *row, Error *error)
{
    TicketFollowed what = { .ticket_id = row->id, .moved = true, .former_account = row->account_id };
    return search_keep_one(writer->db, &TICKET_SEARCH, row->id) &&
           ticket_columns_renew(writer, row->account_id, error) && ticket_followed_by(writer, &what, error);
}

bool ticket_also_renew(const Writer *writer, int64_t ticket_id, Error *error)
{
    Text also = text_new(writer->arena);
    TicketMergedRow *rows;
    size_t count;
    if (!ticket_merged_among(writer->db, writer->arena, (Ids) { 1, &ticket_id }, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        text_format(&also, " #%lld", (long long)rows[i].number);
    return ticket_also_set(writer->db, ticket_id, count ? text_string(&also) : NULL, error);
}

bool ticket_move_tell(const Writer *writer, const char *kind, const TicketRow *ticket, const TicketMoveRow *move,
                      Error *error)
{
    return writer_tell(writer, kind, ticket->account_id.value, ticket->requester_id.value, ticket->id, move, error);
}

/* ---- the one that stays ---------------------------------------------------------------------------------------- */

static bool tags_join(const Writer *writer, const TicketRow *gone, TicketRow *after, Error *error)
{
    Texts own, theirs;
    if (!texts_parse(writer->arena, after->tag_list, &own, error) ||
        !texts_parse(writer->arena, gone->tag_list, &theirs, error))
        return false;
    const char **all = arena_array(writer->arena, own.count + theirs.count + 1, sizeof *all);
    for (size_t i = 0; i < own.count; i++)
        all[i] = own.items[i];
    for (size_t i = 0; i < theirs.count; i++)
        all[own.count + i] = theirs.items[i];
    return ticket_tags_print(writer->arena, (Texts) { own.count + theirs.count, all }, "tags", &after->tag_list, error);
}

/* Nobody's ticket becomes that of whoever had the other one, unless they may not have it any more. */
static bool assignee_join(const Writer *writer, const TicketRow *gone, TicketRow *after, Error *error)
{
    bool may = false;
    if (after->assignee_id.known || !gone->assignee_id.known)
        return true;
    if (!ticket_may_have(writer, gone->assignee_id.value, &may, error))
        return false;
    after->assignee_id = may ? gone->assignee_id : after->assignee_id;
    return true;
}

static bool state_join(const Writer *writer, const TicketRow *gone, TicketState state, TicketRow *after, Error *error)
{
    bool theirs = state == ticket_state_named(gone->state) && state != ticket_state_named(after->state);
    return theirs ? ticket_status_give(writer, after, gone->status_id, writer->now, error)
                  : ticket_state_give(writer, after, state, writer->now, error);
}

static bool stays_become(const Writer *writer, const TicketRow *stays, const TicketRow *gone, TicketRow *after,
                         Error *error)
{
    TicketLife own = ticket_life_of(stays), other = ticket_life_of(gone), both = ticket_lives_joined(&own, &other);
    *after = *stays;
    after->created_at = both.created_at;
    after->opened_on = both.created_at == stays->created_at ? stays->opened_on : gone->opened_on;
    ticket_times_set(after, &both.times);
    if (gone->waiting_since.known)
        after->snoozed_until = (OptInt) { 0 };
    return tags_join(writer, gone, after, error) && assignee_join(writer, gone, after, error) &&
           state_join(writer, gone, both.state, after, error);
}

/* ---- the merge ------------------------------------------------------------------------------------------------- */

static bool messages_come(const Writer *writer, int64_t move_id, const TicketRow *gone, const TicketRow *stays,
                          Error *error)
{
    Ids messages;
    return ticket_message_ids(writer->db, writer->arena, gone->id, &messages, error) &&
           ticket_moved_note(writer, move_id, MOVED_MESSAGE, messages, error) &&
           ticket_messages_place(writer, messages, gone->id, stays, error);
}

static bool followers_come(const Writer *writer, int64_t move_id, const TicketRow *gone, const TicketRow *stays,
                           Error *error)
{
    Ids theirs, ours;
    size_t count = 0;
    if (!ticket_followers(writer->db, writer->arena, gone->id, &theirs, error) ||
        !ticket_followers(writer->db, writer->arena, stays->id, &ours, error))
        return false;
    int64_t *added = arena_array(writer->arena, theirs.count + 1, sizeof *added);
    for (size_t i = 0; i < theirs.count; i++)
        if (!ids_has(ours, theirs.items[i]))
            added[count++] = theirs.items[i];
    for (size_t i = 0; i < count; i++)
        if (!ticket_follow_add(writer->db, stays->id, added[i], error))
            return false;
    return ticket_moved_note(writer, move_id, MOVED_FOLLOWER, (Ids) { count, added }, error);
}

/* With those that were merged into it before. */
static bool place_set(const Writer *writer, const TicketRow *gone, const TicketRow *stays, Error *error)
{
    OptInt into = { stays->id, true };
    TicketIdsMergedRow *rows;
    size_t count;
    if (!ticket_ids_merged(writer->db, writer->arena, gone->id, &rows, &count, error))
        return false;
    int64_t *ids = arena_array(writer->arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    ids[count] = gone->id;
    return ticket_merged_set(writer->db, (Ids) { count + 1, ids }, into, error) &&
           ticket_also_renew(writer, stays->id, error);
}

/* Of two accounts, each hears of it. */
static bool merge_tell(const Writer *writer, const TicketRow *stays, const TicketRow *gone, const TicketMoveRow *move,
                       Error *error)
{
    return ticket_move_tell(writer, "ticket.merged", stays, move, error) &&
           (same(stays->account_id, gone->account_id) || !gone->account_id.known ||
            ticket_move_tell(writer, "ticket.merged", gone, move, error));
}

static bool all_comes(const Writer *writer, const TicketRow *stays, const TicketRow *gone, const TicketMoveRow *move,
                      Error *error)
{
    return ticket_move_insert(writer->db, move, error) && messages_come(writer, move->id, gone, stays, error) &&
           followers_come(writer, move->id, gone, stays, error) && place_set(writer, gone, stays, error);
}

bool ticket_merge(const Writer *writer, const TicketRow *stays, const TicketRow *gone, TicketMoveRow *move,
                  Error *error)
{
    TicketHow how = { .at = writer->now, .silent = true };
    TicketRow after;
    ticket_move_fill(writer, stays, (TicketBetween) { gone, stays }, move);
    if (!all_comes(writer, stays, gone, move, error) || !stays_become(writer, stays, gone, &after, error) ||
        !ticket_put(writer, stays, &after, &how, error))
        return false;
    return ticket_move_left(writer->db, move->id, ticket_stood_print(writer->arena, &after), error) &&
           ticket_columns_renew(writer, after.account_id, error) && ticket_moved_follow(writer, gone, error) &&
           merge_tell(writer, &after, gone, move, error) && ticket_state_tell(writer, stays, &after, error);
}
