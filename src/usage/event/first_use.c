/* First uses: the day on which an account used a feature for the first time, and the fact that tells of it. */
#include "usage/event/event_commit.h"

#include "ingest.sql.h"
#include "jobs/fact.h"

enum { FIRSTS_MAX = 200000 };

bool first_use_mark(Flush *flush, int64_t account, int64_t feature, int64_t day, Error *error)
{
    int64_t midnight = zone_midnight(atomic_load(&flush->writer.services->zone), day);
    FirstUseFindRow *row;
    int64_t id;
    if (!first_use_find(flush->writer.db, flush->writer.arena, account, feature, &row, error))
        return false;
    if (row != NULL && row->day <= day)
        return true;
    if (!first_use_put(flush->writer.db, account, feature, day, error))
        return false;
    if (row != NULL)
        return true;
    Fact fact = { .kind = "usage.first",
                  .account_id = account,
                  .actor = "system",
                  .subject = arena_format(flush->writer.arena, "feature:%lld", (long long)feature),
                  .body = arena_format(flush->writer.arena, "{\"feature_id\":%lld}", (long long)feature),
                  .at =
                      midnight > flush->writer.now ? flush->writer.now : midnight }; /* backfilled: when it happened */
    return fact_write(flush->writer.db, &fact, &id, error);
}

static IdKey first_key(int64_t account, int64_t feature)
{
    return (IdKey) { (uint64_t)account * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)feature, (uint64_t)account };
}

/* Most uses are of what was used before: those are known without asking the database. */
static bool known_or_mark(Flush *flush, const Delta *delta, Error *error)
{
    IdKey key = first_key(delta->account, delta->key);
    int64_t day;
    if (idmap_find(&USAGE.firsts, key, &day) && day <= delta->day)
        return true;
    if (!first_use_mark(flush, delta->account, delta->key, delta->day, error))
        return false;
    if (USAGE.firsts.count >= FIRSTS_MAX)
        idmap_clear(&USAGE.firsts);
    idmap_put(&USAGE.firsts, key, delta->day);
    return true;
}

bool first_uses_mark(Flush *flush, const Delta *deltas, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i++)
        if (deltas[i].kind == SERIES_FEATURE && deltas[i].key != 0 && !known_or_mark(flush, &deltas[i], error))
            return false;
    return true;
}

void first_uses_clear(void)
{
    idmap_clear(&USAGE.firsts);
}
