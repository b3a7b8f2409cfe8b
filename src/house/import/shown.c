/*
 * An import in the shapes of the API: targets, columns with samples, the preview, the bad rows.
 *
 * The preview's cells are stored as they were in the file. Each reading puts them under the targets of the mapping, so
 * a new mapping changes the preview without reading the file again. Once an erasure has taken the file, none of its
 * content is shown.
 */
#include "house/import/shown.h"

#include "base/json.h"
#include "base/reason.h"

#include <string.h>

typedef struct {
    const char *key, *name, *name_ja;
    bool required;
} TargetOut;

static const Field IMPORT_TARGET_FIELDS[] = {
    SHAPE_FIELD(TargetOut, key, FIELD_TEXT),
    SHAPE_FIELD(TargetOut, name, FIELD_TEXT),
    SHAPE_FIELD(TargetOut, name_ja, FIELD_TEXT),
    SHAPE_FIELD(TargetOut, required, FIELD_FLAG),
    { 0 },
};
const Shape IMPORT_TARGET = { "ImportTarget", sizeof(TargetOut), IMPORT_TARGET_FIELDS };

static const Field IMPORT_COLUMN_FIELDS[] = {
    SHAPE_FIELD(ColumnOut, index, FIELD_INT),
    SHAPE_FIELD(ColumnOut, name, FIELD_TEXT),
    SHAPE_FIELD(ColumnOut, samples, FIELD_TEXTS),
    SHAPE_OPT(ColumnOut, target, FIELD_TEXT),
    { 0 },
};
const Shape IMPORT_COLUMN = { "ImportColumn", sizeof(ColumnOut), IMPORT_COLUMN_FIELDS };

typedef struct {
    int64_t line;
    const char *field, *reason;
    Texts args;
    const char *text;
} BadOut;

static const Field IMPORT_ERROR_FIELDS[] = {
    SHAPE_FIELD(BadOut, line, FIELD_INT),
    SHAPE_OPT(BadOut, field, FIELD_TEXT),
    SHAPE_FIELD(BadOut, reason, FIELD_TEXT, .choices = REASON_CHOICES),
    SHAPE_FIELD(BadOut, args, FIELD_TEXTS),
    SHAPE_FIELD(BadOut, text, FIELD_TEXT),
    { 0 },
};
const Shape IMPORT_ERROR = { "ImportError", sizeof(BadOut), IMPORT_ERROR_FIELDS };

static List targets_out(Arena *arena, const ImportPlan *plan)
{
    size_t count = plan->target_count + plan->fields.count;
    TargetOut *targets = arena_array(arena, count + 1, sizeof *targets);
    for (size_t i = 0; i < plan->target_count; i++) {
        const ImportTarget *target = &plan->kind->targets[i];
        targets[i] = (TargetOut) { target->key, target->name, target->name_ja, target->required };
    }
    for (size_t i = 0; i < plan->fields.count; i++) {
        const FieldDefined *field = &plan->fields.items[i];
        targets[plan->target_count + i] = (TargetOut) { arena_format(arena, "field:%s", field->key), field->name,
                                                        field->name_ja == NULL ? field->name : field->name_ja, false };
    }
    return (List) { count, targets };
}

static Texts samples_out(Arena *arena, const Json *samples)
{
    const char **texts = arena_array(arena, json_count(samples) + 1, sizeof *texts);
    size_t count = 0;
    for (const Json *sample = json_first(samples); sample != NULL; sample = json_next(sample))
        if (json_text_value(sample, &texts[count]))
            count++;
    return (Texts) { count, texts };
}

bool columns_out(Arena *arena, const ImportPlan *plan, Import *out, Error *error)
{
    const Json *columns;
    if (!json_parse(arena, plan->job->columns, strlen(plan->job->columns), &columns, error))
        return false;
    ColumnOut *list = arena_array(arena, json_count(columns) + 1, sizeof *list);
    size_t count = 0;
    for (const Json *column = json_first(columns); column != NULL; column = json_next(column), count++) {
        list[count].index = (int64_t)count;
        json_get_text(column, "name", &list[count].name);
        list[count].samples = samples_out(arena, json_get(column, "samples"));
        list[count].target = plan_target_key(arena, plan->kind, &plan->fields, plan->mapping[count]);
    }
    out->columns = (List) { count, list };
    return true;
}

typedef struct {
    Arena *arena;
    Text json;
    int rows;
} Cells;

enum { PREVIEW_ROWS = 6, CELL_MAX_SHOWN = 500 };

static bool cells_take(const TableRow *row, void *context)
{
    Cells *cells = context;
    if (cells->rows++ == 0)
        return true;
    text_add(&cells->json, cells->rows == 2 ? "[" : ",[");
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            text_char(&cells->json, ',');
        json_string_to(&cells->json,
                       arena_text_n(cells->arena, row->fields[i], text_cut(row->fields[i], CELL_MAX_SHOWN)));
    }
    text_char(&cells->json, ']');
    return cells->rows < PREVIEW_ROWS;
}

const char *preview_cells(Arena *arena, const char *text, size_t size, char delimiter)
{
    Cells cells = { arena, text_new(arena), 0 };
    Error error = { 0 };
    text_char(&cells.json, '[');
    table_read(text, size, delimiter, cells_take, &cells, &error);
    text_char(&cells.json, ']');
    return text_string(&cells.json);
}

/* One row by its targets: {"name":"Acme"}. */
static void preview_row(Arena *arena, const ImportPlan *plan, const Json *row, Text *json)
{
    size_t column = 0;
    text_char(json, '{');
    for (const Json *cell = json_first(row); cell && column < TABLE_COLUMNS_MAX; cell = json_next(cell), column++) {
        const char *key = plan_target_key(arena, plan->kind, &plan->fields, plan->mapping[column]);
        const char *text = "";
        if (key == NULL)
            continue;
        json_text_value(cell, &text);
        json_key_to(json, key);
        json_string_to(json, text);
    }
    text_char(json, '}');
}

static bool preview_of(Db *db, Arena *arena, const ImportPlan *plan, const char **preview, Error *error)
{
    ImportPreviewFindRow *kept;
    const Json *rows;
    if (!import_preview_find(db, arena, plan->job->id, &kept, error))
        return false;
    const char *cells = kept ? kept->cells : "[]";
    if (!json_parse(arena, cells, strlen(cells), &rows, error))
        return false;
    Text json = text_new(arena);
    text_char(&json, '[');
    for (const Json *row = json_first(rows); row; row = json_next(row)) {
        if (json.size > 1)
            text_char(&json, ',');
        preview_row(arena, plan, row, &json);
    }
    text_char(&json, ']');
    *preview = text_string(&json);
    return true;
}

static Texts args_out(Arena *arena, const char *first, const char *second)
{
    const char **args = arena_array(arena, ERROR_ARGS, sizeof *args);
    size_t count = 0;
    if (!text_is_empty(first))
        args[count++] = first;
    if (!text_is_empty(second))
        args[count++] = second;
    return (Texts) { count, args };
}

static BadOut bad_out(Arena *arena, const ImportBadListRow *row)
{
    return (BadOut) { row->line, row->field, row->reason == NULL ? "other" : row->reason,
                      args_out(arena, row->arg_1, row->arg_2), row->text };
}

bool import_out(Db *db, Arena *arena, const ImportPlan *plan, bool whole, Import *out, Error *error)
{
    const ImportJobRow *job = plan->job;
    ImportBadListRow *bad = NULL;
    size_t bad_count = 0;
    *out = (Import) { .row = *job, .targets = targets_out(arena, plan), .options = job, .preview = "[]" };
    if (job->erased_at.known)
        return true;
    if (!columns_out(arena, plan, out, error) ||
        (whole && (!import_bad_list(db, arena, job->id, &bad, &bad_count, error) ||
                   !preview_of(db, arena, plan, &out->preview, error))))
        return false;
    BadOut *errors = arena_array(arena, bad_count + 1, sizeof *errors);
    for (size_t i = 0; i < bad_count; i++)
        errors[i] = bad_out(arena, &bad[i]);
    out->errors = (List) { bad_count, errors };
    return true;
}
