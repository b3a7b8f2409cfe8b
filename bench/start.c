/*
 * Fills the database of a workspace with 100,000 accounts × 10 features × 90 days of rollups, as commits would have
 * left them, so that bench/start.bench.mjs can measure a start and bench/today.bench.mjs lists. One feature on one day
 * in eight, one of three people a day.
 *
 *   bench_start sqlite:PATH LAST_DAY PRODUCT FEATURE… [OLDER]
 *
 * OLDER: as many days again, that many days earlier, for questions about days that are not held in memory.
 */
#include "account.sql.h"
#include "base/clock.h"
#include "base/id.h"
#include "change_engine.sql.h"
#include "ingest.sql.h"
#include "usage/event/rollup.h"
#include "usage/event/usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS = 100000, FEATURES = 10, DAYS = 90, PEOPLE = 3, PER_COMMIT = 1000, ODDS = 8 };

static int64_t last_day, older, product, features[FEATURES], next_account;
static size_t rows_made;
static uint64_t seed = 20261122;

static uint32_t roll(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static bool account_make(Db *db, int64_t account, int number, Error *error)
{
    Arena *arena = db_arena(db);
    const char *name = arena_format(arena, "Company %06d", number);
    AccountRow row = { .id = account,
                       .external_id = arena_format(arena, "company-%06d", number),
                       .name = name,
                       .fields = "{}",
                       .created_at = clock_now() };
    return account_insert(db, &row, name, name, false, error);
}

static bool day_make(Arena *arena, int64_t account, int64_t day, int64_t person, RollupPutIn *put)
{
    RollupEntry used[FEATURES], who = { product, person, 0 };
    RollupDay rollup = { .features = used, .people = &who };
    for (int f = 0; f < FEATURES; f++) {
        if (roll(ODDS) != 0)
            continue;
        used[rollup.feature_count] = (RollupEntry) { product, features[f], 1 + roll(20) };
        who.count += used[rollup.feature_count++].count;
    }
    rollup.person_count = rollup.feature_count > 0;
    *put = (RollupPutIn) { account, day, rollup_write(arena, &rollup) };
    return rollup.feature_count > 0;
}

static size_t days_make(Arena *arena, int64_t account, int64_t until, int64_t person, RollupPutIn *puts)
{
    size_t count = 0;
    for (int64_t day = until - DAYS + 1; day <= until; day++)
        count += day_make(arena, account, day, person + roll(PEOPLE), &puts[count]);
    return count;
}

static bool fill_some(Db *db, void *context, Error *error)
{
    int *number = context;
    Arena *arena = db_arena(db);
    RollupPutIn *puts = arena_array(arena, 2 * (size_t)DAYS, sizeof *puts);
    for (int i = 0; i < PER_COMMIT; i++) {
        int64_t account = next_account++, person = id_new();
        size_t count = 0;
        if (!account_make(db, account, (*number)++, error))
            return false;
        if (older)
            count += days_make(arena, account, last_day - older, person, puts);
        count += days_make(arena, account, last_day, person, puts + count);
        if (!rollup_put(db, puts, count, error))
            return false;
        rows_made += count;
    }
    Change change = { next_account - 1, last_day };
    return change_add(db, id_new(), clock_now(), (Bytes) { (const uint8_t *)&change, sizeof change }, error);
}

int main(int count, char **arguments)
{
    StoreOptions options = { 0 };
    Store *store;
    Error error = { 0 };
    int number = 0;
    if (count != 4 + FEATURES && count != 5 + FEATURES)
        return 2;
    older = count > 4 + FEATURES ? strtoll(arguments[4 + FEATURES], NULL, 10) : 0;
    options.url = arguments[1];
    last_day = strtoll(arguments[2], NULL, 10);
    product = strtoll(arguments[3], NULL, 10);
    for (int f = 0; f < FEATURES; f++)
        features[f] = strtoll(arguments[4 + f], NULL, 10);
    next_account = id_new();
    bool ok = store_open(&options, &store, &error);
    while (ok && number < ACCOUNTS)
        ok = store_write(store, fill_some, &number, &error);
    if (!ok) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    store_close(store);
    printf("rows %zu\n", rows_made);
    return 0;
}
