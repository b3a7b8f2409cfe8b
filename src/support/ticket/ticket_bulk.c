/*
 * One change to several tickets, those that were ticked or all that a filter lists, and its undo. All of them or none.
 * Of each ticket the members that a change can set are kept as they were before and after; an undo sets back those
 * tickets that are still as the change left them, and says how many it left as they are. Where the status changed, the
 * times that follow it are kept and set back as well, so an undone "solved" leaves nothing behind in what waits and
 * since when. One that was merged since it was ticked is left out. A change is one transaction, during which nobody
 * else writes: it takes TICKETS_MAX at most.
 */
#include "base/id.h"
#include "base/reason.h"
#include "base/texts.h"
#include "http/edit.h"
#include "support/ticket/ticket_store.h"

#include <string.h>

enum { STEP = 500, TICKETS_MAX = 1000, KEPT_DAYS = 30 };

typedef struct {
    Ids ids;
    const char *filter, *q;
    const void *set;
} Many;
static const Field MANY_FIELDS[] = {
    SHAPE_OPT(Many, ids, FIELD_IDS, .max = 100000),
    SHAPE_OPT(Many, filter, FIELD_JSON),
    SHAPE_OPT(Many, q, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(Many, set, FIELD_OBJECT, .shape = &TICKET_SET),
    { 0 },
};
static const Shape MANY = { "TicketChanges", sizeof(Many), MANY_FIELDS };

/* `kept`: of an undo, those that somebody changed since. */
typedef struct {
    int64_t id, changed, kept;
} ManyDone;
static const Field MANY_DONE_FIELDS[] = {
    SHAPE_FIELD(ManyDone, id, FIELD_ID),
    SHAPE_FIELD(ManyDone, changed, FIELD_INT),
    SHAPE_FIELD(ManyDone, kept, FIELD_INT),
    { 0 },
};
static const Shape MANY_DONE = { "TicketsChanged", sizeof(ManyDone), MANY_DONE_FIELDS };

/* Either the ids that were ticked, or all that the list shows: never both, and never "all" by an empty body. */
static bool many_ids(Request *request, const Many *many, Ids *ids, Error *error)
{
    bool ticked = request_given(request, "ids"), filtered = many->filter || many->q;
    if (ticked == filtered)
        return fail(error, ERROR_INPUT, "ids", "give either ids, or a filter or q");
    *ids = many->ids;
    if (!ticked && !tickets_match(request, many->filter, many->q, ids, error))
        return false;
    return ids->count <= TICKETS_MAX ||
           refuse(error, "ids", REASON_MANY_AT_ONCE, arena_format(request->arena, "%zu", ids->count),
                  arena_format(request->arena, "%d", TICKETS_MAX));
}

/* ---- one ticket ------------------------------------------------------------------------------------------------ */

static bool is_among(Texts texts, const char *text)
{
    for (size_t i = 0; i < texts.count; i++)
        if (strcmp(texts.items[i], text) == 0)
            return true;
    return false;
}

static bool tags_set(Arena *arena, const TicketSet *set, TicketRow *row, Error *error)
{
    Texts tags;
    if (!texts_parse(arena, row->tag_list, &tags, error))
        return false;
    const char **after = arena_array(arena, tags.count + set->add_tags.count + 1, sizeof *after);
    size_t count = 0;
    for (size_t i = 0; i < tags.count; i++)
        if (!is_among(set->drop_tags, tags.items[i]))
            after[count++] = tags.items[i];
    for (size_t i = 0; i < set->add_tags.count; i++)
        after[count++] = set->add_tags.items[i];
    return ticket_tags_print(arena, (Texts) { count, after }, "add_tags", &row->tag_list, error);
}

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* Stores what `after` wants; its status is given by id alone. `times`: those it has with it; NULL = as it follows. */
static bool one_store(const Writer *writer, const TicketRow *before, TicketRow *after, const TicketTimes *times,
                      bool *changed, Error *error)
{
    int64_t wanted = after->status_id;
    after->status_id = before->status_id;
    if (wanted != before->status_id && !ticket_status_give(writer, after, wanted, writer->now, error))
        return false;
    if (times)
        ticket_times_set(after, times);
    return ticket_change(writer, before, after, changed, error) &&
           (same(before->snoozed_until, after->snoozed_until) ||
            writer_tell(writer, "ticket.snoozed", after->account_id.value, after->requester_id.value, after->id, after,
                        error));
}

static const char *state_print(Arena *arena, const Shape *shape, const TicketRow *row)
{
    Text json = text_new(arena);
    shape_write(&json, shape, row);
    return text_string(&json);
}

static bool one_set(Request *request, const Many *many, int64_t bulk, const TicketRow *before, int64_t *count,
                    Error *error)
{
    Writer writer = writer_of(request);
    TicketRow after = *before;
    bool changed;
    if (!edit_apply_from(request->arena, json_get(request->body, "set"), &TICKET_SET, many->set, &TICKET_ROW, &after,
                         error) ||
        !tags_set(request->arena, many->set, &after, error) ||
        !one_store(&writer, before, &after, NULL, &changed, error))
        return false;
    const Shape *shape = before->status_id == after.status_id ? &TICKET_KEPT : &TICKET_KEPT_MOVED;
    *count += changed;
    return !changed || ticket_bulk_add(request->db, bulk, before->id, state_print(request->arena, shape, before),
                                       state_print(request->arena, shape, &after), error);
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

static bool step_set(Request *request, const Many *many, int64_t bulk, Ids step, int64_t *count, Error *error)
{
    TicketRow *rows;
    size_t found;
    if (!ticket_by_ids(request->db, request->arena, step, &rows, &found, error))
        return false;
    for (size_t i = 0; i < found; i++)
        if (!rows[i].merged_into.known && !one_set(request, many, bulk, &rows[i], count, error))
            return false;
    return true;
}

static bool many_change(Request *request, Error *error)
{
    const Many *many = request->input;
    ManyDone done = { .id = id_new() };
    Ids ids;
    if (!many_ids(request, many, &ids, error) ||
        !ticket_bulk_insert(request->db, done.id, ticket_or_unset(request_staff(request)), 0, request->now, error))
        return false;
    for (size_t i = 0; i < ids.count; i += STEP) {
        Ids step = { ids.count - i < STEP ? ids.count - i : STEP, ids.items + i };
        if (!step_set(request, many, done.id, step, &done.changed, error))
            return false;
    }
    return ticket_bulk_counted(request->db, done.id, done.changed, error) && reply_row(request, 200, &MANY_DONE, &done);
}

/* ---- the undo -------------------------------------------------------------------------------------------------- */

/* *moved: with the times, as the status changed. An account that was merged since is the one that it went into. */
static bool kept_read(Db *db, Arena *arena, const char *state, TicketRow *kept, bool *moved, Error *error)
{
    const Json *json;
    if (!json_parse(arena, state, strlen(state), &json, error))
        return false;
    *moved = json_get(json, "reopened") != NULL;
    return shape_read(arena, json, *moved ? &TICKET_KEPT_MOVED : &TICKET_KEPT, kept, error) &&
           (!kept->account_id.known || account_now(db, arena, kept->account_id.value, &kept->account_id.value, error));
}

static void kept_restore(TicketRow *row, const TicketRow *kept)
{
    row->account_id = kept->account_id;
    row->type = kept->type;
    row->priority = kept->priority;
    row->status_id = kept->status_id;
    row->assignee_id = kept->assignee_id;
    row->snoozed_until = kept->snoozed_until;
    row->tag_list = kept->tag_list;
}

/* What a reply did since is not undone: last_customer_at and last_staff_at stay. */
static TicketTimes kept_times(const TicketRow *row, const TicketRow *kept)
{
    TicketTimes times = ticket_times_of(row);
    times.waiting_since = kept->waiting_since;
    times.first_answered_at = kept->first_answered_at;
    times.solved_at = kept->solved_at;
    times.closed_at = kept->closed_at;
    return times;
}

typedef struct {
    Request *request;
    const TicketBulkOnesRow *one;
} Undoing;

/* CONFLICT: it is not as the change left it. */
static bool undo_work(Db *db, void *context, Error *error)
{
    const Undoing *undoing = context;
    Writer writer = writer_of(undoing->request);
    Arena *arena = writer.arena;
    TicketRow *before, after, kept = { 0 }, left = { 0 };
    bool changed, moved;
    if (!ticket_by_id(db, arena, undoing->one->ticket_id, &before, error) ||
        !kept_read(db, arena, undoing->one->before_state, &kept, &moved, error) ||
        !kept_read(db, arena, undoing->one->after_state, &left, &moved, error))
        return false;
    const Shape *shape = moved ? &TICKET_KEPT_MOVED : &TICKET_KEPT;
    if (!before || strcmp(state_print(arena, shape, before), state_print(arena, shape, &left)) != 0)
        return refuse(error, NULL, REASON_CHANGED_SINCE, NULL, NULL);
    after = *before;
    kept_restore(&after, &kept);
    TicketTimes times = kept_times(before, &kept);
    return one_store(&writer, before, &after, moved ? &times : NULL, &changed, error);
}

/* One that cannot be set back, as its status or whose it was is gone, keeps no other from it. */
static bool one_undo(Request *request, int64_t bulk, const TicketBulkOnesRow *one, ManyDone *done, Error *error)
{
    Undoing undoing = { request, one };
    Error why = { 0 };
    bool undone = db_attempt(request->db, undo_work, &undoing, &why);
    if (!undone && why.kind != ERROR_INPUT && why.kind != ERROR_CONFLICT) {
        *error = why;
        return false;
    }
    done->changed += undone;
    done->kept += !undone;
    return !undone || ticket_bulk_one_drop(request->db, bulk, one->ticket_id, error);
}

static bool many_undo(Request *request, Error *error)
{
    ManyDone done = { .id = request->path_id[0] };
    TicketBulkByIdRow *bulk;
    TicketBulkOnesRow *ones;
    size_t count;
    int64_t after = 0;
    if (!ticket_bulk_by_id(request->db, request->arena, done.id, &bulk, error))
        return false;
    if (!bulk)
        return fail(error, ERROR_MISSING, NULL, "change %lld not found", (long long)done.id);
    do {
        if (!ticket_bulk_ones(request->db, request->arena, done.id, after, STEP, &ones, &count, error))
            return false;
        for (size_t i = 0; i < count; i++, after = ones[i - 1].ticket_id)
            if (!one_undo(request, done.id, &ones[i], &done, error))
                return false;
    } while (count == STEP);
    return ticket_bulk_undone(request->db, done.id, request->now, error) && reply_row(request, 200, &MANY_DONE, &done);
}

/* ---- how long ---------------------------------------------------------------------------------------------------- */

static bool expire_work(Db *db, void *context, Error *error)
{
    int64_t before = *(int64_t *)context;
    return ticket_bulk_ones_expire(db, before, error) && ticket_bulk_expire(db, before, error);
}

static bool expire_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - KEPT_DAYS * (int64_t)MS_PER_DAY;
    (void)arena;
    return store_write(services->store, expire_work, &before, error);
}

const Schedule TICKET_SCHEDULES[] = { { "ticket.bulk.expire", MS_PER_HOUR, expire_run }, { 0 } };

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route TICKET_BULK_ROUTES[] = {
    { POST, "/api/v1/tickets/changes", many_change, RIGHT_ACT, "Change several tickets at once, by ids or filter",
      .takes = &MANY, .gives = &MANY_DONE, OF_SUPPORT },
    { DELETE, "/api/v1/tickets/changes/{id}", many_undo, RIGHT_ACT,
      "Undo such a change where nobody changed the ticket since", .gives = &MANY_DONE, OF_SUPPORT },
    { 0 },
};
