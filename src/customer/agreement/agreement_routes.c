/* Agreements over the API, each with how it stands today. */
#include "base/id.h"
#include "base/reason.h"
#include "customer/agreement/agreement.h"
#include "http/edit.h"

static int64_t today_of(const Request *request)
{
    return zone_day(atomic_load(&request->services->zone), request->now);
}

static OptInt counted(const AgreementFound *found, size_t count)
{
    return (OptInt) { (int64_t)count, found->readable };
}

static bool shown_of(const Request *request, const AgreementRow *row, Agreement *shown, Error *error)
{
    AgreementFound found;
    if (!agreement_find(request->services->engine, request->db, request->arena, row, today_of(request), &found, error))
        return false;
    *shown = (Agreement) { .row = *row,
                           .one_count = counted(&found, found.one),
                           .other_count = counted(&found, found.other),
                           .both = counted(&found, found.both),
                           .contradicting = counted(&found, found.one_alone.count + found.other_alone.count) };
    return true;
}

static bool agreement_list(Request *request, Error *error)
{
    AgreementRow *rows;
    size_t count;
    if (!agreement_all(request->db, request->arena, &rows, &count, error))
        return false;
    Agreement *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!shown_of(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &AGREEMENT, shown, count, NULL);
}

/* The check tells everybody how many accounts differ: so it may ask for nothing that some do not see. */
static bool side_is_valid(const Request *request, const char *json, const char *field, Error *error)
{
    ConditionOf accounts = { .engine = request->services->engine, .db = request->db, .source = CONDITION_GIVEN };
    const Condition *condition;
    return condition_parse_text(request->arena, &accounts, json, field, &condition, error);
}

static bool agreement_create(Request *request, Error *error)
{
    const NewAgreement *in = request->input;
    AgreementRow row = { .id = id_new(), .created_at = request->now }, *rows;
    Writer writer = writer_of(request);
    Agreement shown;
    size_t count;
    if (!edit_apply(request, &NEW_AGREEMENT, in, &AGREEMENT_ROW, &row, error) ||
        !side_is_valid(request, row.one, "one", error) || !side_is_valid(request, row.other, "other", error) ||
        !agreement_all(request->db, request->arena, &rows, &count, error))
        return false;
    if (count >= AGREEMENTS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "50", NULL);
    return agreement_insert(request->db, &row, error) &&
           writer_tell(&writer, "agreement.created", 0, 0, row.id, NULL, error) &&
           shown_of(request, &row, &shown, error) && reply_row(request, 201, &AGREEMENT, &shown);
}

static bool agreement_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    AgreementIsRow *row;
    if (!agreement_is(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "agreement %lld not found", (long long)request->path_id[0]);
    return agreement_remove(request->db, row->id, error) &&
           writer_tell(&writer, "agreement.deleted", 0, 0, row->id, NULL, error) && reply_empty(request);
}

const Route AGREEMENT_ROUTES[] = {
    { GET, "/api/v1/agreements", agreement_list, RIGHT_VIEW,
      "List the pairs of conditions on accounts that should say the same, and how they stand today",
      .gives = &AGREEMENT, .flags = ROUTE_LIST | ROUTE_SLOW },
    { POST, "/api/v1/agreements", agreement_create, RIGHT_MANAGE, "Add such a pair", .takes = &NEW_AGREEMENT,
      .gives = &AGREEMENT },
    { DELETE, "/api/v1/agreements/{id}", agreement_delete, RIGHT_MANAGE, "Delete such a pair" },
    { 0 },
};
