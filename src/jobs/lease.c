/*
 * Leases of named work (schedules, the delivery of facts), who holds them, and how a job's lease is kept up. On SQLite
 * there is one process, so every answer is yes and no row is written. A holder's name begins with a digest of the data
 * directory's secret: the next process of the same directory takes over at once what the last one left.
 *
 * A job's lease is renewed from a thread of its own, three times per lease, so that a long step does not lose it.
 */
#include "jobs/lease.h"

#include "base/id.h"
#include "base/log.h"
#include "base/secret.h"
#include "jobs.sql.h"
#include "jobs_engine.sql.h"

#include <string.h>
#include <time.h>

typedef struct {
    const char *name, *holder;
    Arena *arena;
    bool held;
} Asking;

static bool ask(Db *db, void *context, Error *error)
{
    Asking *asking = context;
    ScheduleTakeRow *row;
    if (!schedule_take(db, asking->arena, asking->name, asking->holder, LEASE_MS, &row, error))
        return false;
    asking->held = row != NULL;
    return true;
}

bool lease_hold(Services *services, Lease *lease, const char *holder, Error *error)
{
    if (store_kind(services->store) == DB_SQLITE)
        return lease->held = true;
    int64_t now = clock_monotonic();
    if (lease->asked_at && now - lease->asked_at < LEASE_MS * 1000 / 3)
        return lease->held;
    Asking asking = { lease->name, holder, arena_new(), false };
    bool ok = store_write(services->store, ask, &asking, error);
    arena_free(asking.arena);
    lease->asked_at = now;
    lease->held = ok && asking.held;
    return lease->held;
}

static bool release(Db *db, void *context, Error *error)
{
    return schedule_release(db, context, error);
}

bool lease_release(Services *services, const char *holder, Error *error)
{
    if (store_kind(services->store) == DB_SQLITE)
        return true;
    return store_write(services->store, release, (void *)(uintptr_t)holder, error);
}

/* ---- who holds ------------------------------------------------------------------------------------------------- */

const char *holder_name(Arena *arena, const Services *services)
{
    static const char PURPOSE[] = "holder";
    enum { NAME = 16 };
    char directory[SECRET_DIGEST] = "none";
    if (services->secret)
        secret_digest(services->secret, PURPOSE, sizeof PURPOSE, "", 0, directory);
    return arena_format(arena, "%.*s/%lld", NAME, directory, (long long)id_new());
}

static bool left_end(Db *db, void *context, Error *error)
{
    return job_leases_left(db, context, error) && schedule_leases_left(db, context, error);
}

bool leases_left_end(Services *services, const char *holder, Error *error)
{
    if (store_kind(services->store) == DB_SQLITE || !services->secret)
        return true;
    Arena *arena = arena_new();
    char *holders = arena_format(arena, "%.*s/%%", (int)strcspn(holder, "/"), holder);
    bool ok = store_write(services->store, left_end, holders, error);
    arena_free(arena);
    return ok;
}

/* ---- while a job is worked on ---------------------------------------------------------------------------------- */

static bool hold(Db *db, void *context, Error *error)
{
    const Holding *holding = context;
    return job_hold(db, holding->job, holding->holder, holding->lease_ms, error);
}

/* Three times per lease, so that one try may fail. False when the work is done. */
static bool holding_wait(Holding *holding)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t nanoseconds = until.tv_nsec + holding->lease_ms / 3 * 1000000;
    until.tv_sec += nanoseconds / 1000000000;
    until.tv_nsec = nanoseconds % 1000000000;
    pthread_mutex_lock(&holding->lock);
    while (!holding->stopping && pthread_cond_timedwait(&holding->wake, &holding->lock, &until) == 0)
        ;
    bool go_on = !holding->stopping;
    pthread_mutex_unlock(&holding->lock);
    return go_on;
}

static void *holding_keep(void *context)
{
    Holding *holding = context;
    while (holding_wait(holding)) {
        Error error = { 0 };
        if (!store_write(holding->store, hold, holding, &error))
            log_line(LOG_WARN, "the lease of job %lld: %s", (long long)holding->job, error.text);
    }
    return NULL;
}

void holding_start(Holding *holding, Store *store, int64_t job, const char *holder, int64_t lease_ms)
{
    *holding = (Holding) { .store = store, .job = job, .holder = holder, .lease_ms = lease_ms };
    if (store_kind(store) == DB_SQLITE) /* one process has the database: no lease ends while it lives */
        return;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&holding->lock, NULL);
    pthread_cond_init(&holding->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    holding->started = pthread_create(&holding->thread, NULL, holding_keep, holding) == 0;
    if (!holding->started)
        log_line(LOG_WARN, "the system gives no thread to keep the lease of job %lld", (long long)job);
}

void holding_stop(Holding *holding)
{
    if (store_kind(holding->store) == DB_SQLITE)
        return;
    if (holding->started) {
        pthread_mutex_lock(&holding->lock);
        holding->stopping = true;
        pthread_cond_signal(&holding->wake);
        pthread_mutex_unlock(&holding->lock);
        pthread_join(holding->thread, NULL);
    }
    pthread_cond_destroy(&holding->wake);
    pthread_mutex_destroy(&holding->lock);
}
