/*
 * What was settled for a file is proposed for the next one of the same kind with the same headings, in the same order:
 * a list that comes every month is mapped once. It is kept when it is run, and forgotten when that is undone, as it may
 * have been the mistake.
 *
 * A file of bad rows has the headings of its file, and ours behind them, which go nowhere. Its days have the year
 * first, so the answer that was given for the order of days is not needed again. The decimal mark is never proposed: a
 * program that wrote the file again may have changed it.
 */
#include "house/import/plan.h"
#include "house/import/table.h"

#include "base/json.h"

#include <string.h>

/* As the API and the two languages of the UI write them. */
static const char *const TOLD[][7] = {
    { "line", "field", "reason", "arg_1", "arg_2", "text", NULL },
    { "Line", "Field", "What is wrong", NULL },
    { "行", "項目", "理由", NULL },
};

static bool has_told(const Guess *guess, const char *const *told, size_t count)
{
    if (guess->column_count <= count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!text_equal(guess->columns[guess->column_count - count + i].name, told[i]))
            return false;
    return true;
}

/* How many columns at the end are ours; 0 = it is no file of bad rows. */
static size_t told_columns(const Guess *guess)
{
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        size_t count = 0;
        while (TOLD[i][count])
            count++;
        if (has_told(guess, TOLD[i], count))
            return count;
    }
    return 0;
}

static int64_t head_hash(Arena *arena, const Guess *guess, size_t count)
{
    Text names = text_new(arena);
    for (size_t i = 0; i < count; i++)
        text_add_n(&names, guess->columns[i].name, strlen(guess->columns[i].name) + 1);
    return (int64_t)table_hash((const uint8_t *)names.data, names.size);
}

/* Columns of targets that are gone by now go nowhere. */
static bool mapping_recall(Arena *arena, const ImportPlan *plan, const char *stored, size_t count, int *mapping,
                           Error *error)
{
    const Json *json;
    const char *key;
    if (!json_parse(arena, stored, strlen(stored), &json, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        const Json *target = json_get(json, arena_format(arena, "%zu", i));
        mapping[i] = json_text_value(target, &key) ? plan_target(plan->kind, &plan->fields, key) : -1;
    }
    return true;
}

static bool product_recall(Db *db, Arena *arena, const ImportPlan *plan, OptInt product, OptInt *into, Error *error)
{
    Error gone = { 0 };
    if (!product.known || !plan->kind->product_fits)
        return true;
    if (plan->kind->product_fits(db, arena, product.value, &gone))
        *into = product;
    else if (gone.kind != ERROR_INPUT) {
        *error = gone;
        return false;
    }
    return true;
}

bool remembered_recall(Db *db, Arena *arena, const ImportPlan *plan, const Guess *guess, int *mapping,
                       ImportJobRow *job, Error *error)
{
    size_t told = told_columns(guess), count = guess->column_count - told;
    ImportMappingRow *known;
    job->head_hash = head_hash(arena, guess, count);
    job->mapped_as = (OptInt) { 0 };
    if (!import_mapping_find(db, arena, job->kind, job->head_hash, &known, error))
        return false;
    if (!known)
        return true;
    for (size_t i = count; i < guess->column_count; i++)
        mapping[i] = -1;
    job->mapped_as = (OptInt) { known->used_at, true };
    job->totals = known->totals;
    job->bad_cells = known->bad_cells;
    job->date_order = told ? job->date_order : known->date_order;
    job->ends = known->ends;
    job->time_zone = known->time_zone;
    job->currency = known->currency;
    return mapping_recall(arena, plan, known->mapping, count, mapping, error) &&
           product_recall(db, arena, plan, known->product_id, &job->product_id, error);
}

bool remembered_keep(Db *db, const ImportJobRow *job, int64_t now, Error *error)
{
    ImportMappingRow row = { .kind = job->kind,
                             .head_hash = job->head_hash,
                             .mapping = job->mapping,
                             .totals = job->totals,
                             .bad_cells = job->bad_cells,
                             .date_order = job->date_order,
                             .ends = job->ends,
                             .time_zone = job->time_zone,
                             .currency = job->currency,
                             .product_id = job->product_id,
                             .used_at = now };
    return import_mapping_put(db, &row, error);
}
