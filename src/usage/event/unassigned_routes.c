/* Events that could not be placed: rejected ones with their reason, and people whose account is not known yet. */
#include "base/ident.h"
#include "reading.sql.h"
#include "usage/event/event_store.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    OptInt cursor, limit;
} RejectedQuery;

static const Shape REJECTED_QUERY = {
    .name = "RejectedQuery",
    .size = sizeof(RejectedQuery),
    .fields =
        (const Field[]) {
            SHAPE_OPT(RejectedQuery, cursor, FIELD_ID),
            SHAPE_OPT(RejectedQuery, limit, FIELD_INT, .min = 1, .max = 200),
            { .type = FIELD_END },
        },
};

static const Shape REJECTED_EVENT = {
    .name = "RejectedEvent",
    .size = sizeof(RejectedListRow),
    .fields =
        (const Field[]) {
            SHAPE_FIELD(RejectedListRow, id, FIELD_ID),
            SHAPE_FIELD(RejectedListRow, at, FIELD_TIME),
            SHAPE_FIELD(RejectedListRow, reason, FIELD_TEXT, .choices = TRACK_REFUSAL_CHOICES),
            SHAPE_OPT(RejectedListRow, detail, FIELD_TEXT),
            SHAPE_FIELD(RejectedListRow, body, FIELD_TEXT),
            { .type = FIELD_END },
        },
};

static bool rejected_events(Request *request, Error *error)
{
    const RejectedQuery *query = request->query;
    int64_t limit = query->limit.known ? query->limit.value : 50;
    RejectedListRow *rows;
    size_t count;
    const char *next = NULL;
    if (!rejected_list(request->db, request->arena, query->cursor.known ? query->cursor.value : INT64_MAX, limit + 1,
                       &rows, &count, error))
        return false;
    if ((int64_t)count > limit) {
        count = (size_t)limit;
        next = arena_format(request->arena, "%lld", (long long)rows[count - 1].id);
    }
    return reply_list(request, &REJECTED_EVENT, rows, count, next);
}

typedef struct {
    const char *cursor; /* contact and anonymous id of the last row */
    OptInt limit;
} UnassignedQuery;

static const Shape UNASSIGNED_QUERY = {
    .name = "UnassignedQuery",
    .size = sizeof(UnassignedQuery),
    .fields =
        (const Field[]) {
            SHAPE_OPT(UnassignedQuery, cursor, FIELD_TEXT, .max = 600),
            SHAPE_OPT(UnassignedQuery, limit, FIELD_INT, .min = 1, .max = 200),
            { .type = FIELD_END },
        },
};

typedef struct {
    const char *user_id, *anonymous_id;
    int64_t events, last_at;
} Unassigned;

static const Shape UNASSIGNED = {
    .name = "Unassigned",
    .size = sizeof(Unassigned),
    .fields =
        (const Field[]) {
            SHAPE_OPT(Unassigned, user_id, FIELD_TEXT),
            SHAPE_OPT(Unassigned, anonymous_id, FIELD_TEXT),
            SHAPE_FIELD(Unassigned, events, FIELD_INT),
            SHAPE_FIELD(Unassigned, last_at, FIELD_TIME),
            { .type = FIELD_END },
        },
};

static bool unassigned_events(Request *request, Error *error)
{
    const UnassignedQuery *query = request->query;
    int64_t limit = query->limit.known ? query->limit.value : 50, contact = -1;
    const char *anonymous = "", *next = NULL;
    UnassignedListRow *rows;
    size_t count;
    if (query->cursor != NULL) {
        char *end;
        contact = strtoll(query->cursor, &end, 10);
        if (end == query->cursor || *end != '-')
            return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
        anonymous = end + 1;
    }
    if (!unassigned_list(request->db, request->arena, contact, anonymous, limit + 1, &rows, &count, error))
        return false;
    if ((int64_t)count > limit) {
        count = (size_t)limit;
        next = arena_format(request->arena, "%lld-%s", (long long)rows[count - 1].contact_id,
                            rows[count - 1].anonymous_id);
    }
    Unassigned *list = arena_array(request->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (Unassigned) { rows[i].user_id, *rows[i].anonymous_id == 0 ? NULL : rows[i].anonymous_id,
                                 rows[i].events, rows[i].last_at };
    return reply_list(request, &UNASSIGNED, list, count, next);
}

typedef struct {
    const char *user_id;
    int64_t account_id;
} BindingNew;

static const Shape BINDING_NEW = {
    .name = "BindingNew",
    .size = sizeof(BindingNew),
    .fields =
        (const Field[]) {
            SHAPE_FIELD(BindingNew, user_id, FIELD_TEXT, .min = 1, .max = IDENT_MAX, .is_id = true),
            SHAPE_FIELD(BindingNew, account_id, FIELD_ID),
            { .type = FIELD_END },
        },
};

bool usage_assign(Db *db, const char *actor, int64_t now, int64_t contact, int64_t account, Error *error)
{
    Flush *flush = flush_new(db, actor, now);
    return flush_finish(flush, flush_learn(flush, (Learned) { contact, account, 0, true }, error), error);
}

static bool unassigned_bind(Request *request, Error *error)
{
    const BindingNew *input = request->input;
    AccountIsRow *account;
    int64_t contact;
    if (!account_is(request->db, request->arena, input->account_id, &account, error) ||
        !contact_id_by_external(request->db, request->arena, input->user_id, &contact, error))
        return false;
    if (account == NULL)
        return fail(error, ERROR_INPUT, "account_id", "account %lld not found", (long long)input->account_id);
    if (contact == 0)
        return fail(error, ERROR_INPUT, "user_id", "no events from this user id");
    return usage_assign(request->db, request_actor(request), request->now, contact, input->account_id, error) &&
           reply_empty(request);
}

const Route UNASSIGNED_ROUTES[] = {
    { GET, "/api/v1/events/rejected", rejected_events, RIGHT_VIEW, "List rejected events, with the reason",
      .asks = &REJECTED_QUERY, .gives = &REJECTED_EVENT, .flags = ROUTE_LIST },
    { GET, "/api/v1/events/unassigned", unassigned_events, RIGHT_VIEW, "List people with events but no account",
      .asks = &UNASSIGNED_QUERY, .gives = &UNASSIGNED, .flags = ROUTE_LIST },
    { POST, "/api/v1/events/unassigned/binding", unassigned_bind, RIGHT_MANAGE,
      "Assign such a person to an account; their events count there", .takes = &BINDING_NEW },
    { 0 },
};
