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
    SHAPE_OPT(ColumnOut, date_order, FIELD_TEXT, .choices = "ymd|dmy|mdy"),
    SHAPE_FIELD(ColumnOut, field_kind, FIELD_TEXT, .choices = "text|number|date|flag"),
    { 0 },
};
const Shape IMPORT_COLUMN = { "ImportColumn", sizeof(ColumnOut), IMPORT_COLUMN_FIELDS };

typedef struct {
    int64_t line;
    const char *field, *reason;
    Texts args;
    const char *text;
    bool taken;
} BadOut;

static const Field IMPORT_ERROR_FIELDS[] = {
    SHAPE_FIELD(BadOut, line, FIELD_INT),
    SHAPE_OPT(BadOut, field, FIELD_TEXT),
    SHAPE_FIELD(BadOut, reason, FIELD_TEXT, .choices = REASON_CHOICES),
    SHAPE_FIELD(BadOut, args, FIELD_TEXTS),
    SHAPE_FIELD(BadOut, text, FIELD_TEXT),
    SHAPE_FIELD(BadOut, taken, FIELD_FLAG),
    { 0 },
};
const Shape IMPORT_ERROR = { "ImportError", sizeof(BadOut), IMPORT_ERROR_FIELDS };

typedef struct {
    const char *field, *reason;
    Texts args;
    bool taken;
    int64_t rows;
} GroupOut;

static const Field IMPORT_GROUP_FIELDS[] = {
    SHAPE_OPT(GroupOut, field, FIELD_TEXT),   SHAPE_FIELD(GroupOut, reason, FIELD_TEXT, .choices = REASON_CHOICES),
    SHAPE_FIELD(GroupOut, args, FIELD_TEXTS), SHAPE_FIELD(GroupOut, taken, FIELD_FLAG),
    SHAPE_FIELD(GroupOut, rows, FIELD_INT),   { 0 },
};
const Shape IMPORT_GROUP = { "ImportGroup", sizeof(GroupOut), IMPORT_GROUP_FIELDS };

/* What an undo left as it is. */
typedef struct {
    int64_t line, id;
    const char *thing, *name, *reason;
    Texts args;
    const char *text;
} KeptOut;

static const Field IMPORT_THING_FIELDS[] = {
    SHAPE_FIELD(KeptOut, line, FIELD_INT),
    SHAPE_FIELD(KeptOut, id, FIELD_ID),
    SHAPE_FIELD(KeptOut, thing, FIELD_TEXT),
    SHAPE_OPT(KeptOut, name, FIELD_TEXT),
    SHAPE_FIELD(KeptOut, reason, FIELD_TEXT, .choices = REASON_CHOICES),
    SHAPE_FIELD(KeptOut, args, FIELD_TEXTS),
    SHAPE_FIELD(KeptOut, text, FIELD_TEXT),
    { 0 },
};
const Shape IMPORT_THING = { "ImportThing", sizeof(KeptOut), IMPORT_THING_FIELDS };

static const Field IMPORT_NEAR_FIELDS[] = {
    SHAPE_FIELD(ImportNearListRow, field, FIELD_TEXT),
    SHAPE_FIELD(ImportNearListRow, line, FIELD_INT),
    SHAPE_FIELD(ImportNearListRow, rows, FIELD_INT),
    SHAPE_FIELD(ImportNearListRow, given, FIELD_TEXT),
    SHAPE_FIELD(ImportNearListRow, other, FIELD_TEXT),
    SHAPE_OPT(ImportNearListRow, other_line, FIELD_INT),
    { 0 },
};
const Shape IMPORT_NEAR = { "ImportNear", sizeof(ImportNearListRow), IMPORT_NEAR_FIELDS };

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

/* NULL where nothing depends on it, and where it has to be asked. */
static const char *order_out(const ImportPlan *plan, size_t column)
{
    static const char *const NAMES[] = { [ORDER_YMD] = "ymd", [ORDER_DMY] = "dmy", [ORDER_MDY] = "mdy" };
    ImportCell cell = plan->readings[column].cell;
    if ((cell != CELL_DAY && cell != CELL_TIME) || plan->proofs[column].days == PROVES_NOTHING)
        return NULL;
    bool open = plan->readings[column].order == ORDER_YMD && !text_equal(plan->job->date_order, "ymd");
    return open ? NULL : NAMES[plan->readings[column].order];
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
        list[count].date_order = order_out(plan, count);
        list[count].field_kind = "text";
        json_get_text(column, "kind", &list[count].field_kind);
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

const char *preview_cells(Arena *arena, const Table *table)
{
    Cells cells = { arena, text_new(arena), 0 };
    Error error = { 0 };
    text_char(&cells.json, '[');
    table_read(table, cells_take, &cells, NULL, &error);
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
    return (BadOut) {
        row->line, row->field, row->reason == NULL ? "other" : row->reason, args_out(arena, row->arg_1, row->arg_2),
        row->text, row->taken
    };
}

static bool bad_rows_out(Db *db, Arena *arena, const ImportPlan *plan, Import *out, Error *error)
{
    ImportBadListRow *bad;
    ImportBadGroupsRow *groups;
    size_t bad_count, group_count;
    if (!import_bad_list(db, arena, plan->job->id, &bad, &bad_count, error) ||
        !import_bad_groups(db, arena, plan->job->id, &groups, &group_count, error))
        return false;
    BadOut *errors = arena_array(arena, bad_count + 1, sizeof *errors);
    for (size_t i = 0; i < bad_count; i++)
        errors[i] = bad_out(arena, &bad[i]);
    GroupOut *alike = arena_array(arena, group_count + 1, sizeof *alike);
    for (size_t i = 0; i < group_count; i++)
        alike[i] = (GroupOut) { groups[i].field, groups[i].reason, args_out(arena, groups[i].arg_1, groups[i].arg_2),
                                groups[i].taken, groups[i].rows };
    out->errors = (List) { bad_count, errors };
    out->groups = (List) { group_count, alike };
    return true;
}

static bool near_out(Db *db, Arena *arena, const ImportPlan *plan, Import *out, Error *error)
{
    ImportNearListRow *rows;
    size_t count;
    if (!plan->job->near_count)
        return true;
    if (!import_near_list(db, arena, plan->job->id, &rows, &count, error))
        return false;
    out->near_ids = (List) { count, rows };
    return true;
}

static Texts sheets_out(Arena *arena, const char *names)
{
    const Json *json;
    Error error = { 0 };
    return json_parse(arena, names, strlen(names), &json, &error) ? samples_out(arena, json) : (Texts) { 0 };
}

/* As the thing is called now; NULL = it is gone, or has no name. */
static bool thing_name(Db *db, Arena *arena, const ImportUndo *undo, int64_t id, const char **name, Error *error)
{
    const char *state;
    const Json *json;
    *name = NULL;
    if (!undo->state(db, arena, id, &state, error))
        return false;
    if (!state)
        return true;
    if (!json_parse(arena, state, strlen(state), &json, error))
        return false;
    if (!json_get_text(json, "name", name) || text_is_empty(*name))
        json_get_text(json, "external_id", name);
    return true;
}

static bool kept_out(Db *db, Arena *arena, const ImportPlan *plan, Import *out, Error *error)
{
    const ImportUndo *undo = plan->kind->undo;
    ImportStayedRow *rows;
    size_t count;
    if (!undo || !plan->job->kept)
        return true;
    if (!import_stayed(db, arena, plan->job->id, &rows, &count, error))
        return false;
    KeptOut *list = arena_array(arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        list[i] = (KeptOut) { .line = rows[i].line,
                              .id = rows[i].thing,
                              .thing = undo->thing,
                              .reason = rows[i].reason,
                              .args = args_out(arena, rows[i].arg_1, rows[i].arg_2),
                              .text = rows[i].text };
        if (!thing_name(db, arena, undo, rows[i].thing, &list[i].name, error))
            return false;
    }
    out->kept_things = (List) { count, list };
    return true;
}

bool import_out(Db *db, Arena *arena, const ImportPlan *plan, bool whole, Import *out, Error *error)
{
    const ImportJobRow *job = plan->job;
    *out = (Import) { .row = *job, .targets = targets_out(arena, plan), .options = job, .preview = "[]" };
    out->fields_of = plan->kind->fields_of;
    out->sheets = sheets_out(arena, job->sheet_names);
    out->can_undo = plan->kind->undo != NULL;
    out->replaced = job->erased_at.known ? "{}" : job->replaced;
    if (job->erased_at.known)
        return true;
    out->asks = plan_asks(arena, plan);
    return columns_out(arena, plan, out, error) &&
           (!whole || (bad_rows_out(db, arena, plan, out, error) && near_out(db, arena, plan, out, error) &&
                       kept_out(db, arena, plan, out, error) && preview_of(db, arena, plan, &out->preview, error)));
}
