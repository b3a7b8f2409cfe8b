/*
 * Uploading, mapping, checking, running, and what came of it.
 *
 * An upload is decoded and its columns are guessed in `prepare`, before the transaction (offer.c). To check and to run
 * are the same job in another state. Each begin raises the version, which the job carries: one that was cancelled or
 * begun again stops at its next step (run.c).
 *
 * In order: uploading; reading; mapping; working; routes; what goes after 30 days.
 */
#include "house/import/offer.h"
#include "house/import/shown.h"

#include "base/json.h"
#include "base/money.h"
#include "base/reason.h"
#include "http/edit.h"
#include "http/page.h"

#include <stdlib.h>
#include <string.h>

static bool import_reply(Request *request, int status, int64_t id, Error *error)
{
    ImportPlan plan;
    Import out;
    return plan_read(request->db, request->arena, id, false, &plan, error) &&
           import_out(request->db, request->arena, &plan, true, &out, error) &&
           reply_row(request, status, &IMPORT, &out);
}

bool plan_of_path(Request *request, ImportPlan *plan, Error *error)
{
    return plan_read(request->db, request->arena, request->path_id[0], false, plan, error) &&
           request_sees(request, plan->kind->circle, NULL, error);
}

/* ---- uploading ---- */

typedef struct {
    const char *kind, *file_name;
} UploadQuery;

static const Field UPLOAD_QUERY_FIELDS[] = {
    SHAPE_FIELD(UploadQuery, kind, FIELD_TEXT, .max = 40),
    SHAPE_FIELD(UploadQuery, file_name, FIELD_TEXT, .max = 255),
    { 0 },
};
static const Shape UPLOAD_QUERY = { "UploadQuery", sizeof(UploadQuery), UPLOAD_QUERY_FIELDS };

static ImportFile file_of(const Request *request)
{
    const UploadQuery *query = request->query;
    return (ImportFile) { query->kind, query->file_name, request->body_bytes };
}

static bool upload_prepare(Request *request, Error *error)
{
    const ImportFile file = file_of(request);
    const ImportKind *kind = import_kind_find(file.kind);
    ImportOffer *offer;
    if ((kind && !request_sees(request, kind->circle, "kind", error)) ||
        !import_offer_read(request->arena, &file, NULL, &offer, error))
        return false;
    request->prepared = offer;
    return true;
}

static bool import_upload(Request *request, Error *error)
{
    const ImportFile file = file_of(request);
    Writer writer = writer_of(request);
    int64_t id;
    return import_offer_store(&writer, &file, request->prepared, NULL, &id, error) &&
           import_reply(request, 201, id, error);
}

/* ---- reading ---- */

static bool import_all(Request *request, Error *error)
{
    const PageById *query = request->query;
    int64_t limit = page_limit(query->limit);
    ImportJobRow *jobs;
    size_t count;
    if (!import_list(request->db, request->arena, query->cursor.known ? query->cursor.value : INT64_MAX, limit + 1,
                     &jobs, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, jobs[limit - 1].id) : NULL;
    Import *list = arena_array(request->arena, count + 1, sizeof *list);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        ImportPlan plan;
        if (!plan_read(request->db, request->arena, jobs[i].id, false, &plan, error))
            return false;
        if (plan.kind->circle & ~request->caller->rights)
            continue;
        if (!import_out(request->db, request->arena, &plan, false, &list[shown++], error))
            return false;
    }
    return reply_list(request, &IMPORT, list, shown, next);
}

static bool import_one(Request *request, Error *error)
{
    ImportPlan plan;
    return plan_of_path(request, &plan, error) && import_reply(request, 200, request->path_id[0], error);
}

/* ---- mapping ---- */

static bool column_of(const Json *item, size_t columns, size_t *column)
{
    const char *key = json_key(item);
    char *end;
    long value = strtol(key == NULL ? "" : key, &end, 10);
    *column = (size_t)value;
    return key != NULL && *key != 0 && *end == 0 && value >= 0 && (size_t)value < columns;
}

/* No two columns go to one target: the one that had it before is left out. */
static void column_map(ImportPlan *plan, size_t columns, size_t column, int target)
{
    for (size_t i = 0; i < columns && target >= 0; i++)
        if (plan->mapping[i] == target)
            plan->mapping[i] = -1;
    plan->mapping[column] = target;
}

static bool target_fail(Arena *arena, const ImportPlan *plan, const char *key, Error *error)
{
    size_t count = plan->target_count + plan->fields.count;
    const char **names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = plan_target_key(arena, plan->kind, &plan->fields, (int)i);
    const char *nearest = text_nearest(key, names);
    if (nearest)
        return fail(error, ERROR_INPUT, "mapping", "unknown target \"%.60s\"; did you mean \"%s\"?", key, nearest);
    return fail(error, ERROR_INPUT, "mapping", "unknown target \"%.60s\"", key);
}

/* {"2":"name","3":null} over what was mapped before. */
static bool mapping_change(Arena *arena, ImportPlan *plan, size_t columns, const char *given, Error *error)
{
    const Json *json;
    const char *key = "";
    size_t column;
    if (given == NULL)
        return true;
    if (!json_parse(arena, given, strlen(given), &json, error))
        return false;
    for (const Json *item = json_first(json); item != NULL; item = json_next(item)) {
        if (!column_of(item, columns, &column))
            return fail(error, ERROR_INPUT, "mapping", "column not found");
        int target = json_text_value(item, &key) ? plan_target(plan->kind, &plan->fields, key) : -1;
        if (target < 0 && !json_is_null(item))
            return target_fail(arena, plan, json_text_value(item, &key) ? key : "", error);
        column_map(plan, columns, column, target);
    }
    return true;
}

static bool options_check(const Request *request, const ImportPlan *plan, const ImportJobRow *job, Error *error)
{
    if (job->sheet && !plan->job->sheet)
        return refuse(error, "sheet", REASON_OUT_OF_RANGE, "0", "0");
    if (zone_find(job->time_zone) == NULL)
        return refuse(error, "time_zone", REASON_NO_TIME_ZONE, job->time_zone, NULL);
    if (!currency_is_known(job->currency))
        return refuse(error, "currency", REASON_NO_CURRENCY, job->currency, NULL);
    return !job->product_id.known ||
           plan->kind->product_fits(request->db, request->arena, job->product_id.value, error);
}

/* Who says the encoding, be it the guessed one, has made it sure. */
static bool options_change(const Request *request, const void *given, ImportJobRow *job, Error *error)
{
    const Json *options = json_get(request->body, "options");
    if (given == NULL)
        return true;
    job->encoding_sure = job->encoding_sure || json_get(options, "encoding") != NULL;
    return edit_apply_from(request->arena, options, &IMPORT_OPTIONS_PATCH, given, &IMPORT_JOB_ROW, job, error);
}

static bool columns_count(Arena *arena, const ImportJobRow *job, size_t *count, Error *error)
{
    const Json *columns;
    if (!json_parse(arena, job->columns, strlen(job->columns), &columns, error))
        return false;
    *count = json_count(columns);
    return true;
}

/* The same columns, be the rows of totals among the others or not. */
static bool columns_alike(const ImportJobRow *one, const ImportJobRow *other)
{
    return text_equal(one->encoding, other->encoding) && text_equal(one->delimiter, other->delimiter) &&
           one->sheet == other->sheet && one->heading == other->heading;
}

static bool reads_alike(const ImportJobRow *one, const ImportJobRow *other)
{
    return columns_alike(one, other) && text_equal(one->totals, other->totals);
}

/* Another encoding, delimiter, sheet or head gives other columns, so they are guessed again, and the head is looked for
 * in other words; totals that are taken only count as rows. */
static bool table_again(Request *request, ImportPlan *plan, ImportJobRow *job, size_t *column_count, Error *error)
{
    const char *bytes;
    size_t size;
    Guess *guess;
    bool alike = columns_alike(job, plan->job);
    if (reads_alike(job, plan->job))
        return columns_count(request->arena, job, column_count, error);
    if (job->sheet)
        job->delimiter = "comma";
    Table table = { .delimiter = delimiter_of(job->delimiter),
                    .heading = job->heading,
                    .takes_totals = text_equal(job->totals, "take") };
    if (!import_bytes(request->db, request->arena, job->id, &bytes, &size, error) ||
        !table_open(request->arena, bytes, size, job->encoding, job->sheet, &table.text, &table.size, error))
        return false;
    if (!alike && job->heading == plan->job->heading)
        table.heading = guess_heading(table, plan->kind);
    if (!guess_table(request->arena, &table, &guess, error))
        return false;
    if (!alike) {
        ImportJobRow asked = *job;
        guess_mapping(guess, plan->kind, &plan->fields, job->currency, plan->mapping);
        if (!remembered_recall(request->db, request->arena, plan, guess, plan->mapping, &asked, error))
            return false;
        job->head_hash = asked.head_hash;
        job->mapped_as = asked.mapped_as;
    }
    job->heading = guess->heading;
    job->rows = guess->rows;
    job->empty_rows = guess->rest.empty;
    job->total_rows = guess->rest.totals;
    job->total_line = (OptInt) { guess->rest.total_line, guess->rest.totals > 0 };
    job->columns = plan_columns_json(request->arena, guess);
    *column_count = guess->column_count;
    return import_preview_set(request->db, job->id, preview_cells(request->arena, &table), error);
}

static bool is_busy(const ImportPlan *plan, Error *error)
{
    return import_is_at_work(plan->job) && !fail(error, ERROR_CONFLICT, NULL, "the import is running");
}

/* What was imported keeps its line in the list, with how it was read. */
static bool is_over(const ImportPlan *plan, Error *error)
{
    if (text_equal(plan->job->state, "undone"))
        return !fail(error, ERROR_CONFLICT, NULL, "the import was undone; upload the file again");
    return text_equal(plan->job->state, "done") && !fail(error, ERROR_CONFLICT, NULL, "the import is already done");
}

static bool reading_change(Request *request, ImportPlan *plan, const ImportChange *change, ImportJobRow *job,
                           size_t *columns, Error *error)
{
    return options_change(request, change->options, job, error) && options_check(request, plan, job, error) &&
           table_again(request, plan, job, columns, error);
}

/* Read otherwise, what the last check said of its ids may not hold. */
static bool import_store(Request *request, const ImportJobRow *job, Error *error)
{
    return import_near_drop(request->db, job->id, error) && import_near_told(request->db, job->id, 0, error) &&
           import_settle(request->db, job, error);
}

static bool import_change(Request *request, Error *error)
{
    const ImportChange *change = request->input;
    ImportPlan plan;
    size_t columns;
    if (!plan_of_path(request, &plan, error) || !request_if_match(request, plan.job->version, error) ||
        is_busy(&plan, error) || !import_has_file(plan.job, error) || is_over(&plan, error))
        return false;
    ImportJobRow job = *plan.job;
    if (!reading_change(request, &plan, change, &job, &columns, error) ||
        !mapping_change(request->arena, &plan, columns, change->mapping, error))
        return false;
    job.mapping = plan_mapping_json(request->arena, plan.kind, &plan.fields, plan.mapping, columns);
    return replaced_change(request->arena, &plan, change->replaced, &job.replaced, error) &&
           import_store(request, &job, error) && import_reply(request, 200, job.id, error);
}

/* ---- working ---- */

static bool import_work(Request *request, bool dry, Error *error)
{
    ImportPlan plan;
    int64_t id = request->path_id[0];
    if (!plan_of_path(request, &plan, error) || is_busy(&plan, error) || !import_has_file(plan.job, error) ||
        is_over(&plan, error))
        return false;
    Writer writer = writer_of(request);
    return import_start(&writer, id, dry, error) && import_reply(request, 202, id, error);
}

static bool import_check(Request *request, Error *error)
{
    return import_work(request, true, error);
}

static bool import_go(Request *request, Error *error)
{
    ImportPlan plan;
    return import_work(request, false, error) && plan_of_path(request, &plan, error) &&
           remembered_keep(request->db, plan.job, request->now, error);
}

static bool import_cancel(Request *request, Error *error)
{
    ImportPlan plan;
    if (!plan_of_path(request, &plan, error) || is_over(&plan, error))
        return false;
    if (text_equal(plan.job->state, "undoing"))
        return fail(error, ERROR_CONFLICT, NULL, "the import is being undone");
    ImportEnd end = { "cancelled", NULL, request_actor(request), request->now };
    return import_close(request->db, request->arena, plan.job, &end, error) &&
           import_reply(request, 200, plan.job->id, error);
}

static bool import_undo(Request *request, Error *error)
{
    ImportPlan plan;
    int64_t id = request->path_id[0];
    if (!plan_of_path(request, &plan, error) || is_busy(&plan, error) || !import_has_file(plan.job, error))
        return false;
    if (!plan.kind->undo)
        return fail(error, ERROR_CONFLICT, NULL, "an import of %s cannot be undone", plan.job->kind);
    if (!plan.job->changes)
        return fail(error, ERROR_CONFLICT, NULL, "the import left nothing that can be undone");
    return import_mapping_drop(request->db, plan.job->kind, plan.job->head_hash, error) &&
           import_undo_begin(request->db, id, error) &&
           job_add(request->db, "import.undo",
                   import_undo_body(request->arena, id, plan.job->version + 1, request_actor(request)), 0, NULL,
                   error) &&
           import_reply(request, 202, id, error);
}

static bool import_remove(Db *db, int64_t id, Error *error)
{
    return import_preview_drop(db, id, error) && import_bad_drop(db, id, error) && import_near_drop(db, id, error) &&
           import_drop_parts(db, id, error) && import_change_forget(db, id, error) && import_drop(db, id, error);
}

/* Attempts that came to nothing, with the kept replies that show their cells: an erasure finds those by the import. */
static bool import_delete(Request *request, Error *error)
{
    ImportPlan plan;
    if (!plan_of_path(request, &plan, error) || is_busy(&plan, error) || is_over(&plan, error))
        return false;
    if (plan.job->changes)
        return fail(error, ERROR_CONFLICT, NULL, "rows were imported; undo the import instead");
    return idempotency_forget(request->db, (Ids) { 1, &plan.job->id }, error) &&
           import_remove(request->db, plan.job->id, error) &&
           import_tell(request->db, request->arena, plan.job, "deleted", request_actor(request), request->now, error) &&
           reply_empty(request);
}

const Route IMPORT_ROUTES[] = {
    { POST, "/api/v1/imports", import_upload, RIGHT_MANAGE,
      "Upload a CSV file or an Excel workbook (.xlsx); its reading and mapping are guessed", .asks = &UPLOAD_QUERY,
      .gives = &IMPORT, .flags = ROUTE_RAW, .body_max = IMPORT_FILE_MAX, .prepare = upload_prepare },
    { GET, "/api/v1/imports", import_all, RIGHT_VIEW, "List all imports, newest first", .asks = &PAGE_BY_ID,
      .gives = &IMPORT, .flags = ROUTE_LIST },
    { GET, "/api/v1/imports/{id}", import_one, RIGHT_VIEW, "Get an import: columns, preview, progress, errors",
      .gives = &IMPORT },
    { PATCH, "/api/v1/imports/{id}", import_change, RIGHT_MANAGE, "Map columns and set options",
      .takes = &IMPORT_CHANGE, .gives = &IMPORT },
    { POST, "/api/v1/imports/{id}/check", import_check, RIGHT_MANAGE,
      "Validate an import: errors by line, nothing is changed", .gives = &IMPORT },
    { POST, "/api/v1/imports/{id}/run", import_go, RIGHT_MANAGE, "Import the rows without errors", .gives = &IMPORT },
    { POST, "/api/v1/imports/{id}/cancellation", import_cancel, RIGHT_MANAGE,
      "Cancel an import; rows already imported stay", .gives = &IMPORT },
    { POST, "/api/v1/imports/{id}/undo", import_undo, RIGHT_MANAGE,
      "Undo an import: delete what it added, restore what it changed; what was changed or used since is kept",
      .gives = &IMPORT },
    { DELETE, "/api/v1/imports/{id}", import_delete, RIGHT_MANAGE, "Delete an import that was never completed" },
    { GET, "/api/v1/imports/{id}/bad.csv", import_bad, RIGHT_MANAGE,
      "Get the rows with errors as CSV, with the reasons, one a line in each cell", .flags = ROUTE_FILE },
    { 0 },
};

const JobKind IMPORT_JOBS[] = { { "import.run", import_run, import_given_up },
                                { "import.undo", import_undo_run, import_given_up },
                                { 0 } };

static bool expire_work(Db *db, void *context, Error *error)
{
    ImportOldRow *rows;
    size_t count;
    if (!import_old(db, db_arena(db), *(int64_t *)context, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!import_remove(db, rows[i].id, error))
            return false;
    return true;
}

static bool expire_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - 30 * (int64_t)MS_PER_DAY;
    (void)arena;
    return store_write(services->store, expire_work, &before, error);
}

const Schedule IMPORT_SCHEDULES[] = { { "import.expire", 3600000, expire_run }, { 0 } };
