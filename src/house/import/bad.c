/* The rows with errors as a file: each as it was read, with all that is wrong with it. */
#include "house/import/shown.h"

#include "base/csv.h"

#include <stdlib.h>

enum { TOLD_CELLS = 5 };

/* All that is wrong with one row: each cell holds one line for each trouble. */
static void bad_row(Arena *arena, Text *csv, const ImportBadPageRow *row, const ImportBadToldRow *told, size_t count)
{
    text_add(csv, row->csv);
    text_format(csv, ",%lld", (long long)row->line);
    for (size_t cell = 0; cell < TOLD_CELLS; cell++) {
        Text lines = text_new(arena);
        for (size_t i = 0; i < count; i++) {
            const char *const cells[TOLD_CELLS] = { told[i].field, told[i].reason == NULL ? "other" : told[i].reason,
                                                    told[i].arg_1, told[i].arg_2, told[i].text };
            text_add(&lines, i == 0 ? "" : "\n");
            text_add(&lines, cells[cell] == NULL ? "" : cells[cell]);
        }
        text_char(csv, ',');
        table_field_to(csv, text_string(&lines));
    }
    text_add(csv, "\r\n");
}

static bool bad_rows(Request *request, int64_t id, Text *csv, const ImportBadPageRow *rows, size_t count, Error *error)
{
    ImportBadToldRow *told;
    size_t told_count, at = 0;
    if (count == 0)
        return true;
    if (!import_bad_told(request->db, request->arena, id, rows[0].line, rows[count - 1].line, &told, &told_count,
                         error))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t from = at;
        while (at < told_count && told[at].line == rows[i].line)
            at++;
        bad_row(request->arena, csv, &rows[i], told + from, at - from);
    }
    return true;
}

static void bad_head(Text *csv, const Import *out)
{
    const ColumnOut *columns = out->columns.items;
    for (size_t i = 0; i < out->columns.count; i++) {
        table_field_to(csv, columns[i].name);
        text_char(csv, ',');
    }
    text_add(csv, "line,field,reason,arg_1,arg_2,text\r\n");
}

static bool bad_piece(Request *request, const char *from, Text *csv, const char **next, Error *error)
{
    enum { PIECE = 200 };
    ImportPlan plan;
    Import out;
    ImportBadPageRow *rows;
    size_t count;
    if (!plan_of_path(request, &plan, error) || !import_has_file(plan.job, error) ||
        (from == NULL && !columns_out(request->arena, &plan, &out, error)) ||
        !import_bad_page(request->db, request->arena, plan.job->id, from == NULL ? 0 : strtoll(from, NULL, 10), PIECE,
                         &rows, &count, error))
        return false;
    if (from == NULL)
        bad_head(csv, &out);
    *next = count == PIECE ? arena_format(request->arena, "%lld", (long long)rows[count - 1].line) : NULL;
    return bad_rows(request, plan.job->id, csv, rows, count, error);
}

bool import_bad(Request *request, Error *error)
{
    return reply_pieces(request, "text/csv; charset=utf-8", "bad.csv", bad_piece, error);
}
