/*
 * A file on its way to an import: decoded and guessed before the transaction, stored in it in parts of 512 KiB. A
 * person uploads it and settles the rest, or a recipe says all of it: what was settled for an earlier file, its columns
 * by their headings, so a file whose columns changed places is read as before, and one that lost a column is refused.
 *
 * In order: reading; a recipe; storing; starting.
 */
#include "house/import/offer.h"

#include "base/id.h"
#include "base/json.h"
#include "base/texts.h"
#include "house/import/shown.h"
#include "house/import/xlsx.h"
#include "house/workspace/workspace.h"

#include <string.h>

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* Of a workbook the sheet that was said, else the first that has something in it. */
static bool text_open(Arena *arena, ImportOffer *offer, const ImportFile *file, Error *error)
{
    const char *bytes = (const char *)file->bytes.data;
    size_t size = file->bytes.size;
    Table *table = &offer->table;
    if (!text_equal(offer->encoding.name, "xlsx")) {
        if (!table_decode(arena, bytes, size, offer->encoding.name, &table->text, &table->size, error))
            return false;
        table->delimiter =
            offer->delimiter ? delimiter_of(offer->delimiter) : table_delimiter(table->text, table->size);
        return true;
    }
    table->delimiter = ',';
    int64_t asked = offer->sheet;
    if (!xlsx_first(arena, bytes, size, &offer->sheets, &offer->sheet, &table->text, &table->size, error))
        return false;
    if (asked > 0 && asked != offer->sheet && asked <= (int64_t)offer->sheets.count) {
        offer->sheet = asked;
        if (!table_open(arena, bytes, size, "xlsx", asked, &table->text, &table->size, error))
            return false;
    }
    return table->size > 0 || fail(error, ERROR_INPUT, "file", "the file is empty");
}

static bool options_read(Arena *arena, const ImportRecipe *recipe, ImportJobRow *options, Error *error)
{
    const Json *json;
    return json_parse(arena, recipe->options, strlen(recipe->options), &json, error) &&
           shape_read(arena, json, &IMPORT_OPTIONS, options, error);
}

/* A person named the encoding of the earlier file: that of this one is known, unless it has a mark of its own. */
static bool encoding_read(Arena *arena, const ImportFile *file, const ImportRecipe *recipe, ImportOffer *offer,
                          Error *error)
{
    ImportJobRow options;
    offer->encoding = table_encoding(arena, (const char *)file->bytes.data, file->bytes.size);
    if (!recipe)
        return true;
    if (!options_read(arena, recipe, &options, error))
        return false;
    bool workbook = text_equal(offer->encoding.name, "xlsx");
    if (workbook != text_equal(options.encoding, "xlsx"))
        return fail(error, ERROR_INPUT, "file", "the file is %s Excel workbook, unlike the one before",
                    workbook ? "an" : "no");
    if (!offer->encoding.sure)
        offer->encoding = (TableEncoding) { options.encoding, true };
    offer->delimiter = options.delimiter;
    offer->sheet = options.sheet;
    return true;
}

bool import_offer_read(Arena *arena, const ImportFile *file, const ImportRecipe *recipe, ImportOffer **out,
                       Error *error)
{
    ImportOffer *offer = arena_make(arena, ImportOffer);
    Table *table = &offer->table;
    offer->kind = import_kind_find(file->kind);
    if (!offer->kind)
        return fail(error, ERROR_INPUT, "kind", "unknown kind of import \"%s\"; one of %s", file->kind,
                    import_kinds(arena));
    if (!file->bytes.size)
        return fail(error, ERROR_INPUT, "file", "the file is empty");
    if (!encoding_read(arena, file, recipe, offer, error) || !text_open(arena, offer, file, error))
        return false;
    table->heading = guess_heading(*table, offer->kind);
    offer->preview = preview_cells(arena, table);
    offer->hash = table_hash(file->bytes.data, file->bytes.size);
    *out = offer;
    return guess_table(arena, table, &offer->guess, error);
}

/* ---- a recipe -------------------------------------------------------------------------------------------------- */

static const char *columns_by_heading(Arena *arena, const ImportPlan *plan, const Json *columns)
{
    Text json = text_new(arena);
    size_t at = 0;
    text_char(&json, '{');
    for (const Json *column = json_first(columns); column && at < plan->column_count;
         column = json_next(column), at++) {
        const char *name = "";
        if (plan->mapping[at] < 0 || !json_get_text(column, "name", &name))
            continue;
        json_key_to(&json, name);
        json_string_to(&json, plan_target_key(arena, plan->kind, &plan->fields, plan->mapping[at]));
    }
    text_char(&json, '}');
    return text_string(&json);
}

int64_t import_hash(Bytes bytes)
{
    return (int64_t)table_hash(bytes.data, bytes.size);
}

bool import_recipe(Db *db, Arena *arena, int64_t import, ImportRecipe *recipe, Error *error)
{
    ImportPlan plan;
    const Json *columns;
    Text options = text_new(arena);
    if (!plan_read(db, arena, import, false, &plan, error) || !import_has_file(plan.job, error))
        return false;
    if (!text_equal(plan.job->state, "done"))
        return fail(error, ERROR_CONFLICT, "import_id", "the import is not done yet");
    if (!json_parse(arena, plan.job->columns, strlen(plan.job->columns), &columns, error))
        return false;
    shape_write(&options, &IMPORT_OPTIONS, plan.job);
    *recipe = (ImportRecipe) { .kind = plan.job->kind,
                               .columns = columns_by_heading(arena, &plan, columns),
                               .options = text_string(&options),
                               .hash = plan.job->file_hash,
                               .rows = plan.job->rows,
                               .bad = plan.job->bad };
    return true;
}

/* ---- storing --------------------------------------------------------------------------------------------------- */

static bool parts_add(Db *db, int64_t id, Bytes body, Error *error)
{
    enum { PART = 512 * 1024 };
    for (size_t at = 0, part = 0; at < body.size; at += PART, part++) {
        size_t size = body.size - at < PART ? body.size - at : PART;
        ImportPartAddIn row = { id, (int64_t)part, { body.data + at, size } };
        if (!import_part_add(db, &row, 1, error))
            return false;
    }
    return true;
}

static ImportJobRow job_of(const Writer *writer, const ImportFile *file, const ImportOffer *offer,
                           const Workspace *workspace)
{
    const Guess *guess = offer->guess;
    return (ImportJobRow) { .id = id_new(),
                            .kind = file->kind,
                            .file_name = file->file_name,
                            .file_hash = (int64_t)offer->hash,
                            .state = "mapping",
                            .rows = guess->rows,
                            .empty_rows = guess->rest.empty,
                            .total_rows = guess->rest.totals,
                            .total_line = { guess->rest.total_line, guess->rest.totals > 0 },
                            .columns = plan_columns_json(writer->arena, guess),
                            .replaced = "{}",
                            .encoding = offer->encoding.name,
                            .encoding_sure = offer->encoding.sure,
                            .sheet = offer->sheet,
                            .sheet_names = texts_print(writer->arena, offer->sheets),
                            .delimiter = delimiter_name(offer->table.delimiter),
                            .heading = guess->heading,
                            .totals = "skip",
                            .bad_cells = "skip_cell",
                            .time_zone = workspace->time_zone,
                            .currency = workspace->currency,
                            .actor = writer->actor,
                            .created_at = writer->now };
}

static int column_named(const Guess *guess, const char *name)
{
    for (size_t i = 0; i < guess->column_count; i++)
        if (text_equal(guess->columns[i].name, name))
            return (int)i;
    return -1;
}

/* A column that the recipe has and the file has not would leave its values as they are, without a word. */
static bool recipe_map(Arena *arena, const ImportRecipe *recipe, const Guess *guess, ImportPlan *plan, Error *error)
{
    const Json *columns;
    const char *key = "";
    for (size_t i = 0; i < guess->column_count; i++)
        plan->mapping[i] = -1;
    if (!json_parse(arena, recipe->columns, strlen(recipe->columns), &columns, error))
        return false;
    for (const Json *item = json_first(columns); item; item = json_next(item)) {
        int column = column_named(guess, json_key(item));
        if (column < 0)
            return refuse(error, "file", REASON_COLUMN_GONE, json_key(item), NULL);
        json_text_value(item, &key);
        plan->mapping[column] = plan_target(plan->kind, &plan->fields, key);
    }
    return true;
}

static bool recipe_apply(Arena *arena, const ImportRecipe *recipe, const Guess *guess, ImportPlan *plan,
                         ImportJobRow *job, Error *error)
{
    ImportJobRow options;
    if (!options_read(arena, recipe, &options, error) || !recipe_map(arena, recipe, guess, plan, error))
        return false;
    job->totals = options.totals;
    job->bad_cells = options.bad_cells;
    job->date_order = options.date_order;
    job->decimal_mark = options.decimal_mark;
    job->ends = options.ends;
    job->time_zone = options.time_zone;
    job->currency = options.currency;
    job->product_id = options.product_id;
    return true;
}

bool import_offer_store(const Writer *writer, const ImportFile *file, const ImportOffer *offer,
                        const ImportRecipe *recipe, int64_t *id, Error *error)
{
    Arena *arena = writer->arena;
    const Guess *guess = offer->guess;
    ImportPlan plan = { .kind = offer->kind };
    Workspace *workspace;
    if (!import_fields(writer->db, arena, offer->kind, &plan.fields, error) ||
        !workspace_get(writer->db, arena, &workspace, error))
        return false;
    ImportJobRow job = job_of(writer, file, offer, workspace);
    guess_mapping(guess, offer->kind, &plan.fields, workspace->currency, plan.mapping);
    if (!remembered_recall(writer->db, arena, &plan, guess, plan.mapping, &job, error) ||
        (recipe && !recipe_apply(arena, recipe, guess, &plan, &job, error)))
        return false;
    if (text_equal(job.totals, "take"))
        job.rows += job.total_rows;
    job.mapping = plan_mapping_json(arena, offer->kind, &plan.fields, plan.mapping, guess->column_count);
    *id = job.id;
    return import_add(writer->db, &job, error) && import_preview_set(writer->db, job.id, offer->preview, error) &&
           parts_add(writer->db, job.id, file->bytes, error);
}

/* ---- starting -------------------------------------------------------------------------------------------------- */

bool import_start(const Writer *writer, int64_t id, bool dry, Error *error)
{
    ImportPlan plan;
    if (!plan_read(writer->db, writer->arena, id, false, &plan, error) || !import_has_file(plan.job, error) ||
        !plan_is_complete(&plan, error))
        return false;
    return import_bad_drop(writer->db, id, error) &&
           import_begin(writer->db, id, dry ? "checking" : "running", error) &&
           job_add(writer->db, "import.run", import_job_body(writer->arena, id, plan.job->version + 1), 0, NULL, error);
}

bool import_outcome(Db *db, Arena *arena, int64_t id, ImportOutcome *outcome, Error *error)
{
    ImportJobRow *job;
    if (!import_find(db, arena, id, &job, error))
        return false;
    *outcome = !job ? (ImportOutcome) { .state = "deleted" }
                    : (ImportOutcome) { job->state, job->error, job->file_hash, job->rows,      job->good,
                                        job->bad,   job->added, job->changed,   job->unchanged, job->erased_at.known };
    return true;
}
