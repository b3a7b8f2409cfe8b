/*
 * First uses: the day on which an account used a feature for the first time, and the fact that tells of it. A row only
 * moves back to earlier days; the fact is written once, when the row is new. On SQLite what was found is remembered
 * (USAGE.firsts), so most uses need no question; on PostgreSQL one question serves a whole commit.
 */
#include "usage/event/event_store.h"

#include "ingest.sql.h"
#include "jobs/fact.h"
#include "rolled_engine.sql.h"

#include <stdlib.h>

enum { FIRSTS_MAX = 200000 };

static const Field USAGE_FIRST_FIELDS[] = { SHAPE_FIELD(UsageFirst, feature_id, FIELD_ID), { 0 } };
const Shape USAGE_FIRST = { "UsageFirst", sizeof(UsageFirst), USAGE_FIRST_FIELDS };

/* Told of the account that is there, unless it used the feature before: by itself, or as another that went into it. */
static bool first_use_tell(Flush *flush, int64_t filed, int64_t feature, int64_t day, Error *error)
{
    int64_t account;
    FirstUsePartsRow *used;
    if (!account_now(flush->writer.db, flush->writer.arena, filed, &account, error) ||
        !first_use_parts(flush->writer.db, flush->writer.arena, account, feature, filed, &used, error))
        return false;
    if (used->parts)
        return true;
    int64_t midnight = zone_midnight(atomic_load(&flush->writer.services->zone), day);
    Fact fact = { .kind = "usage.first",
                  .account_id = account,
                  .actor = "system",
                  .subject = arena_format(flush->writer.arena, "feature:%lld", (long long)feature),
                  .body = &(UsageFirst) { feature },
                  .at =
                      midnight > flush->writer.now ? flush->writer.now : midnight }; /* backfilled: when it happened */
    return fact_write(flush->writer.db, &fact, NULL, error);
}

bool first_use_mark(Flush *flush, int64_t account, int64_t feature, int64_t day, Error *error)
{
    FirstUseFindRow *row;
    if (!first_use_find(flush->writer.db, flush->writer.arena, account, feature, &row, error))
        return false;
    if (row != NULL && row->day <= day)
        return true;
    return first_use_put(flush->writer.db, account, feature, day, error) &&
           (row != NULL || first_use_tell(flush, account, feature, day, error));
}

/* ---- many at once, where a question costs a journey to the server ---- */

void first_uses_add(FirstUses *firsts, int64_t account, int64_t feature, int64_t day)
{
    firsts->items =
        arena_room(firsts->arena, firsts->items, firsts->count, 1, &firsts->capacity, sizeof *firsts->items);
    firsts->items[firsts->count++] = (FirstUse) { account, feature, day, INT64_MAX };
}

static int compare_uses(const void *left, const void *right)
{
    const FirstUse *a = left, *b = right;
    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    if (a->feature != b->feature)
        return a->feature < b->feature ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

/* The earliest day of each. */
static void uses_once(FirstUses *firsts)
{
    size_t n = 0;
    if (firsts->count > 0)
        qsort(firsts->items, firsts->count, sizeof *firsts->items, compare_uses);
    for (size_t i = 0; i < firsts->count; i++) {
        const FirstUse *last = n > 0 ? &firsts->items[n - 1] : NULL;
        if (last == NULL || last->account != firsts->items[i].account || last->feature != firsts->items[i].feature)
            firsts->items[n++] = firsts->items[i];
    }
    firsts->count = n;
}

/* Rows come in the order of the question. */
static bool known_take(const FirstUseEachOfRow *row, void *context, Error *error)
{
    FirstUses *firsts = context;
    (void)error;
    while (firsts->at < firsts->count && (firsts->items[firsts->at].account != row->account_id ||
                                          firsts->items[firsts->at].feature != row->feature_id))
        firsts->at++;
    if (firsts->at < firsts->count)
        firsts->items[firsts->at].known = row->day;
    return true;
}

static bool uses_ask(Flush *flush, FirstUses *firsts, Error *error)
{
    int64_t *accounts = arena_array(firsts->arena, firsts->count + 1, sizeof *accounts);
    int64_t *features = arena_array(firsts->arena, firsts->count + 1, sizeof *features);
    for (size_t i = 0; i < firsts->count; i++) {
        accounts[i] = firsts->items[i].account;
        features[i] = firsts->items[i].feature;
    }
    return first_use_each_of(flush->writer.db, (Ids) { firsts->count, accounts }, (Ids) { firsts->count, features },
                             known_take, firsts, error);
}

bool first_uses_mark_all(Flush *flush, FirstUses *firsts, Error *error)
{
    uses_once(firsts);
    if (firsts->count > 0 && !uses_ask(flush, firsts, error))
        return false;
    for (size_t i = 0; i < firsts->count; i++) {
        const FirstUse *use = &firsts->items[i];
        if (use->known <= use->day)
            continue;
        if (!first_use_put(flush->writer.db, use->account, use->feature, use->day, error))
            return false;
        if (use->known == INT64_MAX && !first_use_tell(flush, use->account, use->feature, use->day, error))
            return false;
    }
    return true;
}

/* ---- one after another, remembering ---- */

static IdKey first_key(int64_t account, int64_t feature)
{
    return (IdKey) { idmap_id_key(account).low ^ (uint64_t)feature, (uint64_t)account };
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
