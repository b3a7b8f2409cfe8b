/* One server scores and tells; the engines of the others take from the table what it told. */
#include "success/health/tell.h"

#include "health_engine.sql.h"

#include <string.h>

static struct {
    int64_t xact, account; /* followed up to here; only the thread that follows moves it */
} place;

static bool horizon_read(Db *db, void *context, Error *error)
{
    HealthNowHorizonRow *row;
    (void)context;
    if (!health_now_horizon(db, db_arena(db), &row, error))
        return false;
    place.xact = row->xact;
    place.account = INT64_MAX;
    return true;
}

bool told_begin(Services *services, Error *error)
{
    return store_read(services->store, horizon_read, NULL, error);
}

typedef struct {
    Arena *arena;
    HealthNowAfterRow *rows;
    size_t count;
} Told;

static bool told_read(Db *db, void *context, Error *error)
{
    Told *told = context;
    return health_now_after(db, told->arena, place.xact, place.account, &told->rows, &told->count, error);
}

/* An account that the engine does not know yet was made after the facts were followed: it is waited for, since what is
 * said of an unknown one is not kept. */
static size_t known_accounts(Services *services, const Told *told)
{
    const EngineView *view = engine_view(services->engine);
    size_t count = 0;
    while (count < told->count && view_has(view, told->rows[count].account_id))
        count++;
    engine_view_close(view);
    return count;
}

static void told_take(Services *services, const Told *told)
{
    EngineSet *sets = arena_array(told->arena, told->count * HEALTH_COLUMN_COUNT + 1, sizeof *sets);
    size_t count = 0;
    for (size_t i = 0; i < told->count; i++) {
        const HealthNowAfterRow *row = &told->rows[i];
        HealthNowRow now = {
            row->account_id, row->band, row->points, row->coverage, row->previous_band, row->band_since
        };
        count += columns_of(services->engine, &now, sets + count);
        place.xact = row->xact;
        place.account = row->account_id;
    }
    engine_update(services->engine, sets, count);
}

static bool told_follow(Services *services, Error *error)
{
    Told told = { .arena = arena_new(), .count = 1 };
    bool ok = true;
    while (ok && told.count) {
        arena_reset(told.arena);
        ok = store_read(services->store, told_read, &told, error);
        if (!ok)
            break;
        told.count = known_accounts(services, &told);
        told_take(services, &told);
    }
    arena_free(told.arena);
    return ok;
}

const Follower HEALTH_FOLLOWERS[] = { { "health", told_follow }, { 0 } };
