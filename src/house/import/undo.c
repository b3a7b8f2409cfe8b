/*
 * Undoing an import: what is noted of each row as it comes in, and the job that takes it back.
 *
 * A thing is as the import left it when the hash of its state says so, whatever was done and undone between: so imports
 * that followed each other can be undone from the last to the first. What was taken back leaves import_change in the
 * transaction that took it back; what is left there is still to be done, or was kept.
 *
 * In order: noting; a thing; a step; the whole.
 */
#include "house/import/plan.h"
#include "house/import/table.h"

#include "base/json.h"
#include "base/reason.h"
#include "http/stream.h"
#include "jobs/fact.h"

#include <string.h>

enum { STEP_THINGS = 100 };

/* ---- noting ---------------------------------------------------------------------------------------------------- */

static int64_t state_hash(const char *state)
{
    return (int64_t)table_hash((const uint8_t *)state, strlen(state));
}

bool import_touched(const ImportRow *row, int64_t thing, const char *before, Upsert outcome, Error *error)
{
    const ImportBatch *batch = row->batch;
    const char *after;
    if (batch->dry || outcome == UPSERT_UNCHANGED)
        return true;
    if (!batch->kind->undo->state(batch->writer.db, batch->writer.arena, thing, &after, error))
        return false;
    return import_change_put(batch->writer.db, batch->import, thing, row->line, outcome == UPSERT_ADDED, before,
                             state_hash(after ? after : ""), error);
}

/* ---- a thing --------------------------------------------------------------------------------------------------- */

typedef struct {
    const ImportUndo *undo;
    Writer writer;
    const ImportChangePageRow *row;
} Thing;

static bool thing_work(Db *db, void *context, Error *error)
{
    const Thing *thing = context;
    const ImportChangePageRow *row = thing->row;
    Arena *arena = thing->writer.arena;
    const char *now;
    const Json *before;
    if (!thing->undo->state(db, arena, row->thing, &now, error))
        return false;
    if (!now)
        return row->added || refuse(error, NULL, REASON_GONE_SINCE, NULL, NULL);
    if (!row->added && !row->before_state)
        return refuse(error, NULL, REASON_BECAME_ONE, NULL, NULL);
    if (state_hash(now) != row->after_hash)
        return refuse(error, NULL, REASON_CHANGED_SINCE, NULL, NULL);
    if (row->added)
        return thing->undo->remove(&thing->writer, row->thing, error);
    return json_parse_exact(arena, row->before_state, strlen(row->before_state), &before, error) &&
           thing->undo->restore(&thing->writer, row->thing, before, error);
}

/* False stops the undo; what is kept does not. */
static bool thing_take_back(Thing *thing, int64_t import, int64_t *undone, Error *error)
{
    Db *db = thing->writer.db;
    Error why = { 0 };
    if (db_attempt(db, thing_work, thing, &why)) {
        ++*undone;
        return import_change_drop(db, import, thing->row->thing, error);
    }
    if (why.kind != ERROR_INPUT && why.kind != ERROR_CONFLICT) {
        *error = why;
        return false;
    }
    return import_change_keep(db, import, thing->row->thing, why.reason ? why.reason : "other", why.args[0],
                              why.args[1], why.text, error);
}

/* ---- a step ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Arena *arena; /* of a step */
    const ImportUndo *undo;
    int64_t id, version, task;
    const char *actor;
    int64_t changes;        /* when it began */
    int64_t done;           /* of them */
    int64_t line, thing;    /* the last one that was looked at */
    size_t count;           /* of the step */
    ImportChangePageRow at; /* where the step came to */
    bool ended;             /* it is another undo's by now */
} Undoing;

static bool still_undoes(Undoing *undoing, Db *db, ImportJobRow **job, Error *error)
{
    if (!import_find(db, undoing->arena, undoing->id, job, error))
        return false;
    undoing->ended = !*job || (*job)->version != undoing->version || !text_equal((*job)->state, "undoing");
    return true;
}

static bool step_work(Db *db, void *context, Error *error)
{
    Undoing *undoing = context;
    ImportJobRow *job;
    ImportChangePageRow *rows;
    int64_t undone = 0;
    undoing->count = 0;
    if (!still_undoes(undoing, db, &job, error) || undoing->ended)
        return undoing->ended;
    if (!import_change_page(db, undoing->arena, undoing->id, undoing->line, undoing->thing, STEP_THINGS, &rows,
                            &undoing->count, error))
        return false;
    Thing thing = { undoing->undo, { undoing->services, db, undoing->arena, undoing->actor, clock_now() }, NULL };
    for (size_t i = 0; i < undoing->count; i++) {
        thing.row = &rows[i];
        if (!thing_take_back(&thing, undoing->id, &undone, error))
            return false;
        undoing->at = rows[i];
    }
    double all = undoing->changes > 0 ? (double)undoing->changes : 1;
    return job_advance(db, undoing->task, (double)(undoing->done + (int64_t)undoing->count) / all, error) &&
           import_undo_move(db, undoing->id, undone, (int64_t)undoing->count - undone, error);
}

/* Open pages on this server see the bar move; the end is a fact, which every server hears. */
static void step_tell(const Undoing *undoing)
{
    const char *key = arena_format(undoing->arena, "import:%lld", (long long)undoing->id);
    if (undoing->services->stream)
        stream_publish(undoing->services->stream, &key, 1);
}

static bool step_run(Undoing *undoing, Error *error)
{
    if (atomic_load(&undoing->services->stopping))
        return fail(error, ERROR_BUSY, NULL, "stopping; the undo resumes after the next start");
    if (!store_write(undoing->services->store, step_work, undoing, error))
        return false;
    undoing->line = undoing->at.line;
    undoing->thing = undoing->at.thing;
    undoing->done += (int64_t)undoing->count;
    step_tell(undoing);
    arena_reset(undoing->arena);
    double all = undoing->changes > 0 ? (double)undoing->changes : 1;
    return job_current() == 0 || job_keep((double)undoing->done / all, error);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool begin_work(Db *db, void *context, Error *error)
{
    Undoing *undoing = context;
    ImportJobRow *job;
    if (!still_undoes(undoing, db, &job, error))
        return false;
    if (undoing->ended)
        return true;
    undoing->undo = import_kind_find(job->kind)->undo;
    undoing->changes = job->changes;
    return true;
}

static bool end_work(Db *db, void *context, Error *error)
{
    Undoing *undoing = context;
    ImportJobRow *job;
    if (!still_undoes(undoing, db, &job, error))
        return false;
    if (undoing->ended)
        return true;
    return import_tally(db, undoing->id, error) && import_find(db, undoing->arena, undoing->id, &job, error) &&
           import_close(db, undoing->arena, job, &(ImportEnd) { "undone", NULL, undoing->actor, clock_now() }, error);
}

const char *import_undo_body(Arena *arena, int64_t id, int64_t version, const char *actor)
{
    Text body = text_new(arena);
    text_format(&body, "{\"import\":%lld,\"version\":%lld,\"actor\":", (long long)id, (long long)version);
    json_string_to(&body, actor);
    text_char(&body, '}');
    return text_string(&body);
}

static bool body_read(Arena *arena, const char *body, Undoing *undoing, Error *error)
{
    const Json *json;
    if (!json_parse(arena, body, strlen(body), &json, error))
        return false;
    return (json_get_int(json, "import", &undoing->id) && json_get_int(json, "version", &undoing->version) &&
            json_get_text(json, "actor", &undoing->actor)) ||
           fail(error, ERROR_INPUT, NULL, "an undo without its import");
}

/* One that was cut off looks at what was kept again: it may be free by now, and its count begins anew. */
static bool anew_work(Db *db, void *context, Error *error)
{
    const Undoing *undoing = context;
    return import_undo_anew(db, undoing->id, undoing->version, error);
}

static bool steps_run(Undoing *undoing, Error *error)
{
    Store *store = undoing->services->store;
    bool ok = store_read(store, begin_work, undoing, error) &&
              (undoing->ended || store_write(store, anew_work, undoing, error));
    do
        ok = ok && (undoing->ended || step_run(undoing, error));
    while (ok && !undoing->ended && undoing->count == STEP_THINGS);
    return ok && (undoing->ended || store_write(store, end_work, undoing, error));
}

bool import_undo_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Undoing undoing = { .services = services, .task = job_current(), .line = INT64_MAX, .thing = INT64_MAX };
    if (!body_read(arena, body, &undoing, error))
        return false;
    undoing.arena = arena_new();
    bool ok = steps_run(&undoing, error);
    arena_free(undoing.arena);
    return ok;
}
