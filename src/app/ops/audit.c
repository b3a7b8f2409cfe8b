/*
 * The audit log as a list and as CSV, both pages of one statement over facts (audit_page), newest first. The CSV is
 * written in pieces of 200 rows while the client reads. The names of actors and accounts are those of today; bodies
 * lose the fields of circles that the reader does not see.
 */
#include "app/ops/inside.h"
#include "base/csv.h"
#include "http/page.h"
#include "jobs/fact_kind.h"
#include "ops.sql.h"

enum { CSV_PIECE = 200 };

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
    PAGE_FIELDS(AuditQuery),
    { 0 },
};
const Shape AUDIT_QUERY = { "AuditQuery", sizeof(AuditQuery), AUDIT_QUERY_FIELDS };

static bool page_read(const Request *request, const AuditQuery *query, int64_t most, AuditRow **rows, size_t *count,
                      const char **next, Error *error)
{
    Cursor before = { INT64_MAX, INT64_MAX };
    Viewer viewer = request_viewer(request);
    if (!cursor_read(query->cursor, &before, error) ||
        !audit_page(request->db, request->arena, query->kind, query->actor, query->from, query->until, before.place,
                    before.id, most + 1, &viewer, rows, count, error))
        return false;
    *next = NULL;
    if (page_goes_on(count, most))
        *next = cursor_text(request->arena, (*rows)[most - 1].at, (*rows)[most - 1].id);
    return true;
}

bool audit_list(Request *request, Error *error)
{
    const AuditQuery *query = request->query;
    AuditRow *rows;
    size_t count;
    const char *next;
    return page_read(request, query, page_limit(query->limit), &rows, &count, &next, error) &&
           reply_list(request, &AUDIT_ROW, rows, count, next);
}

static const char *number(Arena *arena, OptInt value)
{
    return value.known ? arena_format(arena, "%lld", (long long)value.value) : NULL;
}

static void csv_row(Text *csv, const AuditRow *row, unsigned sees)
{
    csv_plain_to(csv, time_format(csv->arena, row->at));
    csv_cell_to(csv, row->kind);
    csv_cell_to(csv, row->actor);
    csv_cell_to(csv, row->actor_name);
    csv_plain_to(csv, number(csv->arena, row->account_id));
    csv_cell_to(csv, row->account);
    csv_cell_to(csv, row->subject);
    csv_cell_to(csv, fact_body_seen(csv->arena, row->kind, row->body, sees));
    csv_cell_to(csv, row->reason);
    csv_end_to(csv);
}

static void csv_head(Text *csv)
{
    static const char *const COLUMNS[] = { "at",      "kind",    "actor", "actor_name", "account_id",
                                           "account", "subject", "body",  "reason",     NULL };
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
        csv_row(csv, &rows[i], request->caller->rights);
    return true;
}

bool audit_csv(Request *request, Error *error)
{
    return reply_pieces(request, "text/csv; charset=utf-8", "audit.csv", csv_piece, error);
}
