/*
 * One row of a file.
 *
 * A row whose cell is wrong is tried again without it, until it passes or cannot: so all that is wrong is told at once,
 * and a row that needs nothing of what is wrong is taken. Each try is an attempt of the database of its own, which
 * leaves nothing behind when it fails, nor when the row turned out to be a bad one.
 *
 * In order: the row as a file; mapping; a try; what is wrong; the whole.
 */
#include "house/import/row.h"

#include "base/csv.h"
#include "base/json.h"

#include <string.h>

const char *row_csv(Arena *arena, const ImportPlan *plan, const ImportLine *line)
{
    Text csv = text_new(arena);
    for (size_t i = 0; i < line->count || i < plan->column_count; i++) {
        const char *cell = i < line->count ? line->fields[i] : "";
        text_add(&csv, i == 0 ? "" : ",");
        table_field_to(&csv, i < plan->column_count && line->problem == REASON_NONE
                                 ? import_plain(arena, &plan->readings[i], cell, false)
                                 : cell);
    }
    return text_string(&csv);
}

/* A row that is being tried; cells that are wrong are emptied one by one. */
typedef struct {
    ImportRow row;
    const char **values;
    FieldGiven *fields;
    RowOutcome *out;
    bool bad;    /* it is not taken, whatever else is found */
    bool passed; /* the last try went through */
} Trying;

/* Custom fields get their cells in the one form in which fields are read. */
static void row_map(const ImportPlan *plan, ImportBatch *batch, const ImportLine *line, Trying *trying)
{
    Arena *arena = batch->writer.arena;
    trying->values = arena_array(arena, plan->target_count + 1, sizeof *trying->values);
    trying->fields = arena_array(arena, plan->fields.count + 1, sizeof *trying->fields);
    trying->row = (ImportRow) { batch, line->line, trying->values, trying->fields, 0 };
    for (size_t i = 0; i < line->count && i < plan->column_count; i++) {
        int target = plan->mapping[i];
        if (target < 0)
            continue;
        const char *value = csv_plain(text_trim(arena, line->fields[i]));
        if (json_count(plan->replaced) > 0)
            value = plan_replaced(plan, plan_target_key(arena, plan->kind, &plan->fields, target), value);
        if ((size_t)target < plan->target_count)
            trying->values[target] = value;
        else if (!text_is_empty(value))
            trying->fields[trying->row.field_count++] =
                (FieldGiven) { plan->fields.items[(size_t)target - plan->target_count].key,
                               import_plain(arena, &plan->readings[i], value, true) };
    }
}

static bool kind_take(Db *db, void *context, Error *error)
{
    Trying *trying = context;
    (void)db;
    trying->passed = trying->row.batch->kind->take(&trying->row, &trying->out->outcome, error);
    /* Of a bad row nothing stays, though it passed without the cells that are wrong. */
    return trying->passed && (!trying->bad || fail(error, ERROR_CONFLICT, NULL, "a trial is rolled back"));
}

/* More cells than the head has is a separator inside a cell that nobody quoted: all cells behind it are shifted. */
static bool line_is_read(Arena *arena, const ImportPlan *plan, const ImportLine *line, Error *error)
{
    if (line->problem != REASON_NONE)
        return refuse(error, NULL, line->problem, line->arg, NULL);
    for (size_t i = plan->column_count; i < line->count; i++)
        if (!text_is_empty(line->fields[i]))
            return refuse(error, NULL, REASON_RAGGED, arena_format(arena, "%zu", plan->column_count), NULL);
    return true;
}

/* A row that is refused halfway leaves nothing behind. A kind that settles its rows together writes none before. */
static bool row_try(Trying *trying, Error *error)
{
    ImportBatch *batch = trying->row.batch;
    batch->trial = trying->bad;
    trying->passed = false;
    bool ok = batch->kind->settle != NULL ? kind_take(batch->writer.db, trying, error)
                                          : db_attempt(batch->writer.db, kind_take, trying, error);
    batch->trial = false;
    return ok || trying->passed;
}

/* The cell of a custom field: "field:industry". */
static const char **field_cell(Trying *trying, const char *field)
{
    for (size_t i = 0; i < trying->row.field_count && text_starts(field, "field:"); i++)
        if (strcmp(trying->fields[i].key, field + 6) == 0)
            return &trying->fields[i].value;
    return NULL;
}

/* The place of a target's cell; NULL when it is empty or no row is without it. */
static const char **cell_of(Trying *trying, const char *field, bool *drops)
{
    const ImportTarget *targets = trying->row.batch->kind->targets;
    const char **cell = field ? field_cell(trying, field) : NULL;
    *drops = true;
    for (size_t i = 0; targets[i].key != NULL; i++)
        if (text_equal(targets[i].key, field)) {
            *drops = targets[i].drops;
            cell = targets[i].required ? NULL : &trying->values[i];
        }
    return cell && text_is_empty(*cell) ? NULL : cell;
}

static bool is_told(const Trying *trying, const char *field)
{
    for (size_t i = 0; i < trying->out->count; i++)
        if (text_equal(trying->out->troubles[i].field, field))
            return true;
    return false;
}

static void trouble_add(Trying *trying, const Error *trouble)
{
    if (trying->out->count < ROW_TROUBLES_MAX && !is_told(trying, trouble->field))
        trying->out->troubles[trying->out->count++] = *trouble;
}

/* What the cells that nobody has looked at yet show by themselves. */
static void cells_check(Trying *trying)
{
    const ImportTarget *targets = trying->row.batch->kind->targets;
    for (size_t i = 0; targets[i].key != NULL; i++) {
        Error trouble = { 0 };
        OptInt whole;
        OptReal real;
        bool ok = true;
        if (targets[i].required && text_is_empty(trying->values[i]))
            ok = refuse(&trouble, targets[i].key, REASON_MISSING, NULL, NULL);
        else if (targets[i].cell == CELL_DAY)
            ok = import_day(&trying->row, targets[i].key, &whole, &trouble);
        else if (targets[i].cell == CELL_TIME)
            ok = import_time(&trying->row, targets[i].key, &whole, &trouble);
        else if (targets[i].cell == CELL_NUMBER || targets[i].cell == CELL_MONEY)
            ok = import_real(&trying->row, targets[i].key, &real, &trouble);
        if (!ok)
            trouble_add(trying, &trouble);
    }
}

static bool lacks_required(const Trying *trying)
{
    const ImportTarget *targets = trying->row.batch->kind->targets;
    for (size_t i = 0; targets[i].key != NULL; i++)
        if (targets[i].required && text_is_empty(trying->values[i]))
            return true;
    return false;
}

/* Notes the trouble and empties its cell; false when there is none to empty. */
static bool cell_drop(Trying *trying, const Error *trouble, bool skips_cells)
{
    bool drops = true;
    const char **cell = is_told(trying, trouble->field) ? NULL : cell_of(trying, trouble->field, &drops);
    /* Of a row that lacks a cell it needs, this may be the lack alone: "overlaps", without its end. */
    if (cell || !trying->bad)
        trouble_add(trying, trouble);
    if (!cell || !drops || !skips_cells)
        trying->bad = true;
    if (cell)
        *cell = NULL;
    return cell != NULL;
}

/* Tries the row, and again without each cell that is wrong. False stops the import. */
static bool row_try_on(Trying *trying, bool skips_cells, Error *error)
{
    Error trouble = { 0 };
    while (!row_try(trying, &trouble)) {
        if (trouble.kind != ERROR_INPUT && trouble.kind != ERROR_CONFLICT) {
            *error = trouble;
            return false;
        }
        if (!cell_drop(trying, &trouble, skips_cells))
            return true;
        trouble = (Error) { 0 };
    }
    return true;
}

bool row_work(const ImportPlan *plan, ImportBatch *batch, const ImportLine *line, RowOutcome *out, Error *error)
{
    Trying trying = { .out = out };
    *out = (RowOutcome) { 0 };
    if (!line_is_read(batch->writer.arena, plan, line, &out->troubles[0])) {
        out->count = 1;
        return true;
    }
    row_map(plan, batch, line, &trying);
    trying.bad = lacks_required(&trying);
    if (!trying.bad && !row_try_on(&trying, strcmp(plan->job->bad_cells, "skip_cell") == 0, error))
        return false;
    if (trying.bad)
        cells_check(&trying);
    out->taken = !trying.bad;
    return true;
}
