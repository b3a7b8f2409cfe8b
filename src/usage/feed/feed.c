/*
 * The engine's series: loading them, letting them grow, replacing days, reading the past.
 *
 * In order: some days; the past of accounts; all of it; now and then; start and end.
 */
#include "usage/feed/feed_store.h"

#include "base/clock.h"
#include "base/log.h"
#include "customer/account/account.h"
#include "usage/event/rolled.h"
#include "usage/feed/feed_snapshot.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What was read from all rollups is saved with the first care, whatever comes after it. */
enum { CHANGES_UNSAVED = 1 << 20 };
enum {
    DAYS_AT_ONCE = 1000,
    PAST_AT_ONCE = 256,
    FILED_AT_ONCE = 32,
    FLOOR_STEP = 31,
    MOMENT_NS = 200000,
    TRIES_MAX = 25000
};
static const int64_t PAST_IDLE_US = INT64_C(600000000);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* All under the lock. */
static int64_t grown;  /* the newest change that the engine has heard of, where this is the only server */
static size_t changed; /* changes since the snapshot was written */

static Services *started; /* NULL = not started */
static bool shared;       /* several servers have the database */

bool feed_is_shared(void)
{
    return shared;
}

void held_lock(void)
{
    pthread_mutex_lock(&lock);
}

void held_unlock(void)
{
    pthread_mutex_unlock(&lock);
}

void held_place(int64_t *xact, int64_t *seq)
{
    held_lock();
    *xact = *seq = grown;
    if (shared)
        follow_place(xact, seq);
    held_unlock();
}

/* ---- some days ------------------------------------------------------------------------------------------------- */

typedef struct {
    Engine *engine;
    const Change *changes;
    size_t count;
    Arena *arena;
    Delta *rows;
    size_t row_count, row_room;
} Days;

static int compare_changes(const void *a, const void *b)
{
    const Change *x = a, *y = b;
    if (x->account != y->account)
        return x->account < y->account ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

static bool day_take(int64_t account, int64_t day, const Delta *rows, size_t count, void *context, Error *error)
{
    Days *days = context;
    (void)account;
    (void)day;
    (void)error;
    days->rows = arena_room(days->arena, days->rows, days->row_count, count, &days->row_room, sizeof *days->rows);
    if (count > 0)
        memcpy(days->rows + days->row_count, rows, count * sizeof *rows);
    days->row_count += count;
    return true;
}

/* Those without a rollup have no rows: nothing was done then. */
static bool days_read(Db *db, void *context, Error *error)
{
    Days *days = context;
    int64_t *accounts = arena_array(db_arena(db), days->count, sizeof *accounts);
    int64_t *on = arena_array(db_arena(db), days->count, sizeof *on);
    EngineDay *engine_days = arena_array(db_arena(db), days->count, sizeof *engine_days);
    days->arena = db_arena(db);
    days->rows = NULL;
    days->row_count = days->row_room = 0;
    for (size_t i = 0; i < days->count; i++) {
        accounts[i] = days->changes[i].account;
        on[i] = days->changes[i].day;
        engine_days[i] = (EngineDay) { accounts[i], on[i] };
    }
    if (!rolled_at(db, (Ids) { days->count, accounts }, (Ids) { days->count, on }, day_take, days, error))
        return false;
    engine_days_replace(days->engine, engine_days, days->count, days->rows, days->row_count);
    return true;
}

size_t changes_once(Change *changes, size_t count)
{
    size_t kept = 0;
    qsort(changes, count, sizeof *changes, compare_changes);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_changes(&changes[kept - 1], &changes[i]) != 0)
            changes[kept++] = changes[i];
    return kept;
}

typedef struct {
    Change *changes;
    size_t count;
} Placing;

static bool changes_place(Db *db, void *context, Error *error)
{
    const Placing *placing = context;
    int64_t *accounts = arena_array(db_arena(db), placing->count + 1, sizeof *accounts);
    AccountsWent went;
    for (size_t i = 0; i < placing->count; i++)
        accounts[i] = placing->changes[i].account;
    if (!accounts_went(db, db_arena(db), (Ids) { placing->count, accounts }, &went, error))
        return false;
    for (size_t i = 0; went.count && i < placing->count; i++)
        placing->changes[i].account = account_where(&went, accounts[i]);
    return true;
}

bool held_changes(Services *services, Change *changes, size_t *count, Error *error)
{
    *count = *count ? changes_once(changes, *count) : 0;
    if (*count && !store_read_aside(services->store, changes_place, &(Placing) { changes, *count }, error))
        return false;
    *count = *count ? changes_once(changes, *count) : 0;
    return true;
}

/* The log may name accounts that were merged since: their days are those of the account that is there. */
bool held_days(Services *services, Change *changes, size_t *count, Error *error)
{
    if (!held_changes(services, changes, count, error))
        return false;
    changed += *count;
    for (size_t i = 0; i < *count; i += DAYS_AT_ONCE) {
        Days days = { .engine = services->engine,
                      .changes = changes + i,
                      .count = *count - i < DAYS_AT_ONCE ? *count - i : DAYS_AT_ONCE };
        if (!store_read_aside(services->store, days_read, &days, error))
            return false;
    }
    return true;
}

void held_grow(Services *services, const Delta *deltas, size_t count, int64_t seq)
{
    held_lock();
    engine_apply(services->engine, deltas, count);
    if (seq > grown)
        grown = seq;
    changed += count;
    held_unlock();
}

/* ---- the past of accounts -------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    Ids accounts;
    int64_t until;
    PastAs as;
    Arena *arena;
    Delta *rows;
    size_t count, capacity;
    int64_t seen; /* the newest change in the log */
} Past;

static bool past_take(int64_t account, int64_t day, const Delta *rows, size_t count, void *context, Error *error)
{
    Past *past = context;
    (void)account;
    (void)day;
    (void)error;
    past->rows = arena_room(past->arena, past->rows, past->count, count, &past->capacity, sizeof *past->rows);
    if (count > 0)
        memcpy(past->rows + past->count, rows, count * sizeof *rows);
    past->count += count;
    return true;
}

static bool past_read(Db *db, void *context, Error *error)
{
    Past *past = context;
    ChangeHorizonRow *log;
    if (!change_horizon(db, db_arena(db), &log, error))
        return false;
    past->seen = log->xact;
    return rolled_before(db, past->accounts, past->until, past_take, past, error);
}

/* *heard = false: a commit is done of which the engine will hear in a moment. */
static bool past_try(Past *past, bool *heard, Error *error)
{
    Services *services = past->services;
    held_lock();
    bool ok = store_read_aside(services->store, past_read, past, error);
    *heard = ok && (shared || past->seen <= grown);
    if (*heard)
        engine_past_replace(services->engine, past->accounts, past->until, past->as, past->rows, past->count);
    held_unlock();
    return ok;
}

static bool past_some(Services *services, Ids accounts, int64_t until, PastAs as, Error *error)
{
    const struct timespec moment = { 0, MOMENT_NS };
    bool ok = true, heard = false;
    for (int tries = 0; ok && !heard; tries++) {
        Past past = { .services = services, .accounts = accounts, .until = until, .as = as, .arena = arena_new() };
        ok = past_try(&past, &heard, error);
        arena_free(past.arena);
        if (ok && !heard && tries == TRIES_MAX)
            return fail(error, ERROR_BUSY, NULL, "too many commits to read older days; try again");
        if (ok && !heard)
            nanosleep(&moment, NULL);
    }
    return ok;
}

static int by_shelf(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    int first = rolled_shelf(x), second = rolled_shelf(y);
    return first != second ? first - second : x < y ? -1 : x > y;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* In steps: commits go on between them, and hardly feel them where nobody waits for what is read. Accounts that lie
 * together go together. */
static bool past_of(Services *services, Arena *arena, Ids accounts, int64_t until, PastAs as, Error *error)
{
    int64_t *ids = arena_array(arena, accounts.count + 1, sizeof *ids);
    if (accounts.count > 0)
        memcpy(ids, accounts.items, accounts.count * sizeof *ids);
    qsort(ids, accounts.count, sizeof *ids, by_shelf);
    size_t step = as == PAST_FILED ? FILED_AT_ONCE : PAST_AT_ONCE;
    for (size_t i = 0; i < accounts.count; i += step) {
        size_t left = accounts.count - i;
        Ids some = { left < step ? left : step, ids + i };
        qsort(ids + i, some.count, sizeof *ids, by_id);
        if (as == PAST_FILED && atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "the server stops");
        if (!past_some(services, some, until, as, error))
            return false;
        if (as == PAST_FILED) /* a mutex is not fair: a commit that waits for it goes first */
            nanosleep(&(struct timespec) { 0, MOMENT_NS }, NULL);
    }
    return true;
}

static bool past_load(void *context, Ids only, int64_t until, PastAs as, Error *error)
{
    Services *services = context;
    Arena *arena = arena_new();
    Ids accounts = only;
    if (only.count == 0) {
        const EngineView *view = engine_view(services->engine);
        accounts = view_account_ids(view, arena);
        engine_view_close(view);
    }
    bool ok = past_of(services, arena, accounts, until, as, error);
    arena_free(arena);
    return ok;
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

static bool load_take(int64_t account, int64_t day, const Delta *rows, size_t count, void *context, Error *error)
{
    (void)account;
    (void)day;
    (void)error;
    for (size_t i = 0; i < count; i++)
        engine_load_add(context, &rows[i]);
    return true;
}

static bool horizon_work(Db *db, void *context, Error *error)
{
    ChangeHorizonRow *log;
    if (!change_horizon(db, db_arena(db), &log, error))
        return false;
    *(int64_t *)context = log->xact;
    return true;
}

static bool load_work(Db *db, void *context, Error *error)
{
    Engine *engine = context;
    int64_t newest;
    if (!rolled_newest(db, &newest, error) || !horizon_work(db, &grown, error))
        return false;
    if (newest != INT64_MIN)
        engine_floor_set(engine, newest - ENGINE_DAYS + 1);
    EngineLoad *load = engine_load_open(engine);
    bool ok = rolled_all(db, load_take, load, error);
    engine_load_close(load);
    return ok;
}

/* When nothing is fresh: from the snapshot and the log, else from all rollups. */
static bool held_load(Services *services, Error *error)
{
    bool mapped;
    engine_past_register(services->engine, (EnginePast) { past_load, services });
    if (!saved_load(services, &mapped, error))
        return false;
    if (mapped)
        return store_read_aside(services->store, horizon_work, &grown, error);
    changed = CHANGES_UNSAVED;
    return (!shared || follow_begin(services, error)) &&
           store_read_aside(services->store, load_work, services->engine, error);
}

static void held_save(Services *services)
{
    Error why = { 0 };
    held_lock();
    size_t saving = changed;
    held_unlock();
    if (!saved_write(services, &why))
        log_line(LOG_WARN, "cannot write the engine's snapshot: %s", why.text);
    held_lock();
    changed -= saving < changed ? saving : changed;
    held_unlock();
}

/* The snapshot, if anything has changed since it was written. */
static void held_end(Services *services)
{
    if (services->engine != NULL && services->data != NULL && changed > 0)
        held_save(services);
}

/* ---- now and then ---------------------------------------------------------------------------------------------- */

static bool held_mend(Services *services, Arena *arena, Error *error)
{
    Ids torn = engine_torn(services->engine, arena);
    if (past_of(services, arena, torn, engine_floor(services->engine), PAST_ENDS, error))
        return true;
    engine_tear(services->engine, torn);
    return false;
}

/* Every few seconds: the days that are held move on, old ones that nobody asks for are let go. */
static bool held_care(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)now;
    if (services->engine == NULL)
        return true;
    int64_t newest = engine_newest(services->engine);
    if (newest != INT64_MIN && newest - ENGINE_DAYS + 1 >= engine_floor(services->engine) + FLOOR_STEP)
        engine_floor_set(services->engine, newest - ENGINE_DAYS + 1);
    engine_past_release(services->engine, PAST_IDLE_US);
    if (!held_mend(services, arena, error))
        return false;
    held_lock();
    bool due = saved_is_due(changed, clock_monotonic());
    held_unlock();
    if (due)
        held_save(services);
    saved_older(services, arena); /* takes long */
    return true;
}

static bool expire_work(Db *db, void *context, Error *error)
{
    return change_expire(db, *(int64_t *)context - MS_PER_DAY, error);
}

static bool log_expire(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return store_write(services->store, expire_work, &now, error);
}

const Schedule FEED_SCHEDULES[] = { { "feed.care", 2000, held_care, .everywhere = true },
                                    { "feed.expire", 3600000, log_expire },
                                    { 0 } };

/* ---- start and end --------------------------------------------------------------------------------------------- */

void feed_stop(void)
{
    if (started)
        held_end(started);
    started = NULL;
}

/* event has filed everything by now. */
bool feed_start(Services *services, Error *error)
{
    feed_stop();
    started = services;
    shared = store_kind(services->store) == DB_POSTGRES;
    return !services->engine || (held_load(services, error) && held_gauges_load(services, error));
}
