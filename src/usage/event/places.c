/*
 * From rollups to chunks: rollups are of local days, chunks of UTC days. Days are added newest first, so a place that
 * is listed already is recognized by the last one alone. A visit goes backwards, oldest day first, and holds the chunks
 * of one day at a time.
 */
#include "usage/event/places.h"

#include "forget.sql.h"
#include "usage/event/inbox.h"

void place_add(Places *places, int64_t account, int64_t first_day, int64_t last_day)
{
    for (int64_t day = last_day; day >= first_day; day--) {
        const Change *last = places->count > 0 ? &places->items[places->count - 1] : NULL;
        if (last != NULL && last->account == account && last->day <= day)
            continue;
        places->items =
            arena_room(places->arena, places->items, places->count, 1, &places->capacity, sizeof *places->items);
        places->items[places->count++] = (Change) { account, day };
    }
}

static bool is_there(const RollupDay *rollup, int64_t contact)
{
    for (size_t i = 0; i < rollup->person_count; i++)
        if (rollup->people[i].key == contact)
            return true;
    return contact == 0;
}

/* In whatever zone a rollup was counted, which may not be today's, a local day touches at most three days of UTC. */
bool place_days(Places *places, Db *db, int64_t account, int64_t from, int64_t before, Error *error)
{
    Arena *scratch = arena_new();
    AccountDay *days;
    bool ok = true;
    for (size_t count = 1; ok && count > 0;) {
        arena_reset(scratch);
        ok = account_days_read(db, scratch, account, from, before, &days, &count, error);
        for (size_t i = 0; ok && i < count; i++) {
            before = days[i].day;
            if (is_there(&days[i].rollup, places->contact))
                place_add(places, account, before - 1, before + 1);
        }
    }
    arena_free(scratch);
    return ok;
}

static bool account_take(const PersonPlacesRow *row, void *context, Error *error)
{
    (void)error;
    ids_add(context, row->account_id);
    return true;
}

bool places_find(Db *db, Arena *arena, int64_t contact, Places *places, Error *error)
{
    IdList accounts = { .arena = arena };
    *places = (Places) { .arena = arena, .contact = contact };
    if (!person_places(db, contact, account_take, &accounts, error) || !fresh_accounts(db, contact, &accounts, error))
        return false;
    for (size_t i = 0; i < accounts.count; i++)
        if (!place_days(places, db, accounts.items[i], INT32_MIN, INT32_MAX, error))
            return false;
    return true;
}

bool places_visit(Db *db, const Places *places, PlaceVisit visit, void *context, Error *error)
{
    Arena *scratch = arena_new();
    bool ok = true;
    for (size_t i = places->count; ok && i-- > 0;) {
        Chunks chunks = { .arena = scratch };
        ok = chunks_read(db, places->items[i].day, places->items[i].account, &chunks, error);
        for (size_t n = 0; ok && n < chunks.count; n++)
            ok = visit(&chunks.items[n], &places->items[i], scratch, context, error);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return ok;
}
