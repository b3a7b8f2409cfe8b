/* All filed events once, for what nothing keeps a count of. */
#include "ingest.sql.h"
#include "rebuild.sql.h"
#include "usage/event/event_store.h"
#include "usage/event/inbox.h"

typedef struct {
    const Services *services;
    EventSee see;
    void *context;
    AccountsWent went;
} Walk;

static bool chunk_see(const ChunkEachRow *row, void *context, Error *error)
{
    const Walk *walk = context;
    EventRecord record;
    if (atomic_load(&walk->services->stopping))
        return fail(error, ERROR_BUSY, NULL, "the server is stopping");
    for (size_t offset = 0; event_next(row->body, &offset, &record);)
        if (track_type_counts(record.type))
            walk->see(account_where(&walk->went, row->account_id), &record, walk->context);
    return true;
}

static bool walk_work(Db *db, void *context, Error *error)
{
    Walk *walk = context;
    return accounts_went_all(db, db_arena(db), &walk->went, error) && chunk_each(db, chunk_see, context, error);
}

bool events_walk(Services *services, EventSee see, void *context, Error *error)
{
    Walk walk = { .services = services, .see = see, .context = context };
    return fresh_settle(services, error) && store_read(services->store, walk_work, &walk, error);
}
