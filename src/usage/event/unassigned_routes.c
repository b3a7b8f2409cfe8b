/* Events that could not be placed: rejected ones with their reason, and people whose account is not known yet. */
#include "base/ident.h"
#include "http/page.h"
#include "reading.sql.h"
#include "usage/event/event_store.h"

#include <stdlib.h>
#include <string.h>

static const Field REJECTED_EVENT_FIELDS[] = {
    SHAPE_FIELD(RejectedListRow, id, FIELD_ID),
    SHAPE_FIELD(RejectedListRow, at, FIELD_TIME),
    SHAPE_FIELD(RejectedListRow, reason, FIELD_TEXT, .choices = TRACK_REFUSAL_CHOICES),
    SHAPE_OPT(RejectedListRow, detail, FIELD_TEXT),
    SHAPE_FIELD(RejectedListRow, body, FIELD_TEXT),
    { 0 },
};
static const Shape REJECTED_EVENT = { "RejectedEvent", sizeof(RejectedListRow), REJECTED_EVENT_FIELDS };

static bool rejected_events(Request *request, Error *error)
{
    const PageById *query = request->query;
    int64_t limit = page_limit(query->limit);
    RejectedListRow *rows;
    size_t count;
    if (!rejected_list(request->db, request->arena, query->cursor.known ? query->cursor.value : INT64_MAX, limit + 1,
                       &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    return reply_list(request, &REJECTED_EVENT, rows, count, next);
}

typedef struct {
    const char *cursor; /* contact and anonymous id of the last row */
    OptInt limit;
} UnassignedQuery;

static const Field UNASSIGNED_QUERY_FIELDS[] = {
    SHAPE_OPT(UnassignedQuery, cursor, FIELD_TEXT, .max = 600),
    SHAPE_OPT(UnassignedQuery, limit, FIELD_INT, .min = 1, .max = 200),
    { 0 },
};
static const Shape UNASSIGNED_QUERY = { "UnassignedQuery", sizeof(UnassignedQuery), UNASSIGNED_QUERY_FIELDS };

typedef struct {
    const char *user_id, *anonymous_id;
    int64_t events, last_at;
} Unassigned;

static const Field UNASSIGNED_FIELDS[] = {
    SHAPE_OPT(Unassigned, user_id, FIELD_TEXT),
    SHAPE_OPT(Unassigned, anonymous_id, FIELD_TEXT),
    SHAPE_FIELD(Unassigned, events, FIELD_INT),
    SHAPE_FIELD(Unassigned, last_at, FIELD_TIME),
    { 0 },
};
static const Shape UNASSIGNED = { "Unassigned", sizeof(Unassigned), UNASSIGNED_FIELDS };

static bool unassigned_events(Request *request, Error *error)
{
    const UnassignedQuery *query = request->query;
    int64_t limit = page_limit(query->limit), contact = -1;
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
    if (page_goes_on(&count, limit))
        next = arena_format(request->arena, "%lld-%s", (long long)rows[limit - 1].contact_id,
                            rows[limit - 1].anonymous_id);
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

static const Field BINDING_NEW_FIELDS[] = {
    SHAPE_FIELD(BindingNew, user_id, FIELD_TEXT, .min = 1, .max = IDENT_MAX, .is_id = true),
    SHAPE_FIELD(BindingNew, account_id, FIELD_ID),
    { 0 },
};
static const Shape BINDING_NEW = { "BindingNew", sizeof(BindingNew), BINDING_NEW_FIELDS };

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
      .asks = &PAGE_BY_ID, .gives = &REJECTED_EVENT, .flags = ROUTE_LIST },
    { GET, "/api/v1/events/unassigned", unassigned_events, RIGHT_VIEW, "List people with events but no account",
      .asks = &UNASSIGNED_QUERY, .gives = &UNASSIGNED, .flags = ROUTE_LIST },
    { POST, "/api/v1/events/unassigned/binding", unassigned_bind, RIGHT_MANAGE,
      "Assign such a person to an account; their events count there", .takes = &BINDING_NEW },
    { 0 },
};
