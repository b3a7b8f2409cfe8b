/* What the module holds while the program runs, and what it hears of others: the catalog, persons, accounts, time. */
#include "usage/event/inbox.h"

#include "base/json.h"
#include "house/workspace/workspace.h"
#include "ingest.sql.h"
#include "reading.sql.h"
#include "rebuild.sql.h"
#include "usage/event/forget.h"
#include "usage/event/rebuild.h"

#include <string.h>

/* ---- start ---- */

typedef struct {
    Arena *arena;
    bool lost;
} Loading;

static bool load_work(Db *db, void *context, Error *error)
{
    Loading *loading = context;
    return repeat_load(db, loading->arena, &loading->lost, error);
}

/* A lost run: every message of the last thirty days is read out of the events again, those that wait among them. */
static void refill_body(Bytes body, int64_t since)
{
    EventRecord record;
    for (size_t offset = 0; event_next(body, &offset, &record);)
        if (record.received_at >= since && record.message != 0)
            repeat_add(USAGE.repeat, record.message);
}

static bool refill_chunk(const ChunkEachRow *row, void *context, Error *error)
{
    (void)error;
    refill_body(row->body, *(int64_t *)context);
    return true;
}

static bool refill_waiting(const WaitingEachRow *row, void *context, Error *error)
{
    (void)error;
    refill_body(row->body, *(int64_t *)context);
    return true;
}

static bool refill_work(Db *db, void *context, Error *error)
{
    return chunk_each(db, refill_chunk, context, error) && waiting_each(db, refill_waiting, context, error);
}

static bool repeat_begin(Services *services, Error *error)
{
    Loading loading = { arena_new(), false };
    int64_t since = clock_now() - REPEAT_DAYS * (int64_t)MS_PER_DAY;
    bool ok = repeat_open(services->data, 0, &USAGE.repeat, error) &&
              store_read(services->store, load_work, &loading, error) &&
              (!loading.lost || store_read(services->store, refill_work, &since, error));
    arena_free(loading.arena);
    return ok;
}

/* New rules map old events to other features: all that is made of them is made anew. */
static void names_forget(void *context)
{
    (void)context;
    names_clear(&USAGE.names);
}

static bool catalog_changed(const Writer *writer, bool rules_changed, Error *error)
{
    int64_t job;
    db_after_commit(writer->db, names_forget, NULL);
    return !rules_changed || rebuild_start(writer->db, writer->now, &job, error);
}

const CatalogWatcher USAGE_CATALOG = { .changed = catalog_changed };

void usage_stop(void)
{
    if (USAGE.services != NULL)
        held_end(USAGE.services);
    repeat_close(USAGE.repeat);
    identity_clear(&USAGE.identity);
    names_clear(&USAGE.names);
    first_uses_clear();
    last_seen_clear();
    USAGE = (Usage) { 0 };
}

bool usage_start(Services *services, Error *error)
{
    usage_stop();
    USAGE.services = services;
    USAGE.shared = store_kind(services->store) == DB_POSTGRES;
    if (!repeat_begin(services, error))
        return false;
    if (!fresh_settle(services, error))
        return false;
    return services->engine == NULL || held_load(services, error);
}

/* ---- what the facts of others mean here ---- */

static bool fact_take(struct Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    int64_t job;
    (void)services;
    (void)fact_id;
    if (workspace_zone_moved(fact))
        return rebuild_start(db, clock_now(), &job, error);
    return true;
}

const FactReader USAGE_READERS[] = { { "usage", fact_take }, { 0 } };
const JobKind USAGE_JOBS[] = { { "usage.rebuild", rebuild_run }, { 0 } };

static bool expire_work(Db *db, void *context, Error *error)
{
    return repeat_expire(db, db_arena(db), *(int64_t *)context, error) &&
           change_expire(db, *(int64_t *)context - MS_PER_DAY, error) && rejected_trim(db, error);
}

static bool expire_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    return store_write(services->store, expire_work, &now, error);
}

const Schedule USAGE_SCHEDULES[] = { { "usage.expire", 3600000, expire_run },
                                     { "usage.held", 2000, held_care, .everywhere = true },
                                     { "usage.repeats", 2000, repeat_warm, .everywhere = true },
                                     { "usage.runs", 3600000, repeat_local_expire, .everywhere = true },
                                     { 0 } };
