/*
 * The job: rows in steps of 500, each one transaction with its place, so that it goes on where it was cut off.
 *
 * A dry run fails its step on purpose once all rows were tried, which rolls it back, and notes the result in a second
 * transaction. A row's own trouble (INPUT, CONFLICT) is kept as a bad row; any other error stops the run. Each step
 * looks whether the import was cancelled or begun again.
 *
 * In order: bad rows; a step; the whole.
 */
#include "house/import/near.h"
#include "house/import/seen.h"

#include "base/json.h"
#include "base/reason.h"
#include "http/stream.h"
#include "jobs/fact.h"

#include <string.h>

enum { STEP_ROWS = 500 };

/* One of the things that are wrong with a row. */
typedef struct {
    int64_t line, nth;
    const char *field, *text, *csv, *reason, *args[ERROR_ARGS];
    bool taken;
} BadCell;

typedef struct {
    Services *services;
    const ImportPlan *plan;
    bool dry;
    Arena *arena; /* of a step */
    ImportLine lines[STEP_ROWS];
    size_t count;
    int64_t skip; /* rows that earlier steps did, and that are still to be passed over */
    int64_t done; /* rows that this step and those before it did */
    int64_t task; /* the job */
    bool head;    /* passed */
    BadCell *bad;
    size_t bad_count, bad_room;
    int64_t bad_rows, partly; /* rows of this step */
    const DateOrder *orders;  /* of the kind's targets */
    ImportBatch batch;
    ImportSeen *seen;
    NearIds *near; /* a dry run's; else NULL */
    bool tried;    /* a dry step came to its end, and is rolled back */
    bool ended;    /* somebody cancelled it */
    bool failed;
    Error error;
} Run;

static void bad_add(Run *run, const ImportLine *line, const Error *troubles, size_t count, bool taken)
{
    Arena *arena = run->arena;
    run->bad = arena_room(arena, run->bad, run->bad_count, count, &run->bad_room, sizeof *run->bad);
    for (size_t i = 0; i < count; i++)
        run->bad[run->bad_count++] = (BadCell) {
            .line = line->line,
            .nth = (int64_t)i,
            .field = arena_text(arena, troubles[i].field),
            .text = arena_text(arena, troubles[i].text),
            .csv = i == 0 ? row_csv(arena, run->plan, line) : "",
            .reason = troubles[i].reason,
            .args = { arena_text(arena, troubles[i].args[0]), arena_text(arena, troubles[i].args[1]) },
            .taken = taken,
        };
    run->bad_rows += !taken;
    run->partly += taken;
}

struct ImportRefused {
    ImportRefused *next;
    int64_t line;
    Error why;
};

void import_refuse(ImportBatch *batch, int64_t line, const Error *why)
{
    ImportRefused *refused = arena_make(batch->writer.arena, ImportRefused);
    *refused = (ImportRefused) { batch->refused, line, *why };
    batch->refused = refused;
}

static bool line_work(Run *run, const ImportLine *line, Error *error)
{
    RowOutcome *row = arena_make(run->arena, RowOutcome);
    if (!row_work(run->plan, &run->batch, line, row, error))
        return false;
    if (row->count > 0)
        bad_add(run, line, row->troubles, row->count, row->taken);
    run->batch.added += row->taken && row->outcome == UPSERT_ADDED;
    run->batch.changed += row->taken && row->outcome == UPSERT_CHANGED;
    run->batch.unchanged += row->taken && row->outcome == UPSERT_UNCHANGED;
    return true;
}

/* ---- a step ---- */

static bool rows_take(Run *run, Error *error)
{
    for (size_t i = 0; i < run->count; i++)
        if (!line_work(run, &run->lines[i], error))
            return false;
    return true;
}

static bool rows_settle(Run *run, Error *error)
{
    const ImportKind *kind = run->plan->kind;
    if (kind->settle != NULL && !kind->settle(&run->batch, error))
        return false;
    for (const ImportRefused *refused = run->batch.refused; refused != NULL; refused = refused->next)
        for (size_t i = 0; i < run->count; i++)
            if (run->lines[i].line == refused->line)
                bad_add(run, &run->lines[i], &refused->why, 1, false);
    return true;
}

static void batch_begin(Run *run, Db *db)
{
    const ImportJobRow *job = run->plan->job;
    run->bad = NULL;
    run->bad_count = run->bad_room = 0;
    run->bad_rows = run->partly = 0;
    run->batch = (ImportBatch) {
        .writer = { run->services, db, run->arena, arena_format(run->arena, "import:%lld", (long long)job->id),
                    clock_now() },
        .kind = run->plan->kind,
        .import = job->id,
        .file_hash = (uint64_t)job->file_hash,
        .zone = zone_find(job->time_zone),
        .currency = job->currency,
        .product = job->product_id.known ? job->product_id.value : 0,
        .orders = run->orders,
        .decimal = run->plan->readings[0].decimal,
        .dry = run->dry,
        .seen = run->seen,
    };
    if (job->ends != NULL)
        run->batch.ends = strcmp(job->ends, "inclusive") == 0 ? ENDS_INCLUSIVE : ENDS_EXCLUSIVE;
}

static bool step_note(Run *run, Db *db, Error *error)
{
    int64_t id = run->plan->job->id;
    ImportBadAddIn *rows = arena_array(run->arena, run->bad_count + 1, sizeof *rows);
    for (size_t i = 0; i < run->bad_count; i++) {
        const BadCell *bad = &run->bad[i];
        rows[i] = (ImportBadAddIn) { id,       bad->line,  bad->nth,    bad->field,   bad->text,
                                     bad->csv, bad->taken, bad->reason, bad->args[0], bad->args[1] };
    }
    double share =
        run->plan->job->rows > 0 ? (double)(run->done + (int64_t)run->count) / (double)run->plan->job->rows : 1;
    return job_advance(db, run->task, share, error) && import_bad_add(db, rows, run->bad_count, error) &&
           import_move(db, id, (int64_t)run->count, (int64_t)run->count - run->bad_rows, run->bad_rows, run->partly,
                       run->batch.added, run->batch.changed, run->batch.unchanged, error);
}

/* Cancelled, or started again since: either raises its version. */
static bool still_runs(Run *run, Db *db, Error *error)
{
    ImportJobRow *job;
    if (!import_find(db, run->arena, run->plan->job->id, &job, error))
        return false;
    run->ended = job == NULL || job->version != run->plan->job->version;
    return true;
}

static bool step_work(Db *db, void *context, Error *error)
{
    Run *run = context;
    seen_step(run->seen, run->tried);
    run->tried = false;
    if (!still_runs(run, db, error))
        return false;
    if (run->ended)
        return true;
    batch_begin(run, db);
    if (!rows_take(run, error) || !rows_settle(run, error))
        return false;
    run->tried = true;
    if (run->dry)
        return fail(error, ERROR_CONFLICT, NULL, "a dry run is rolled back");
    return step_note(run, db, error);
}

/* Between a dry step and its note somebody may have cancelled it: its bad rows would outlive what was deleted then. */
static bool note_work(Db *db, void *context, Error *error)
{
    Run *run = context;
    return still_runs(run, db, error) && (run->ended || step_note(run, db, error));
}

/* Open pages on this server see the bar move; the end is a fact, which every server hears. */
static void step_tell(Run *run)
{
    const char *key = arena_format(run->arena, "import:%lld", (long long)run->plan->job->id);
    if (run->services->stream != NULL)
        stream_publish(run->services->stream, &key, 1);
}

static bool step_run(Run *run, Error *error)
{
    Store *store = run->services->store;
    bool ok = store_write(store, step_work, run, error);
    if (run->dry && run->tried)
        ok = store_write(store, note_work, run, error);
    double rows = run->plan->job->rows > 0 ? (double)run->plan->job->rows : 1;
    run->done += (int64_t)run->count;
    ok = ok && !run->ended && (job_current() == 0 || job_keep((double)run->done / rows, error));
    step_tell(run);
    run->count = 0;
    arena_reset(run->arena);
    return ok;
}

static bool line_take(const TableRow *row, void *context)
{
    Run *run = context;
    if (!run->head) {
        run->head = true;
        return true;
    }
    if (run->skip > 0) {
        run->skip--;
        return true;
    }
    ImportLine *line = &run->lines[run->count++];
    const char **fields = arena_array(run->arena, row->count + 1, sizeof *fields);
    for (size_t i = 0; i < row->count; i++)
        fields[i] = arena_text(run->arena, row->fields[i]);
    *line = (ImportLine) { row->line, fields, row->count, row->problem, arena_text(run->arena, row->arg) };
    near_line(run->near, run->arena, line);
    if (run->count < STEP_ROWS)
        return true;
    run->failed = !step_run(run, &run->error) || atomic_load(&run->services->stopping);
    return !run->failed;
}

/* ---- the whole ---- */

bool import_close(Db *db, Arena *arena, const ImportJobRow *job, const ImportEnd *end, Error *error)
{
    return import_end(db, job->id, end->state, end->error, error) && import_tally(db, job->id, error) &&
           import_tell(db, arena, job, end->state, end->actor, end->now, error) &&
           (!job->erased_at.known || import_strip(db, job->id, job->erased_at.value, error));
}

typedef struct {
    int64_t id, version; /* as begun */
    Arena *arena;
    ImportPlan *plan;
    const char *state, *error;
    NearIds *near; /* of a dry run that came to its end */
    NearFound *found;
    size_t found_count;
    int64_t found_total;
} Ending;

/* Reads all ids of the workspace: on a reader, so that nobody waits to write meanwhile. */
static bool near_work(Db *db, void *context, Error *error)
{
    Ending *ending = context;
    return near_find(ending->near, db, &ending->found, &ending->found_count, &ending->found_total, error);
}

static bool near_note(Db *db, const Ending *ending, Error *error)
{
    const NearFound *found = ending->found;
    if (!ending->near)
        return true;
    ImportNearAddIn *rows = arena_array(ending->arena, ending->found_count + 1, sizeof *rows);
    for (size_t i = 0; i < ending->found_count; i++)
        rows[i] = (ImportNearAddIn) { ending->id,     (int64_t)i,
                                      found[i].field, found[i].line,
                                      found[i].rows,  found[i].given,
                                      found[i].other, { found[i].other_line, found[i].other_line != 0 } };
    return import_near_drop(db, ending->id, error) && import_near_add(db, rows, ending->found_count, error) &&
           import_near_told(db, ending->id, ending->found_total, error);
}

static bool plan_work(Db *db, void *context, Error *error)
{
    Ending *ending = context;
    return plan_read(db, ending->arena, ending->id, true, ending->plan, error);
}

static bool end_work(Db *db, void *context, Error *error)
{
    const Ending *ending = context;
    ImportJobRow *job;
    if (!import_find(db, ending->arena, ending->id, &job, error))
        return false;
    if (job == NULL || job->version != ending->version || !import_is_at_work(job))
        return true;
    if (!near_note(db, ending, error))
        return false;
    return import_close(db, ending->arena, job, &(ImportEnd) { ending->state, ending->error, job->actor, clock_now() },
                        error);
}

static const DateOrder *orders_of(Arena *arena, const ImportPlan *plan)
{
    DateOrder *orders = arena_array(arena, plan->target_count + 1, sizeof *orders);
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->mapping[i] >= 0 && (size_t)plan->mapping[i] < plan->target_count)
            orders[plan->mapping[i]] = plan->readings[i].order;
    return orders;
}

static bool rows_run(Services *services, Arena *arena, const ImportPlan *plan, NearIds *near, bool *cancelled,
                     Error *error)
{
    Run *run = arena_make(arena, Run);
    run->services = services;
    run->plan = plan;
    run->task = job_current();
    run->dry = strcmp(plan->job->state, "checking") == 0;
    run->seen = run->dry ? seen_new(arena) : NULL;
    run->near = near;
    run->arena = arena_new();
    run->skip = run->done = plan->job->done;
    run->orders = orders_of(arena, plan);
    bool ok = table_read(&plan->table, line_take, run, NULL, &run->error) && !run->failed;
    ok = ok && (run->count == 0 || step_run(run, &run->error));
    *cancelled = run->ended;
    arena_free(run->arena);
    if (!ok && run->error.kind == ERROR_NONE)
        fail(&run->error, ERROR_BUSY, NULL, "stopping; the import resumes after the next start");
    *error = run->error;
    return ok;
}

/* A dry run that was cut off starts over: what its steps had seen is gone with the process. */
static bool anew_work(Db *db, void *context, Error *error)
{
    const Ending *ending = context;
    ImportJobRow *job;
    if (!import_find(db, ending->arena, ending->id, &job, error))
        return false;
    if (job == NULL || job->version != ending->version)
        return true;
    return import_bad_drop(db, job->id, error) && import_anew(db, job->id, error);
}

static bool plan_open(Services *services, Ending *ending, Error *error)
{
    if (!store_read(services->store, plan_work, ending, error))
        return false;
    const ImportJobRow *job = ending->plan->job;
    if (job->done == 0 || strcmp(job->state, "checking") != 0)
        return true;
    return store_write(services->store, anew_work, ending, error) &&
           store_read(services->store, plan_work, ending, error);
}

const char *import_job_body(Arena *arena, int64_t id, int64_t version)
{
    return arena_format(arena, "{\"import\":%lld,\"version\":%lld}", (long long)id, (long long)version);
}

static bool body_read(const char *body, Ending *ending, Error *error)
{
    const Json *json;
    if (!json_parse(ending->arena, body, strlen(body), &json, error))
        return false;
    return (json_get_int(json, "import", &ending->id) && json_get_int(json, "version", &ending->version)) ||
           fail(error, ERROR_INPUT, NULL, "an import job without its import");
}

bool import_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Ending ending = { .arena = db_arena(db), .state = "failed", .error = why->text };
    (void)services;
    return body_read(body, &ending, error) && end_work(db, &ending, error);
}

/* What its end will say, before it began. */
static void ending_begin(Ending *ending)
{
    bool dry = strcmp(ending->plan->job->state, "checking") == 0;
    ending->state = dry ? "checked" : "done";
    ending->near = dry ? near_new(ending->arena, ending->plan) : NULL;
}

static bool ending_write(Services *services, Ending *ending, Error *error)
{
    return (!ending->near || store_read(services->store, near_work, ending, error)) &&
           store_write(services->store, end_work, ending, error);
}

bool import_run(Services *services, Arena *arena, const char *body, Error *error)
{
    ImportPlan plan;
    Ending ending = { .arena = arena, .plan = &plan };
    bool cancelled = false;
    if (!body_read(body, &ending, error))
        return false;
    if (!plan_open(services, &ending, error))
        return error->kind == ERROR_MISSING;
    if (!import_is_at_work(plan.job) || plan.job->version != ending.version)
        return true;
    ending_begin(&ending);
    if (!rows_run(services, arena, &plan, ending.near, &cancelled, error)) {
        ending.near = NULL;
        if (cancelled)
            return true;
        if (error->kind == ERROR_BUSY || error->kind == ERROR_FULL)
            return false;
        ending.state = "failed";
        ending.error = arena_text(arena, error->text);
    }
    return ending_write(services, &ending, error);
}
