#include "jobs/lease.h"

#include "jobs.sql.h"
#include "jobs_engine.sql.h"

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
