/* Changes to many accounts over the API: a look before, the change, how far it is, its undo. */
#include "base/id.h"
#include "customer/account/account_bulk.h"
#include "customer/account/account_list.h"
#include "http/edit.h"

#include <string.h>

typedef struct {
    Ids ids;
    const char *filter, *q;
    const void *set;
} Bulk;
static const Field BULK_FIELDS[] = {
    SHAPE_OPT(Bulk, ids, FIELD_IDS, .max = 100000),
    SHAPE_OPT(Bulk, filter, FIELD_JSON),
    SHAPE_OPT(Bulk, q, FIELD_TEXT, .max = 200),
    SHAPE_FIELD(Bulk, set, FIELD_OBJECT, .shape = &ACCOUNT_SET),
    { 0 },
};
static const Shape BULK = { "AccountChanges", sizeof(Bulk), BULK_FIELDS };

typedef struct {
    int64_t accounts, changed;
} Look;
static const Field LOOK_FIELDS[] = { SHAPE_FIELD(Look, accounts, FIELD_INT),
                                     SHAPE_FIELD(Look, changed, FIELD_INT),
                                     { 0 } };
static const Shape LOOK = { "AccountChangesPreview", sizeof(Look), LOOK_FIELDS };

/* Either the ids that were ticked, or all that the list shows: never both, and never "all" by an empty body. */
static bool bulk_ids(Request *request, const Bulk *bulk, Ids *ids, Error *error)
{
    bool ticked = request_given(request, "ids"), filtered = bulk->filter || bulk->q;
    if (ticked == filtered)
        return fail(error, ERROR_INPUT, "ids", "give either ids, or a filter or q");
    *ids = bulk->ids;
    return ticked || accounts_match(request, bulk->filter, bulk->q, ids, error);
}

static Ids ids_step(Ids ids, size_t from)
{
    return (Ids) { ids.count - from < BULK_STEP ? ids.count - from : BULK_STEP, ids.items + from };
}

/* ---- a look before --------------------------------------------------------------------------------------------- */

static bool look_step(const Request *request, Arena *arena, Ids ids, const BulkWanted *wanted, Look *look, Error *error)
{
    AccountRow *rows;
    size_t count;
    if (!accounts_by_ids(request->db, arena, ids, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        AccountRow after;
        List told;
        bool differs;
        if (!bulk_row(arena, wanted, &rows[i], &after, &told, &differs, error))
            return false;
        look->accounts++;
        look->changed += differs;
    }
    return true;
}

static bool bulk_preview(Request *request, Error *error)
{
    BulkWanted wanted;
    Look look = { 0 };
    Ids ids;
    if (!bulk_wanted(request->db, request->arena, json_get(request->body, "set"), &wanted, error) ||
        !bulk_ids(request, request->input, &ids, error))
        return false;
    Arena *arena = arena_new(); /* of a step: there may be all accounts */
    bool ok = true;
    for (size_t i = 0; ok && i < ids.count; i += BULK_STEP) {
        ok = look_step(request, arena, ids_step(ids, i), &wanted, &look, error);
        arena_reset(arena);
    }
    arena_free(arena);
    return ok && reply_row(request, 200, &LOOK, &look);
}

/* ---- the change ------------------------------------------------------------------------------------------------ */

static bool bulk_reply(Request *request, int status, int64_t id, Error *error)
{
    BulkRow *row;
    BulkKeptRow *kept;
    size_t count;
    if (!bulk_by_id(request->db, request->arena, id, &row, error) ||
        !bulk_kept(request->db, request->arena, id, &kept, &count, error))
        return false;
    AccountsChanged changed = { .row = *row, .kept_accounts = { count, kept } };
    return reply_row(request, status, &ACCOUNTS_CHANGED, &changed);
}

/* Those that are there, once each. */
static bool ones_add(Request *request, BulkRow *bulk, Ids ids, Error *error)
{
    BulkAddIn *ones = arena_array(request->arena, ids.count + 1, sizeof *ones);
    for (size_t i = 0; i < ids.count; i += BULK_STEP) {
        AccountExternalIdsRow *there;
        size_t count;
        if (!account_external_ids(request->db, request->arena, ids_step(ids, i), &there, &count, error))
            return false;
        for (size_t k = 0; k < count; k++)
            ones[bulk->accounts++] = (BulkAddIn) { bulk->id, there[k].id, "waiting" };
    }
    return bulk_insert(request->db, bulk, error) && bulk_add(request->db, ones, (size_t)bulk->accounts, error);
}

static bool first_step(Request *request, const BulkRow *bulk, Error *error)
{
    Writer writer = writer_of(request);
    bool left;
    return bulk_step(&writer, bulk, &left, error) && (!left || bulk_go_on(&writer, bulk->id, error));
}

static bool bulk_create(Request *request, Error *error)
{
    const Json *set = json_get(request->body, "set");
    BulkRow bulk = { .id = id_new(), .state = "changing", .wanted = json_print(request->arena, set), .version = 1 };
    Ids ids;
    bulk.created_at = request->now;
    return bulk_ids(request, request->input, &ids, error) && ones_add(request, &bulk, ids, error) &&
           first_step(request, &bulk, error) && bulk_reply(request, 200, bulk.id, error);
}

/* ---- afterwards ------------------------------------------------------------------------------------------------ */

static bool bulk_of_path(Request *request, BulkRow **bulk, Error *error)
{
    if (!bulk_by_id(request->db, request->arena, request->path_id[0], bulk, error))
        return false;
    return *bulk || fail(error, ERROR_MISSING, NULL, "change %lld not found", (long long)request->path_id[0]);
}

static bool bulk_get(Request *request, Error *error)
{
    BulkRow *bulk;
    return bulk_of_path(request, &bulk, error) && bulk_reply(request, 200, bulk->id, error);
}

static bool bulk_undo(Request *request, Error *error)
{
    BulkRow *bulk;
    if (!bulk_of_path(request, &bulk, error))
        return false;
    if (strcmp(bulk->state, "changing") == 0 || strcmp(bulk->state, "undoing") == 0)
        return fail(error, ERROR_CONFLICT, NULL, "the change is at work; wait until it is done");
    bulk->state = "undoing";
    return bulk_undo_begin(request->db, bulk->id, error) && bulk_kept_again(request->db, bulk->id, error) &&
           first_step(request, bulk, error) && bulk_reply(request, 200, bulk->id, error);
}

const Route ACCOUNT_BULK_ROUTES[] = {
    { POST, "/api/v1/accounts/changes", bulk_create, RIGHT_MANAGE, "Change several accounts at once, by ids or filter",
      .takes = &BULK, .gives = &ACCOUNTS_CHANGED },
    { POST, "/api/v1/accounts/changes/preview", bulk_preview, RIGHT_MANAGE,
      "Count how many accounts such a change would alter", .takes = &BULK, .gives = &LOOK,
      .flags = ROUTE_READS | ROUTE_SLOW },
    { GET, "/api/v1/accounts/changes/{id}", bulk_get, RIGHT_VIEW, "Get how far a change of several accounts is",
      .gives = &ACCOUNTS_CHANGED },
    { POST, "/api/v1/accounts/changes/{id}/undo", bulk_undo, RIGHT_MANAGE,
      "Undo a change of several accounts, where nobody has changed the same since", .gives = &ACCOUNTS_CHANGED },
    { 0 },
};
