#include "jobs/queue.h"

#include "base/id.h"
#include "base/log.h"
#include "jobs.sql.h"
#include "jobs_engine.sql.h"

#include <pthread.h>
#include <string.h>

enum { LEASE_SECONDS = 60, PAUSE_FIRST_MS = 5000, PAUSE_LAST_MS = 3600000, KEEP_EVERY_US = 1000000 };
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

bool job_add(Db *db, const char *kind, const char *body, int64_t run_at, int64_t *id, Error *error)
{
    int64_t made = id_new();
    int64_t now = clock_now();
    if (!job_insert(db, made, kind, body ? body : "{}", run_at ? run_at : now, now, error))
        return false;
    db_after_commit(db, tell, NULL);
    if (id)
        *id = made;
    return true;
}

/* ---- the job that a thread runs ------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    const char *holder;
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
    JobProgressRow *row;
    if (!job_progress(db, keeping->arena, keeping->job.id, keeping->job.holder, keeping->job.lease_ms,
                      keeping->progress, &row, error))
        return false;
    keeping->ours = row != NULL;
    return true;
}

bool job_keep(double progress, Error *error)
{
    int64_t now = clock_monotonic();
    if (!current.id || now - current.kept_at < KEEP_EVERY_US)
        return true;
    current.kept_at = now;
    Keeping keeping = { arena_new(), progress, false, current };
    bool ok = store_write(current.services->store, keep, &keeping, error);
    arena_free(keeping.arena);
    if (ok && !keeping.ours)
        return fail(error, ERROR_CONFLICT, NULL, "another server runs this job by now");
    return ok;
}

bool job_finish(Db *db, int64_t job, int64_t now, Error *error)
{
    JobFinishNowRow *row;
    if (!job_finish_now(db, db_arena(db), job, now, &row, error))
        return false;
    return row || fail(error, ERROR_CONFLICT, NULL, "another server has ended this job");
}

/* ---- leasing -------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    const char *holder;
    int64_t now;
    int64_t lease_ms;
    bool due;
    JobLeaseRow *job;
} Leasing;

static bool look(Db *db, void *context, Error *error)
{
    Leasing *leasing = context;
    JobIsDueRow *row;
    if (!job_is_due(db, leasing->arena, leasing->now, leasing->holder, &row, error))
        return false;
    leasing->due = row != NULL;
    return true;
}

static bool lease(Db *db, void *context, Error *error)
{
    Leasing *leasing = context;
    return job_lease(db, leasing->arena, leasing->now, leasing->holder, leasing->lease_ms, &leasing->job, error);
}

static const JobKind *kind_named(const JobKind *const *kinds, const char *name)
{
    for (; *kinds; kinds++)
        for (const JobKind *kind = *kinds; kind->kind; kind++)
            if (strcmp(kind->kind, name) == 0)
                return kind;
    return NULL;
}

/* A lease is taken before the kind is known, so it is the longest of them all. */
static int64_t longest_lease(const JobKind *const *kinds)
{
    int longest = LEASE_SECONDS;
    for (; *kinds; kinds++)
        for (const JobKind *kind = *kinds; kind->kind; kind++)
            if (kind->lease_seconds > longest)
                longest = kind->lease_seconds;
    return (int64_t)longest * MS_PER_SECOND;
}

/* ---- running -------------------------------------------------------------------------------------------------- */

typedef struct {
    const JobLeaseRow *job;
    const char *holder;
    bool ok;
    bool stopping;
    bool for_good;
    const Error *why;
    int64_t now;
} Outcome;

static int64_t pause_after(int64_t attempts)
{
    int64_t pause = PAUSE_FIRST_MS;
    while (--attempts > 0 && pause < PAUSE_LAST_MS)
        pause *= 2;
    return pause < PAUSE_LAST_MS ? pause : PAUSE_LAST_MS;
}

static bool write_outcome(Db *db, void *context, Error *error)
{
    const Outcome *outcome = context;
    const JobLeaseRow *job = outcome->job;
    const char *holder = outcome->holder, *reason = outcome->why->text;
    if (outcome->ok)
        return job_end(db, job->id, holder, outcome->now, error);
    if (outcome->stopping)
        return job_again(db, job->id, holder, outcome->now, NULL, job->attempts - 1, error);
    if (outcome->for_good)
        return job_give_up(db, job->id, holder, reason, outcome->now, error);
    return job_again(db, job->id, holder, outcome->now + pause_after(job->attempts), reason, job->attempts, error);
}

static bool may_pass(ErrorKind kind)
{
    return kind == ERROR_BUSY || kind == ERROR_FULL || kind == ERROR_INTERNAL;
}

static bool run_kind(const JobKind *kind, const JobLeaseRow *job, Arena *arena, Error *why)
{
    if (!kind)
        return fail(why, ERROR_INPUT, NULL, "there is no kind of job named %s", job->kind);
    /* Counted when leased: a job that takes the whole process down must come to an end too. */
    if (job->attempts > JOB_ATTEMPTS_MAX)
        return fail(why, ERROR_INPUT, NULL, "begun %d times and never ended", JOB_ATTEMPTS_MAX);
    return kind->run(current.services, arena, job->body, why);
}

static bool run_job(const JobKind *kind, const Leasing *leasing, Services *services, Error *failed, Error *error)
{
    const JobLeaseRow *job = leasing->job;
    Error why = { 0 };
    Arena *arena = arena_new();
    current = (Current) { services, leasing->holder, job->id, leasing->lease_ms, clock_monotonic() };
    log_request_set(arena_format(arena, "job-%lld", (long long)job->id));
    Outcome outcome = { .job = job, .holder = leasing->holder, .now = leasing->now, .why = &why };
    outcome.ok = run_kind(kind, job, arena, &why);
    outcome.stopping = services->stopping && why.kind == ERROR_BUSY;
    outcome.for_good = !may_pass(why.kind) || job->attempts >= JOB_ATTEMPTS_MAX;
    if (!outcome.ok && !outcome.stopping)
        log_line(outcome.for_good ? LOG_ERROR : LOG_WARN, "job %s failed%s: %s", job->kind,
                 outcome.for_good ? " for good" : "", why.text);
    if (!outcome.ok && outcome.for_good && failed)
        *failed = why;
    /* Another server that took over an expired lease writes its own outcome; ours then changes nothing. */
    bool written = store_write(services->store, write_outcome, &outcome, error);
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

bool queue_step(Services *services, const JobKind *const *kinds, const char *holder, int64_t now, bool *ran,
                Error *failed, Error *error)
{
    Leasing leasing = { .arena = arena_new(), .holder = holder, .now = now, .lease_ms = longest_lease(kinds) };
    bool ok = step(services, kinds, &leasing, ran, failed, error);
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
    return job_sweep(db, now - DONE_KEPT_MS, now - FAILED_KEPT_MS, error) &&
           idempotency_sweep(db, now - MS_PER_DAY, error);
}

bool queue_sweep(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return store_write(services->store, sweep, &now, error);
}
