/*
 * One step of a worker: look for a due job on a reader, lease it in a write, run it outside any transaction, write the
 * outcome in another. The attempt is counted with the lease, so that a job that takes down the process is given up like
 * one that fails. The outcome is written only while the row is still leased to us: a server that took an expired lease
 * over writes its own.
 *
 * In order: adding (the wake-up follows the COMMIT), the job of this thread, leasing, running and its outcome, asking
 * and sweeping. While the disk is full or the database away, a worker that is patient tries to write the outcome until
 * it stops.
 */
#include "jobs/queue.h"

#include "base/id.h"
#include "base/log.h"
#include "jobs.sql.h"
#include "jobs/lease.h"
#include "jobs/module.h"
#include "jobs/unrest.h"
#include "jobs_engine.sql.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

enum { PAUSE_FIRST_MS = 5000, PAUSE_LAST_MS = 3600000, KEEP_EVERY_US = 1000000, OUTCOME_AGAIN_MS = 500 };
static const int64_t DONE_KEPT_MS = 7LL * MS_PER_DAY, FAILED_KEPT_MS = 90LL * MS_PER_DAY;

/* ---- adding --------------------------------------------------------------------------------------------------- */

static struct {
    pthread_mutex_t lock;
    void (*wake)(void *);
    void *context;
} listener = { .lock = PTHREAD_MUTEX_INITIALIZER };

void queue_listen(void (*wake)(void *context), void *context)
{
    pthread_mutex_lock(&listener.lock);
    listener.wake = wake;
    listener.context = context;
    pthread_mutex_unlock(&listener.lock);
}

static void tell(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&listener.lock);
    if (listener.wake)
        listener.wake(listener.context);
    pthread_mutex_unlock(&listener.lock);
}

/* Two for the house, so that a long rebuild does not hold up what is short. */
const Lane LANES[LANE_COUNT] = { [LANE_HOUSE] = { "house", 2 },
                                 [LANE_OUTBOUND] = { "outbound", 4 },
                                 [LANE_FETCH] = { "fetch", 2 },
                                 [LANE_MAIL] = { "mail", 4 } };

static const JobKind *kind_in(const JobKind *kind, const char *name)
{
    for (; kind && kind->kind; kind++)
        if (strcmp(kind->kind, name) == 0)
            return kind;
    return NULL;
}

static const char *lane_of(const char *name)
{
    const JobKind *kind = NULL;
    for (const Module *const *at = modules_used(); !kind && *at; at++)
        kind = kind_in((*at)->jobs, name);
    return LANES[kind ? kind->lane : LANE_HOUSE].name;
}

typedef struct {
    const char *kind, *key, *body;
    int64_t run_at; /* 0 = at once */
} Asked;

static bool add(Db *db, const Asked *asked, int64_t *id, Error *error)
{
    int64_t now = clock_now();
    *id = id_new();
    if (!job_insert(db, *id, asked->kind, lane_of(asked->kind), asked->key, asked->body ? asked->body : "{}",
                    asked->run_at ? asked->run_at : now, now, error))
        return false;
    db_after_commit(db, tell, NULL);
    return true;
}

bool job_add(Db *db, const char *kind, const char *body, int64_t run_at, int64_t *id, Error *error)
{
    int64_t made;
    if (!add(db, &(Asked) { kind, NULL, body, run_at }, &made, error))
        return false;
    if (id)
        *id = made;
    return true;
}

bool job_once(Db *db, const char *kind, const char *key, const char *body, int64_t run_at, Error *error)
{
    JobPullRow *waiting;
    size_t count;
    int64_t made;
    if (!job_pull(db, db_arena(db), kind, key, run_at ? run_at : clock_now(), &waiting, &count, error))
        return false;
    if (count == 0)
        return add(db, &(Asked) { kind, key, body, run_at }, &made, error);
    /* The one that waits may be due earlier now. */
    db_after_commit(db, tell, NULL);
    return true;
}

bool job_drop(Db *db, const char *kind, const char *key, Error *error)
{
    return job_remove(db, kind, key, error);
}

/* ---- the job that a thread runs ------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    const char *holder, *kind;
    int64_t id;
    int64_t lease_ms;
    int64_t kept_at; /* clock_monotonic */
} Current;

static _Thread_local Current current;

int64_t job_current(void)
{
    return current.id;
}

typedef struct {
    Arena *arena;
    double progress;
    bool ours;
    Current job;
} Keeping;

static bool keep(Db *db, void *context, Error *error)
{
    Keeping *keeping = context;
    const Current *job = &keeping->job;
    JobProgressRow *row;
    if (!job_progress(db, keeping->arena, job->id, job->holder, keeping->progress, &row, error))
        return false;
    keeping->ours = row != NULL;
    return job_hold(db, job->id, job->holder, job->lease_ms, error);
}

bool job_keep(double progress, Error *error)
{
    if (!current.id)
        return true;
    unrest();
    unrest_hold(current.services, current.kind);
    int64_t now = clock_monotonic();
    if (now - current.kept_at < KEEP_EVERY_US)
        return true;
    current.kept_at = now;
    Keeping keeping = { arena_new(), progress, false, current };
    bool ok = store_write(current.services->store, keep, &keeping, error);
    arena_free(keeping.arena);
    if (ok && !keeping.ours)
        return fail(error, ERROR_CONFLICT, NULL, "another server now runs this job");
    return ok;
}

bool job_finish(Db *db, int64_t job, int64_t now, Error *error)
{
    JobFinishNowRow *row;
    if (!job_finish_now(db, db_arena(db), job, now, &row, error))
        return false;
    return row || fail(error, ERROR_CONFLICT, NULL, "another server has ended this job");
}

bool job_advance(Db *db, int64_t job, double progress, Error *error)
{
    return job == 0 || job_advanced(db, job, progress, error);
}

/* ---- leasing -------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    const char *holder, *lane;
    int64_t now;
    int64_t lease_ms;
    bool patient;
    bool due;
    JobTakeRow *job;
} Leasing;

static bool look(Db *db, void *context, Error *error)
{
    Leasing *leasing = context;
    JobIsDueRow *row;
    if (!job_is_due(db, leasing->arena, leasing->now, leasing->holder, leasing->lane, &row, error))
        return false;
    leasing->due = row != NULL;
    return true;
}

static bool lease(Db *db, void *context, Error *error)
{
    Leasing *leasing = context;
    if (!job_take(db, leasing->arena, leasing->now, leasing->holder, leasing->lane, &leasing->job, error))
        return false;
    return !leasing->job || job_lease_begin(db, leasing->job->id, leasing->holder, leasing->lease_ms, error);
}

static const JobKind *kind_named(const JobKind *const *kinds, const char *name)
{
    const JobKind *kind = NULL;
    for (; !kind && *kinds; kinds++)
        kind = kind_in(*kinds, name);
    return kind;
}

/* ---- running -------------------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    const JobKind *kind; /* NULL = there is none of that name */
    const JobTakeRow *job;
    const char *holder;
    bool ok;
    const Error *why;
    int64_t now;
    bool gave_up;
    bool unheard; /* the kind failed to write what it does when given up */
} Outcome;

static int64_t pause_after(const JobKind *kind, int64_t tries)
{
    int64_t pause = kind && kind->pause_first_ms ? kind->pause_first_ms : PAUSE_FIRST_MS;
    int64_t last = kind && kind->pause_last_ms ? kind->pause_last_ms : PAUSE_LAST_MS;
    while (--tries > 0 && pause < last)
        pause *= 2;
    return pause < last ? pause : last;
}

static int tries_max(const JobKind *kind)
{
    return kind && kind->tries ? kind->tries : JOB_ATTEMPTS_MAX;
}

/* Trouble outside, which passes. */
static bool passes(const Error *error)
{
    return error->kind == ERROR_BUSY || error->kind == ERROR_FULL;
}

static bool waits(const Outcome *outcome)
{
    return passes(outcome->why) && !(outcome->why->kind == ERROR_FULL && outcome->kind && outcome->kind->full_is_final);
}

static bool give_up(Db *db, Outcome *outcome, Error *error)
{
    const JobKind *kind = outcome->kind;
    JobGiveUpRow *row;
    if (!job_give_up(db, db_arena(db), outcome->job->id, outcome->holder, outcome->why->text, outcome->now, &row,
                     error))
        return false;
    outcome->gave_up = row != NULL;
    return !row || !kind || !kind->given_up || outcome->unheard ||
           kind->given_up(outcome->services, db, outcome->job->body, outcome->why, error);
}

/* Another server that took over an expired lease writes its own outcome; ours then changes nothing. The tries are those
 * in the row: the job may have made progress since it was leased. */
static bool write_outcome(Db *db, void *context, Error *error)
{
    Outcome *outcome = context;
    const char *holder = outcome->holder, *reason = outcome->why->text;
    int64_t id = outcome->job->id, now = outcome->now;
    JobByIdRow *row;
    outcome->gave_up = false;
    if (!job_lease_end(db, id, holder, error))
        return false;
    if (outcome->ok)
        return job_end(db, id, holder, now, error);
    if (!job_by_id(db, db_arena(db), id, &row, error) || !row)
        return error->kind == ERROR_NONE;
    /* Neither a stop nor trouble outside counts as a try: the one that was counted with the lease is given back. */
    if (atomic_load(&outcome->services->stopping) && outcome->why->kind == ERROR_BUSY)
        return job_again(db, id, holder, now, NULL, row->attempts - 1, row->waits, error);
    if (waits(outcome))
        return job_again(db, id, holder, now + pause_after(outcome->kind, row->waits + 1), reason, row->attempts - 1,
                         row->waits + 1, error);
    if (outcome->why->kind != ERROR_INTERNAL || row->attempts >= tries_max(outcome->kind))
        return give_up(db, outcome, error);
    return job_again(db, id, holder, now + pause_after(outcome->kind, row->attempts), reason, row->attempts, row->waits,
                     error);
}

static bool run_kind(const JobKind *kind, const JobTakeRow *job, Arena *arena, Error *why)
{
    if (!kind)
        return fail(why, ERROR_INPUT, NULL, "there is no kind of job named %s", job->kind);
    /* Counted when leased: a job that takes the whole process down must come to an end too. */
    if (job->attempts > tries_max(kind))
        return fail(why, ERROR_INPUT, NULL, "cut off %d times without any progress", tries_max(kind));
    Holding holding;
    holding_start(&holding, current.services->store, job->id, current.holder, current.lease_ms);
    bool ok = kind->run(current.services, arena, job->body, why);
    holding_stop(&holding);
    return ok;
}

static void outcome_pause(void)
{
    nanosleep(&(struct timespec) { .tv_sec = OUTCOME_AGAIN_MS / 1000, .tv_nsec = OUTCOME_AGAIN_MS % 1000 * 1000000 },
              NULL);
}

/* Whether another try makes sense. A failure of the kind's hook would repeat for ever, so the job is given up without
 * it rather than left running. */
static bool outcome_again(Outcome *outcome, bool patient, const Error *error)
{
    if (passes(error))
        return patient && !atomic_load(&outcome->services->stopping);
    bool first = !outcome->unheard;
    outcome->unheard = true;
    return first;
}

/* With a full disk, or the database away, the job has ended nevertheless: a patient worker tries until it is written.
 */
static bool outcome_write(Outcome *outcome, bool patient, Error *error)
{
    Store *store = outcome->services->store;
    for (bool told = false; !store_write(store, write_outcome, outcome, error); told = true) {
        if (!outcome_again(outcome, patient, error))
            return false;
        if (!told)
            log_line(LOG_WARN, "the outcome of job %lld: %s", (long long)outcome->job->id, error->text);
        if (passes(error))
            outcome_pause();
        *error = (Error) { 0 };
    }
    return true;
}

static bool run_job(const JobKind *kind, const Leasing *leasing, Services *services, Error *failed, Error *error)
{
    const JobTakeRow *job = leasing->job;
    Error why = { 0 };
    Arena *arena = arena_new();
    current = (Current) { services, leasing->holder, job->kind, job->id, leasing->lease_ms, clock_monotonic() };
    log_request_set(arena_format(arena, "job-%lld", (long long)job->id));
    Outcome outcome = { services, kind, job, leasing->holder, .now = leasing->now, .why = &why };
    outcome.ok = run_kind(kind, job, arena, &why);
    unrest();
    bool written = outcome_write(&outcome, leasing->patient, error);
    if (!outcome.ok && !(services->stopping && why.kind == ERROR_BUSY))
        log_line(outcome.gave_up ? LOG_ERROR : LOG_WARN, "job %s failed%s: %s", job->kind,
                 outcome.gave_up ? " for good" : "", why.text);
    if (outcome.gave_up && failed)
        *failed = why;
    current = (Current) { 0 };
    log_request_set("");
    arena_free(arena);
    return written;
}

static bool step(Services *services, const JobKind *const *kinds, Leasing *leasing, bool *ran, Error *failed,
                 Error *error)
{
    *ran = false;
    if (!store_read(services->store, look, leasing, error))
        return false;
    if (!leasing->due)
        return true;
    if (!store_write(services->store, lease, leasing, error))
        return false;
    if (!leasing->job)
        return true;
    *ran = true;
    return run_job(kind_named(kinds, leasing->job->kind), leasing, services, failed, error);
}

bool queue_step(Services *services, const QueueWorker *worker, int64_t now, bool *ran, Error *failed, Error *error)
{
    Leasing leasing = { .arena = arena_new(),
                        .holder = worker->holder,
                        .lane = LANES[worker->lane].name,
                        .now = now,
                        .patient = worker->patient };
    leasing.lease_ms = worker->lease_ms ? worker->lease_ms : JOB_LEASE_MS;
    bool ok = step(services, worker->kinds, &leasing, ran, failed, error);
    arena_free(leasing.arena);
    return ok;
}

/* ---- asking and sweeping -------------------------------------------------------------------------------------- */

static const Field JOB_STATE_FIELDS[] = {
    SHAPE_FIELD(JobState, id, FIELD_ID),
    SHAPE_FIELD(JobState, kind, FIELD_TEXT),
    SHAPE_FIELD(JobState, state, FIELD_TEXT, .choices = "waiting|running|done|failed"),
    SHAPE_FIELD(JobState, progress, FIELD_REAL),
    SHAPE_FIELD(JobState, attempts, FIELD_INT),
    SHAPE_OPT(JobState, error, FIELD_TEXT),
    { 0 },
};
const Shape JOB_STATE = { "JobState", sizeof(JobState), JOB_STATE_FIELDS };

bool job_state(Db *db, Arena *arena, int64_t id, JobState **state, Error *error)
{
    JobByIdRow *row;
    if (!job_by_id(db, arena, id, &row, error))
        return false;
    *state = NULL;
    if (!row)
        return true;
    *state = arena_make(arena, JobState);
    **state = (JobState) { row->id, row->kind, row->state, row->progress, row->attempts, row->error };
    return true;
}

static bool sweep(Db *db, void *context, Error *error)
{
    int64_t now = *(int64_t *)context;
    return job_sweep(db, now - DONE_KEPT_MS, now - FAILED_KEPT_MS, error) && job_lease_sweep(db, error) &&
           idempotency_sweep(db, now - MS_PER_DAY, error);
}

bool queue_sweep(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return store_write(services->store, sweep, &now, error);
}
