/* The checks over the API: their newest figures and trend, the rows of one, its owner, and counting them now. */
#include "house/quality/quality_store.h"

#include "base/circle.h"
#include "base/text.h"
#include "jobs/fact_kind.h"

#include <string.h>

typedef struct {
    const char *id, *name, *name_ja, *means, *means_ja, *mend, *mend_ja, *to, *filter;
    OptInt found, total, counted_at;
    OptInt owner_id;
    const char *owner, *muted_because, *muted_by;
    OptInt muted_at;
    List trend;
} QualityState;

static const Field QUALITY_STATE_FIELDS[] = {
    SHAPE_FIELD(QualityState, id, FIELD_TEXT),
    SHAPE_FIELD(QualityState, name, FIELD_TEXT),
    SHAPE_FIELD(QualityState, name_ja, FIELD_TEXT),
    SHAPE_FIELD(QualityState, means, FIELD_TEXT),
    SHAPE_FIELD(QualityState, means_ja, FIELD_TEXT),
    SHAPE_FIELD(QualityState, mend, FIELD_TEXT),
    SHAPE_FIELD(QualityState, mend_ja, FIELD_TEXT),
    SHAPE_FIELD(QualityState, to, FIELD_TEXT),
    SHAPE_OPT(QualityState, filter, FIELD_JSON),
    SHAPE_OPT(QualityState, found, FIELD_INT),
    SHAPE_OPT(QualityState, total, FIELD_INT),
    SHAPE_OPT(QualityState, counted_at, FIELD_TIME),
    SHAPE_OPT(QualityState, owner_id, FIELD_ID),
    SHAPE_OPT(QualityState, owner, FIELD_TEXT),
    SHAPE_OPT(QualityState, muted_because, FIELD_TEXT),
    SHAPE_OPT(QualityState, muted_by, FIELD_TEXT),
    SHAPE_OPT(QualityState, muted_at, FIELD_TIME),
    SHAPE_FIELD(QualityState, trend, FIELD_LIST, .shape = &QUALITY_DAY),
    { 0 },
};
static const Shape QUALITY_STATE = { "QualityCheck", sizeof(QualityState), QUALITY_STATE_FIELDS };

static const Field QUALITY_TOLD_FIELDS[] = {
    SHAPE_FIELD(QualityTold, check, FIELD_TEXT),
    SHAPE_OPT(QualityTold, owner_id, FIELD_ID),
    SHAPE_FIELD(QualityTold, muted, FIELD_FLAG),
    { 0 },
};
const Shape QUALITY_TOLD = { "QualityTold", sizeof(QualityTold), QUALITY_TOLD_FIELDS };

/* ---- the list -------------------------------------------------------------------------------------------------- */

static void state_texts(const QualityCheck *check, QualityState *state)
{
    *state = (QualityState) { .id = check->id,
                              .name = check->name.en,
                              .name_ja = check->name.ja,
                              .means = check->means.en,
                              .means_ja = check->means.ja,
                              .mend = check->mend.en,
                              .mend_ja = check->mend.ja,
                              .to = check->to,
                              .filter = check->filter };
}

static void state_setting(QualityState *state, const QualitySettingRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].check_id, state->id) != 0)
            continue;
        state->owner_id = rows[i].owner_id;
        state->owner = rows[i].owner;
        state->muted_because = rows[i].muted_because;
        state->muted_by = rows[i].muted_by;
        state->muted_at = rows[i].muted_at;
    }
}

/* Days are in the order of checks: one stretch of them is a check's. */
static void state_days(QualityState *state, const QualityDayRow *rows, size_t count)
{
    size_t first = 0, end;
    while (first < count && strcmp(rows[first].check_id, state->id) != 0)
        first++;
    for (end = first; end < count && strcmp(rows[end].check_id, state->id) == 0;)
        end++;
    state->trend = (List) { end - first, rows + first };
    if (end == first)
        return;
    state->found = (OptInt) { rows[end - 1].found, true };
    state->total = (OptInt) { rows[end - 1].total, true };
    state->counted_at = (OptInt) { rows[end - 1].at, true };
}

static int64_t today_of(const Request *request)
{
    return zone_day(atomic_load(&request->services->zone), request->now);
}

static bool quality_list(Request *request, Error *error)
{
    const QualityCheck *const *checks = quality_checks(request->arena);
    QualityState *states = arena_array(request->arena, QUALITY_CHECKS_MAX + 1, sizeof *states);
    QualitySettingRow *settings;
    QualityDayRow *days;
    size_t count = 0, setting_count, day_count;
    if (!quality_setting_all(request->db, request->arena, &settings, &setting_count, error) ||
        !quality_days(request->db, request->arena, today_of(request) - QUALITY_TREND_DAYS, &days, &day_count, error))
        return false;
    for (; *checks; checks++) {
        if ((*checks)->circle & ~request->caller->rights)
            continue;
        state_texts(*checks, &states[count]);
        state_setting(&states[count], settings, setting_count);
        state_days(&states[count++], days, day_count);
    }
    return reply_list(request, &QUALITY_STATE, states, count, NULL);
}

/* ---- one check ------------------------------------------------------------------------------------------------- */

static bool check_of_path(Request *request, const QualityCheck **check, Error *error)
{
    const QualityCheck *const *at = quality_checks(request->arena);
    while (*at && strcmp((*at)->id, request->path_text[0]) != 0)
        at++;
    *check = *at;
    if (!*at)
        return fail(error, ERROR_MISSING, NULL, "check \"%.60s\" not found", request->path_text[0]);
    return request_sees(request, (*at)->circle, NULL, error);
}

typedef struct {
    const char *cursor;
    OptInt limit;
} RowsAsk;
static const Field ROWS_ASK_FIELDS[] = { PAGE_FIELDS(RowsAsk), { 0 } };
static const Shape ROWS_ASK = { "QualityRowsAsk", sizeof(RowsAsk), ROWS_ASK_FIELDS };

static const Field QUALITY_ROW_FIELDS[] = {
    SHAPE_OPT(QualityRow, account_id, FIELD_ID), SHAPE_OPT(QualityRow, account, FIELD_TEXT),
    SHAPE_OPT(QualityRow, what, FIELD_TEXT),     SHAPE_OPT(QualityRow, what_ja, FIELD_TEXT),
    SHAPE_OPT(QualityRow, beside, FIELD_TEXT),   SHAPE_OPT(QualityRow, count, FIELD_INT),
    SHAPE_OPT(QualityRow, from_on, FIELD_DAY),   SHAPE_OPT(QualityRow, until_on, FIELD_DAY),
    SHAPE_OPT(QualityRow, at, FIELD_TIME),       { 0 },
};
static const Shape QUALITY_ROW = { "QualityRow", sizeof(QualityRow), QUALITY_ROW_FIELDS };

static bool rows_read(Request *request, const QualityCheck *check, Cursor after, int64_t most, QualityRows *rows,
                      Error *error)
{
    QualityAsked asked = { request->services, request->db, request->arena, today_of(request), request->now };
    if (check->rows)
        return check->rows(&asked, after, most, rows, error);
    return check->rows_are(request->db, request->arena, after.place, after.id, most, &rows->items, &rows->count, error);
}

static bool quality_rows(Request *request, Error *error)
{
    const RowsAsk *ask = request->query;
    const QualityCheck *check;
    Cursor after = { -1, -1 };
    QualityRows rows = { 0 };
    int64_t limit = page_limit(ask->limit);
    const char *next = NULL;
    if (!check_of_path(request, &check, error) || !cursor_read(ask->cursor, &after, error) ||
        !rows_read(request, check, after, limit + 1, &rows, error))
        return false;
    if (page_goes_on(&rows.count, limit))
        next = cursor_text(request->arena, rows.items[limit - 1].place, rows.items[limit - 1].id);
    return reply_list(request, &QUALITY_ROW, rows.items, rows.count, next);
}

/* ---- owner, muting, counting now ------------------------------------------------------------------------------- */

static bool owner_is_there(Request *request, OptInt owner, Error *error)
{
    QualityOwnerIsRow *row;
    if (!owner.known)
        return true;
    return quality_owner_is(request->db, request->arena, owner.value, &row, error) &&
           (row || fail(error, ERROR_INPUT, "owner_id", "staff member %lld not found", (long long)owner.value));
}

static void patch_apply(const Request *request, const QualityPatch *patch, QualitySettingOfRow *now)
{
    if (request_given(request, "owner_id"))
        now->owner_id = patch->owner_id;
    if (!request_given(request, "muted_because"))
        return;
    now->muted_because = text_is_empty(patch->muted_because) ? NULL : patch->muted_because;
    bool muted = now->muted_because != NULL;
    int64_t staff = request_staff(request);
    now->muted_by = (OptInt) { staff, muted && staff };
    now->muted_at = (OptInt) { request->now, muted };
}

static bool quality_patch(Request *request, Error *error)
{
    const QualityCheck *check;
    QualitySettingOfRow *row, now = { 0 };
    if (!check_of_path(request, &check, error) ||
        !quality_setting_of(request->db, request->arena, check->id, &row, error))
        return false;
    if (row)
        now = *row;
    patch_apply(request, request->input, &now);
    QualityTold told = { check->id, now.owner_id, now.muted_because != NULL };
    Fact fact = { .kind = "quality.changed", .actor = request_actor(request), .body = &told, .at = request->now };
    return (!request_given(request, "owner_id") || owner_is_there(request, now.owner_id, error)) &&
           quality_setting_put(request->db, check->id, now.owner_id, now.muted_because, now.muted_by, now.muted_at,
                               error) &&
           fact_write(request->db, &fact, NULL, error) && reply_empty(request);
}

static bool quality_count_now(Request *request, Error *error)
{
    Fact fact = { .kind = "quality.counted", .actor = request_actor(request), .at = request->now };
    return quality_ask(request->db, error) && fact_write(request->db, &fact, NULL, error) && reply_empty(request);
}

const Route QUALITY_ROUTES[] = {
    { GET, "/api/v1/quality", quality_list, RIGHT_VIEW,
      "List the checks of data quality, each with its newest figure, its owner and 90 days of figures",
      .gives = &QUALITY_STATE, .flags = ROUTE_LIST },
    { GET, "/api/v1/quality/{id:text}/rows", quality_rows, RIGHT_VIEW, "List what a check finds", .asks = &ROWS_ASK,
      .gives = &QUALITY_ROW, .flags = ROUTE_LIST | ROUTE_SLOW },
    { PATCH, "/api/v1/quality/{id:text}", quality_patch, RIGHT_MANAGE,
      "Set who looks after a check; a reason mutes it, and null lets it speak again", .takes = &QUALITY_PATCH },
    { POST, "/api/v1/quality/counts", quality_count_now, RIGHT_ACT, "Run all checks now" },
    { 0 },
};
