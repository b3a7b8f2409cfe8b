#include "app/ops/inside.h"
#include "base/csv.h"
#include "ops.sql.h"

#include <stdio.h>

enum { PAGE_USUAL = 50, PAGE_MAX = 200, CSV_PIECE = 200 };

typedef struct {
    const char *kind, *actor;
    OptInt from, until; /* times */
    const char *cursor;
    OptInt limit;
} AuditQuery;

static const Field AUDIT_QUERY_FIELDS[] = {
    SHAPE_OPT(AuditQuery, kind, FIELD_TEXT, .max = 100),
    SHAPE_OPT(AuditQuery, actor, FIELD_TEXT, .max = 100),
    SHAPE_OPT(AuditQuery, from, FIELD_TIME),
    SHAPE_OPT(AuditQuery, until, FIELD_TIME),
    SHAPE_OPT(AuditQuery, cursor, FIELD_TEXT, .max = 60),
    SHAPE_OPT(AuditQuery, limit, FIELD_INT, .min = 1, .max = PAGE_MAX),
    { 0 },
};
const Shape AUDIT_QUERY = { "AuditQuery", sizeof(AuditQuery), AUDIT_QUERY_FIELDS };

/* A page ends at "time.id"; the next one begins below it. */
static bool cursor_read(const char *cursor, int64_t *at, int64_t *id, Error *error)
{
    long long time, number;
    char rest;
    *at = *id = INT64_MAX;
    if (!cursor)
        return true;
    if (sscanf(cursor, "%lld.%lld%c", &time, &number, &rest) != 2)
        return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
    *at = time;
    *id = number;
    return true;
}

static bool page_read(const Request *request, const AuditQuery *query, int64_t most, AuditRow **rows, size_t *count,
                      const char **next, Error *error)
{
    int64_t before_at, before_id;
    if (!cursor_read(query->cursor, &before_at, &before_id, error) ||
        !audit_page(request->db, request->arena, query->kind, query->actor, query->from, query->until, before_at,
                    before_id, most + 1, rows, count, error))
        return false;
    *next = NULL;
    if (*count > (size_t)most) {
        *count = (size_t)most;
        const AuditRow *last = &(*rows)[most - 1];
        *next = arena_format(request->arena, "%lld.%lld", (long long)last->at, (long long)last->id);
    }
    return true;
}

bool audit_list(Request *request, Error *error)
{
    const AuditQuery *query = request->query;
    AuditRow *rows;
    size_t count;
    const char *next;
    return page_read(request, query, query->limit.known ? query->limit.value : PAGE_USUAL, &rows, &count, &next,
                     error) &&
           reply_list(request, &AUDIT_ROW, rows, count, next);
}

static const char *number(Arena *arena, OptInt value)
{
    return value.known ? arena_format(arena, "%lld", (long long)value.value) : NULL;
}

static void csv_row(Text *csv, const AuditRow *row)
{
    csv_plain_to(csv, time_format(csv->arena, row->at));
    csv_cell_to(csv, row->kind);
    csv_cell_to(csv, row->actor);
    csv_cell_to(csv, row->actor_name);
    csv_plain_to(csv, number(csv->arena, row->account_id));
    csv_cell_to(csv, row->account);
    csv_cell_to(csv, row->subject);
    csv_cell_to(csv, row->body);
    csv_end_to(csv);
}

static void csv_head(Text *csv)
{
    static const char *const COLUMNS[] = { "at",      "kind",    "actor", "actor_name", "account_id",
                                           "account", "subject", "body",  NULL };
    text_add(csv, CSV_MARK);
    for (const char *const *column = COLUMNS; *column; column++)
        csv_cell_to(csv, *column);
    csv_end_to(csv);
}

static bool csv_piece(Request *request, const char *from, Text *csv, const char **next, Error *error)
{
    AuditQuery query = *(const AuditQuery *)request->query;
    AuditRow *rows;
    size_t count;
    if (!from)
        csv_head(csv);
    query.cursor = from ? from : query.cursor;
    if (!page_read(request, &query, CSV_PIECE, &rows, &count, next, error))
        return false;
    for (size_t i = 0; i < count; i++)
        csv_row(csv, &rows[i]);
    return true;
}

bool audit_csv(Request *request, Error *error)
{
    return reply_pieces(request, "text/csv; charset=utf-8", "audit.csv", csv_piece, error);
}
