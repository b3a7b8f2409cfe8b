/*
 * The demo's currency rates, for each fiscal year in which it has contracts, so that its companies abroad count in the
 * workspace's currency and are ranked by money. Only pairs with that currency are stored.
 */
#include "app/demo/world.h"
#include "house/workspace/fiscal.h"
#include "house/workspace/workspace.h"
#include "revenue/rate/rate.h"

#include <string.h>

/* Round figures, not those of any day. */
static const struct {
    const char *from, *to, *rate;
} RATES[] = {
    { "USD", "JPY", "150" },  { "GBP", "JPY", "190.5" }, { "EUR", "JPY", "162" },
    { "GBP", "USD", "1.27" }, { "EUR", "USD", "1.08" },  { "GBP", "EUR", "1.18" },
};

static bool year_make(const Writer *writer, const Workspace *workspace, int64_t year, Error *error)
{
    for (size_t i = 0; i < sizeof RATES / sizeof *RATES; i++) {
        RateGiven given = { .fiscal_year = year, .from = RATES[i].from, .to = RATES[i].to, .demo = true };
        Upsert outcome;
        if (strcmp(given.from, workspace->currency) != 0 && strcmp(given.to, workspace->currency) != 0)
            continue;
        if (!exact_parse(writer->arena, RATES[i].rate, &given.rate) || !rate_upsert(writer, &given, &outcome, error))
            return false;
    }
    return true;
}

static bool rates_work(Db *db, void *context, Error *error)
{
    World *world = context;
    Writer writer = {
        .services = world->services, .db = db, .arena = db_arena(db), .actor = "system", .now = world->now
    };
    Workspace *workspace;
    if (!workspace_get(db, writer.arena, &workspace, error))
        return false;
    int64_t last = fiscal_year_of(world->today, workspace->fiscal_month);
    for (int64_t year = fiscal_year_of(world->first_day, workspace->fiscal_month); year <= last; year++)
        if (!year_make(&writer, workspace, year, error))
            return false;
    return true;
}

bool rates_make(World *world, Error *error)
{
    return store_write(world->services->store, rates_work, world, error);
}
