/*
 * The engine's gauges: loaded at a start, and read again, day by day, after each commit that changed some, of this
 * server or another. A day is always replaced by what the database holds, under the lock that is held from before the
 * reading, so what is read later is newer.
 */
#include "usage/feed/feed_store.h"

#include "usage/event/gauged.h"

#include <string.h>

enum { DAYS_AT_ONCE = 1000 };

typedef struct {
    Engine *engine;
    Arena *arena;
    EngineDay *days;
    size_t day_count, day_room;
    GaugeDay *rows;
    size_t count, room;
} Gauging;

static bool row_take(const GaugeDay *row, void *context, Error *error)
{
    Gauging *gauging = context;
    (void)error;
    gauging->rows = arena_room(gauging->arena, gauging->rows, gauging->count, 1, &gauging->room, sizeof *row);
    gauging->rows[gauging->count++] = *row;
    return true;
}

/* ---- some days ------------------------------------------------------------------------------------------------- */

typedef struct {
    Engine *engine;
    const Change *changes;
    size_t count;
} Days;

static bool days_read(Db *db, void *context, Error *error)
{
    const Days *days = context;
    Gauging gauging = { .engine = days->engine, .arena = db_arena(db) };
    int64_t *accounts = arena_array(gauging.arena, days->count, sizeof *accounts);
    int64_t *on = arena_array(gauging.arena, days->count, sizeof *on);
    gauging.days = arena_array(gauging.arena, days->count, sizeof *gauging.days);
    for (size_t i = 0; i < days->count; i++) {
        accounts[i] = days->changes[i].account;
        on[i] = days->changes[i].day;
        gauging.days[i] = (EngineDay) { accounts[i], on[i] };
    }
    if (!gauged_at(db, (Ids) { days->count, accounts }, (Ids) { days->count, on }, row_take, &gauging, error))
        return false;
    engine_gauges_replace(days->engine, gauging.days, days->count, gauging.rows, gauging.count);
    return true;
}

bool held_gauges(Services *services, const Change *changes, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i += DAYS_AT_ONCE) {
        Days days = { services->engine, changes + i, count - i < DAYS_AT_ONCE ? count - i : DAYS_AT_ONCE };
        if (!store_read_aside(services->store, days_read, &days, error))
            return false;
    }
    return true;
}

void held_gauges_own(Services *services, const EventCommit *commit)
{
    Change *changes = arena_array(commit->arena, commit->gauged_count, sizeof *changes);
    Error ignored = { 0 };
    memcpy(changes, commit->gauged, commit->gauged_count * sizeof *changes);
    size_t count = changes_once(changes, commit->gauged_count);
    held_lock();
    if (held_changes(services, changes, &count, &ignored))
        held_gauges(services, changes, count, &ignored);
    held_unlock();
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

static void rows_flush(Gauging *gauging)
{
    engine_gauges_replace(gauging->engine, gauging->days, gauging->day_count, gauging->rows, gauging->count);
    arena_reset(gauging->arena);
    *gauging = (Gauging) { .engine = gauging->engine, .arena = gauging->arena };
}

static bool load_take(const GaugeDay *row, void *context, Error *error)
{
    Gauging *gauging = context;
    const EngineDay *last = gauging->day_count ? &gauging->days[gauging->day_count - 1] : NULL;
    if (!last || last->account != row->account || last->day != row->day) {
        if (gauging->day_count == DAYS_AT_ONCE)
            rows_flush(gauging);
        gauging->days =
            arena_room(gauging->arena, gauging->days, gauging->day_count, 1, &gauging->day_room, sizeof *gauging->days);
        gauging->days[gauging->day_count++] = (EngineDay) { row->account, row->day };
    }
    return row_take(row, gauging, error);
}

static bool load_work(Db *db, void *context, Error *error)
{
    Gauging gauging = { .engine = context, .arena = arena_new() };
    bool ok = gauged_all(db, load_take, &gauging, error);
    if (ok)
        rows_flush(&gauging);
    arena_free(gauging.arena);
    return ok;
}

bool held_gauges_load(Services *services, Error *error)
{
    engine_gauges_clear(services->engine);
    return store_read_aside(services->store, load_work, services->engine, error);
}
