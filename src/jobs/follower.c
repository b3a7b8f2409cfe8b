/*
 * Follows the facts in commit order, at most one batch at a time (`place.lock`), so that no older state overwrites a
 * newer one. The place is kept in memory only: a process begins at the horizon of its start, before its modules read
 * their tables, and so misses nothing. On SQLite all commits are this process's own; there the logs and the notices to
 * browsers are left out, as the commit itself took care of them.
 *
 * In order: the place, one batch. Called by the thread that delivers facts, and by those who must be up to date before
 * they judge (facts_caught_up).
 */
#include "jobs/follower.h"

#include "base/log.h"
#include "jobs/notify.h"
#include "jobs/reader.h"

#include <pthread.h>

enum { BATCH_MOST = 500 };

/* One batch at a time, so that an older state never follows a newer one. */
static struct {
    pthread_mutex_t lock;
    Services *services; /* NULL = nobody follows */
    const JobsOptions *options;
    bool begun;
    int64_t xact, fact_id; /* followed up to here */
} place = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- the place ------------------------------------------------------------------------------------------------ */

static bool horizon_read(Db *db, void *context, Error *error)
{
    FactHorizonRow *row;
    (void)context;
    if (!fact_horizon(db, db_arena(db), &row, error))
        return false;
    place.xact = row->xact;
    place.fact_id = INT64_MAX;
    return true;
}

/* Under the lock. */
static bool begin(Services *services, Error *error)
{
    place.begun = store_read(services->store, horizon_read, NULL, error);
    return place.begun;
}

bool facts_begin(Services *services, Error *error)
{
    pthread_mutex_lock(&place.lock);
    bool ok = begin(services, error);
    pthread_mutex_unlock(&place.lock);
    return ok;
}

bool follower_open(Services *services, const JobsOptions *options, Error *error)
{
    pthread_mutex_lock(&place.lock);
    bool ok = place.begun || begin(services, error);
    if (ok) {
        place.services = services;
        place.options = options;
    }
    pthread_mutex_unlock(&place.lock);
    return ok;
}

void follower_close(void)
{
    pthread_mutex_lock(&place.lock);
    place.services = NULL;
    place.begun = false;
    pthread_mutex_unlock(&place.lock);
}

/* ---- one batch ------------------------------------------------------------------------------------------------ */

typedef struct {
    Arena *arena;
    FactsAfterRow *rows;
    Fact *facts;
    size_t count;
} Batch;

static bool batch_read(Db *db, void *context, Error *error)
{
    Batch *batch = context;
    if (!facts_after(db, batch->arena, place.xact, place.fact_id, BATCH_MOST, &batch->rows, &batch->count, error))
        return false;
    batch->facts = arena_array(batch->arena, batch->count + 1, sizeof *batch->facts);
    for (size_t i = 0; i < batch->count; i++)
        batch->facts[i] = fact_of_row(&batch->rows[i]);
    return true;
}

/* Waits for a database that is away. Any other failure would repeat for ever, so it is logged and skipped. */
static bool goes_on(const char *who, const Error *why, Error *error)
{
    if (why->kind != ERROR_BUSY && why->kind != ERROR_FULL) {
        log_line(LOG_ERROR, "following %s: %s", who, why->text);
        return true;
    }
    *error = *why;
    return false;
}

static bool logs_follow(Error *error)
{
    for (const Follower *const *table = place.options->followers; table && *table; table++)
        for (const Follower *follower = *table; follower->name; follower++) {
            Error why = { 0 };
            if (!follower->run(place.services, &why) && !goes_on(follower->name, &why, error))
                return false;
        }
    return true;
}

static bool facts_follow(const Batch *batch, bool shared, Error *error)
{
    for (const FactFollower *const *table = place.options->fact_followers; table && *table; table++)
        for (const FactFollower *follower = *table; follower->name; follower++) {
            Error why = { 0 };
            if (shared || !follower->only_shared)
                if (!follower->follow(place.services, batch->facts, batch->count, &why) &&
                    !goes_on(follower->name, &why, error))
                    return false;
        }
    return true;
}

/* Facts are read first and told last: what the logs say of the same commits is in memory by then. Logs come after the
 * facts, since they speak of accounts that a fact has made. */
static bool batch_take(Batch *batch, Error *error)
{
    bool shared = store_kind(place.services->store) == DB_POSTGRES;
    if (!store_read(place.services->store, batch_read, batch, error))
        return false;
    if ((batch->count && !facts_follow(batch, shared, error)) || (shared && !logs_follow(error)))
        return false;
    for (size_t i = 0; shared && i < batch->count; i++)
        notify_others(place.services, batch->arena, batch->rows[i].id, &batch->facts[i]);
    if (batch->count) {
        place.xact = batch->rows[batch->count - 1].xact;
        place.fact_id = batch->rows[batch->count - 1].id;
    }
    return true;
}

bool follower_run(Error *error)
{
    Batch batch = { .arena = arena_new(), .count = BATCH_MOST };
    bool ok = true;
    pthread_mutex_lock(&place.lock);
    while (ok && place.services && batch.count == BATCH_MOST) {
        arena_reset(batch.arena);
        ok = batch_take(&batch, error);
    }
    pthread_mutex_unlock(&place.lock);
    arena_free(batch.arena);
    return ok;
}

bool facts_caught_up(Services *services, Error *error)
{
    return store_kind(services->store) != DB_POSTGRES || follower_run(error);
}
