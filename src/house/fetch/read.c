/*
 * A run: the job fetches and stores the file as an import and starts its check; what comes of the check and of the
 * import is read off their facts, which also come when a person runs a held one, cancels it, or the process was
 * replaced between.
 *
 * In order: what the job knows; unchanged, new, failed; the job; facts.
 */
#include "house/fetch/fetch_store.h"

#include "base/json.h"
#include "base/text.h"
#include "jobs/jobs.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the job knows ---------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Arena *arena;
    int64_t fetch, id, job;
    FetchRow *row; /* NULL = deleted meanwhile */
    FetchRunRow *run;
    ImportRecipe recipe;
    ImportFile file;
    ImportOffer *offer;
    int64_t hash;
    Error why; /* it failed */
} Run;

static Writer writer_by(const Run *run, Db *db)
{
    return (Writer) { run->services, db, run->arena, "system", clock_now() };
}

static bool body_read(Arena *arena, const char *body, Run *run, Error *error)
{
    const Json *json;
    if (!json_parse(arena, body, strlen(body), &json, error))
        return false;
    return (json_get_int(json, "fetch", &run->fetch) && json_get_int(json, "run", &run->id)) ||
           fail(error, ERROR_INPUT, NULL, "the body of the job is damaged");
}

/* What an import that was undone brought is to be had again. */
static bool base_stands(Db *db, Arena *arena, FetchRow *row, Error *error)
{
    ImportOutcome outcome;
    if (!row->last_import.known)
        return true;
    if (!import_outcome(db, arena, row->last_import.value, &outcome, error))
        return false;
    if (text_equal(outcome.state, "undone"))
        row->last_hash = (OptInt) { 0 };
    return true;
}

static bool look(Db *db, void *context, Error *error)
{
    Run *run = context;
    if (!fetch_by_id(db, run->arena, run->fetch, &run->row, error) ||
        !fetch_run_by_id(db, run->arena, run->id, &run->run, error))
        return false;
    if (!run->run || !text_equal(run->run->state, "fetching"))
        run->row = NULL;
    if (run->row)
        run->recipe =
            (ImportRecipe) { .kind = run->row->kind, .columns = run->row->columns, .options = run->row->options };
    return !run->row || base_stands(db, run->arena, run->row, error);
}

/* ---- unchanged, new, failed ------------------------------------------------------------------------------------ */

static bool unchanged_work(Db *db, void *context, Error *error)
{
    Run *run = context;
    Writer writer = writer_by(run, db);
    return fetch_run_note(&writer, run->run, "unchanged", NULL, error) && job_finish(db, run->job, writer.now, error);
}

static bool new_work(Db *db, void *context, Error *error)
{
    Run *run = context;
    Writer writer = writer_by(run, db);
    if (!import_offer_store(&writer, &run->file, run->offer, &run->recipe, &run->run->import_id.value, error))
        return false;
    run->run->import_id.known = true;
    return import_start(&writer, run->run->import_id.value, true, error) &&
           fetch_run_note(&writer, run->run, "checking", NULL, error) && job_finish(db, run->job, writer.now, error);
}

static bool failed_work(Db *db, void *context, Error *error)
{
    Run *run = context;
    Writer writer = writer_by(run, db);
    run->run->import_id = (OptInt) { 0 };
    return fetch_run_note(&writer, run->run, "failed", &run->why, error) &&
           fetch_tell_owner(&writer, run->row, error) && job_finish(db, run->job, writer.now, error);
}

/* What is wrong with the file or its place is how the run ended. INTERNAL (a host that does not answer) is tried again
 * by the job, as often as its kind says, and ends in fetch_read_given_up. */
static bool fails_for_good(const Error *error)
{
    return error->kind == ERROR_INPUT || error->kind == ERROR_CONFLICT || error->kind == ERROR_TOO_LARGE;
}

static bool file_work(Run *run, const Spool *spool, Error *error)
{
    Store *store = run->services->store;
    run->file = (ImportFile) { run->row->kind, spool->name, spool->bytes };
    run->hash = import_hash(spool->bytes);
    if (run->row->last_hash.known && run->row->last_hash.value == run->hash)
        return store_write(store, unchanged_work, run, error);
    return import_offer_read(run->arena, &run->file, &run->recipe, &run->offer, error) &&
           store_write(store, new_work, run, error);
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

bool fetch_read_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Run run = { .services = services, .arena = arena, .job = job_current() };
    Spool spool = { .fd = -1 };
    if (!body_read(arena, body, &run, error) || !store_read(services->store, look, &run, error))
        return false;
    if (!run.row)
        return true;
    bool ok = spool_fetch(services, arena, run.row, &spool, error) && file_work(&run, &spool, error);
    spool_close(&spool);
    if (ok || !fails_for_good(error))
        return ok;
    run.why = *error;
    *error = (Error) { 0 };
    return store_write(services->store, failed_work, &run, error);
}

bool fetch_read_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Run run = { .services = services, .arena = db_arena(db) };
    if (!body_read(run.arena, body, &run, error) || !look(db, &run, error))
        return false;
    if (!run.row)
        return true;
    Writer writer = writer_by(&run, db);
    return fetch_run_note(&writer, run.run, "failed", why, error) && fetch_tell_owner(&writer, run.row, error);
}

/* ---- facts ----------------------------------------------------------------------------------------------------- */

typedef struct {
    Writer writer;
    FetchRow *row;
    FetchRunRow *run;
    ImportOutcome outcome;
} Told;

static bool odd_hold(Told *told, Reason odd, Error *error)
{
    Arena *arena = told->writer.arena;
    Error why = { 0 };
    int64_t now = odd == REASON_ROWS_FEWER ? told->outcome.rows : told->outcome.bad;
    int64_t before = odd == REASON_ROWS_FEWER ? told->row->base_rows : told->row->base_bad;
    refuse(&why, "file", odd, arena_format(arena, "%lld", (long long)now),
           arena_format(arena, "%lld", (long long)before));
    return fetch_run_note(&told->writer, told->run, "held", &why, error) &&
           fetch_tell_owner(&told->writer, told->row, error);
}

static bool failed(Told *told, const Error *why, Error *error)
{
    return fetch_run_note(&told->writer, told->run, "failed", why, error) &&
           fetch_tell_owner(&told->writer, told->row, error);
}

static bool start_work(Db *db, void *context, Error *error)
{
    const Told *told = context;
    (void)db;
    return import_start(&told->writer, told->run->import_id.value, false, error);
}

/* A reader that failed would be given the fact again and again: what cannot be run is how the run ended. */
static bool start(Told *told, Error *error)
{
    Error why = { 0 };
    if (db_attempt(told->writer.db, start_work, told, &why))
        return fetch_run_note(&told->writer, told->run, "running", NULL, error);
    if (fails_for_good(&why) || why.kind == ERROR_MISSING)
        return failed(told, &why, error);
    *error = why;
    return false;
}

static bool checked(Told *told, Error *error)
{
    Error why = { 0 };
    FetchCounts before = { told->row->base_rows, told->row->base_bad }, now = { told->outcome.rows, told->outcome.bad };
    if (!text_equal(told->run->state, "checking") || !text_equal(told->outcome.state, "checked"))
        return true;
    if (told->outcome.erased) {
        refuse(&why, "file", REASON_FILE_ERASED, NULL, NULL);
        return failed(told, &why, error);
    }
    Reason odd = fetch_is_odd(before, now);
    return odd != REASON_NONE ? odd_hold(told, odd, error) : start(told, error);
}

static bool done(Told *told, Error *error)
{
    const ImportOutcome *outcome = &told->outcome;
    told->run->added = told->outcome.added;
    told->run->changed = told->outcome.changed;
    return fetch_run_note(&told->writer, told->run, "done", NULL, error) &&
           fetch_base(told->writer.db, told->row->id, told->run->import_id.value, outcome->hash, outcome->rows,
                      outcome->bad, error) &&
           (!outcome->bad || fetch_tell_owner(&told->writer, told->row, error));
}

static bool ended(Told *told, bool tells, Error *error)
{
    Error why = { 0 };
    fail(&why, ERROR_INPUT, NULL, "%s", told->outcome.error ? told->outcome.error : "the import was cancelled");
    return fetch_run_note(&told->writer, told->run, "failed", &why, error) &&
           (!tells || fetch_tell_owner(&told->writer, told->row, error));
}

static bool told_take(Told *told, const char *kind, Error *error)
{
    told->run->rows = told->outcome.rows;
    told->run->bad = told->outcome.bad;
    if (strcmp(kind, "import.checked") == 0)
        return checked(told, error);
    if (strcmp(kind, "import.done") == 0)
        return text_equal(told->outcome.state, "done") ? done(told, error)
                                                       : fetch_run_note(&told->writer, told->run, "done", NULL, error);
    if (strcmp(kind, "import.failed") == 0)
        return ended(told, true, error);
    return (strcmp(kind, "import.cancelled") != 0 && strcmp(kind, "import.deleted") != 0) || ended(told, false, error);
}

static bool run_take(Services *services, Db *db, int64_t import, const char *kind, Error *error)
{
    Arena *arena = db_arena(db);
    Told told = { .writer = { services, db, arena, "system", clock_now() } };
    if (!fetch_run_of_import(db, arena, import, &told.run, error))
        return false;
    if (!told.run || told.run->ended_at.known)
        return true;
    if (!fetch_by_id(db, arena, told.run->fetch_id, &told.row, error) ||
        !import_outcome(db, arena, import, &told.outcome, error))
        return false;
    return !told.row || told_take(&told, kind, error);
}

static bool fact_take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)fact_id;
    if (!text_starts(fact->kind, "import.") || !fact->subject || !text_starts(fact->subject, "import:"))
        return true;
    int64_t import = strtoll(fact->subject + strlen("import:"), NULL, 10);
    return run_take(services, db, import, fact->kind, error);
}

const FactReader FETCH_READERS[] = { { "fetch", fact_take }, { 0 } };
