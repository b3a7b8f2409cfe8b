/* Duplicates over the API: what is proposed, of all accounts or of one, and what was said of it. */
#include "base/json.h"
#include "customer/duplicate/duplicate.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *kind, *value;
} DuplicateReason;
static const Field REASON_FIELDS[] = {
    SHAPE_FIELD(DuplicateReason, kind, FIELD_TEXT, .choices = "id|name|reading|phone|domain"),
    SHAPE_OPT(DuplicateReason, value, FIELD_TEXT),
    { 0 },
};
static const Shape DUPLICATE_REASON = { "DuplicateReason", sizeof(DuplicateReason), REASON_FIELDS };

typedef struct {
    int64_t id;
    const void *first, *second;
    List reasons;
    const char *state;
    int64_t found_at;
    const char *dismissed_by;
    OptInt dismissed_at;
} Duplicate;
static const Field DUPLICATE_FIELDS[] = {
    SHAPE_FIELD(Duplicate, id, FIELD_ID),
    SHAPE_FIELD(Duplicate, first, FIELD_OBJECT, .shape = &DUPLICATE_SIDE_ROW),
    SHAPE_FIELD(Duplicate, second, FIELD_OBJECT, .shape = &DUPLICATE_SIDE_ROW),
    SHAPE_FIELD(Duplicate, reasons, FIELD_LIST, .shape = &DUPLICATE_REASON),
    SHAPE_FIELD(Duplicate, state, FIELD_TEXT, .choices = "open|dismissed"),
    SHAPE_FIELD(Duplicate, found_at, FIELD_TIME),
    SHAPE_OPT(Duplicate, dismissed_by, FIELD_TEXT),
    SHAPE_OPT(Duplicate, dismissed_at, FIELD_TIME),
    { 0 },
};
static const Shape DUPLICATE = { "Duplicate", sizeof(Duplicate), DUPLICATE_FIELDS };

typedef struct {
    const char *state;
    OptInt account_id;
    const char *cursor;
    OptInt limit;
} DuplicatesAsk;
static const Field ASK_FIELDS[] = {
    SHAPE_OPT(DuplicatesAsk, state, FIELD_TEXT, .choices = "open|dismissed"),
    SHAPE_OPT(DuplicatesAsk, account_id, FIELD_ID),
    PAGE_FIELDS(DuplicatesAsk),
    { 0 },
};
static const Shape DUPLICATES_ASK = { "DuplicatesAsk", sizeof(DuplicatesAsk), ASK_FIELDS };

static bool reasons_read(Arena *arena, const char *json, List *reasons, Error *error)
{
    const Json *list;
    if (!json_parse(arena, json, strlen(json), &list, error))
        return false;
    DuplicateReason *items = arena_array(arena, json_count(list) + 1, sizeof *items);
    size_t count = 0;
    for (const Json *at = json_first(list); at; at = json_next(at)) {
        json_get_text(at, "kind", &items[count].kind);
        json_get_text(at, "value", &items[count].value);
        count++;
    }
    *reasons = (List) { count, items };
    return true;
}

static const DuplicateSideRow *side_of(const DuplicateSideRow *sides, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (sides[i].id == id)
            return &sides[i];
    return NULL;
}

static bool staff_name(Request *request, const char *actor, const char **name, Error *error)
{
    DuplicateStaffRow *row;
    *name = NULL;
    if (!actor || strncmp(actor, "staff:", 6) != 0)
        return true;
    if (!duplicate_staff(request->db, request->arena, strtoll(actor + 6, NULL, 10), &row, error))
        return false;
    *name = row ? row->name : NULL;
    return true;
}

/* One whose account went a moment ago is left out. */
static bool shown_of(Request *request, const DuplicateRow *rows, size_t count, Duplicate *shown, size_t *kept,
                     Error *error)
{
    int64_t *ids = arena_array(request->arena, 2 * count + 1, sizeof *ids);
    DuplicateSideRow *sides;
    size_t side_count;
    for (size_t i = 0; i < count; i++) {
        ids[2 * i] = rows[i].first_id;
        ids[2 * i + 1] = rows[i].second_id;
    }
    if (!duplicate_sides(request->db, request->arena, (Ids) { 2 * count, ids }, &sides, &side_count, error))
        return false;
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        Duplicate one = { .id = rows[i].id,
                          .first = side_of(sides, side_count, rows[i].first_id),
                          .second = side_of(sides, side_count, rows[i].second_id),
                          .state = rows[i].state,
                          .found_at = rows[i].found_at,
                          .dismissed_at = rows[i].dismissed_at };
        if (!reasons_read(request->arena, rows[i].reasons, &one.reasons, error) ||
            !staff_name(request, rows[i].dismissed_by, &one.dismissed_by, error))
            return false;
        if (one.first && one.second)
            shown[(*kept)++] = one;
    }
    return true;
}

static bool duplicates_list(Request *request, Error *error)
{
    const DuplicatesAsk *ask = request->query;
    const char *state = ask->state ? ask->state : "open", *next = NULL;
    int64_t limit = page_limit(ask->limit);
    Cursor before = { INT64_MAX, INT64_MAX };
    DuplicateRow *rows;
    size_t count, kept;
    if (!cursor_read(ask->cursor, &before, error))
        return false;
    if (ask->account_id.known) {
        if (!duplicate_list_of(request->db, request->arena, ask->account_id.value, state, &rows, &count, error))
            return false;
    } else {
        if (!duplicate_list(request->db, request->arena, state, before.place, before.id, limit + 1, &rows, &count,
                            error))
            return false;
        if (page_goes_on(&count, limit))
            next = cursor_text(request->arena, rows[count - 1].strength, rows[count - 1].id);
    }
    Duplicate *shown = arena_array(request->arena, count + 1, sizeof *shown);
    return shown_of(request, rows, count, shown, &kept, error) && reply_list(request, &DUPLICATE, shown, kept, next);
}

static bool duplicates_count(Request *request, Error *error)
{
    DuplicateCountsRow *counts;
    return duplicate_counts(request->db, request->arena, &counts, error) &&
           reply_row(request, 200, &DUPLICATE_COUNTS_ROW, counts);
}

static bool duplicate_tell(Request *request, const char *kind, int64_t id, Error *error)
{
    Writer writer = writer_of(request);
    return writer_tell(&writer, kind, 0, 0, id, NULL, error);
}

static bool duplicate_say(Request *request, bool dismissed, Error *error)
{
    Writer writer = writer_of(request);
    DuplicateRow *row;
    Duplicate shown;
    size_t kept;
    int64_t id = request->path_id[0];
    bool ok = dismissed ? duplicate_dismiss(request->db, id, writer.actor, writer.now, error)
                        : duplicate_reopen(request->db, id, error);
    if (!ok || !duplicate_by_id(request->db, request->arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "duplicate %lld not found", (long long)id);
    if (!shown_of(request, row, 1, &shown, &kept, error))
        return false;
    if (!kept)
        return fail(error, ERROR_MISSING, NULL, "an account of duplicate %lld is gone", (long long)id);
    return duplicate_tell(request, dismissed ? "duplicate.dismissed" : "duplicate.reopened", id, error) &&
           reply_row(request, 200, &DUPLICATE, &shown);
}

static bool duplicate_dismissed(Request *request, Error *error)
{
    return duplicate_say(request, true, error);
}

static bool duplicate_reopened(Request *request, Error *error)
{
    return duplicate_say(request, false, error);
}

const Route DUPLICATE_ROUTES[] = {
    { GET, "/api/v1/duplicates", duplicates_list, RIGHT_VIEW,
      "List pairs of accounts that look the same, the most alike first", .asks = &DUPLICATES_ASK, .gives = &DUPLICATE,
      .flags = ROUTE_LIST },
    { GET, "/api/v1/duplicates/count", duplicates_count, RIGHT_VIEW, "Count possible duplicates",
      .gives = &DUPLICATE_COUNTS_ROW },
    { POST, "/api/v1/duplicates/{id}/dismiss", duplicate_dismissed, RIGHT_MANAGE,
      "Say that two accounts are not the same", .gives = &DUPLICATE },
    { POST, "/api/v1/duplicates/{id}/reopen", duplicate_reopened, RIGHT_MANAGE,
      "Take back that two accounts are not the same", .gives = &DUPLICATE },
    { 0 },
};
