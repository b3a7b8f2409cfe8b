/*
 * Use over 18 months, taken in through usage_take, the same way as calls of the tracking API: one company per
 * transaction, its events day by day. The number of events follows demo_busy on average; which person does what is
 * decided by demo_chance, so a second run gives the same events.
 */
#include "app/demo/world.h"
#include "usage/event/usage.h"

#include <string.h>

/* Use of 18 months: one company per transaction, its events in order of time. */

enum { EVENTS_MAX = 60000 };

typedef struct {
    World *world;
    int company;
    DemoLife life;
    TrackEvent *events;
    size_t count;
} Making;

static const char PROPERTIES[] = "{\"source\":\"demo\"}";

static void event_add(Making *making, Arena *arena, int day, int person, const char *name, double share)
{
    if (making->count == EVENTS_MAX)
        return;
    making->events[making->count++] = (TrackEvent) { .type = TRACK_TRACK,
                                                     .type_name = "track",
                                                     .user_id = demo_user_id(arena, making->company, person),
                                                     .context_group = demo_external_id(arena, making->company),
                                                     .name = name,
                                                     .properties = { PROPERTIES, sizeof PROPERTIES - 1 },
                                                     .at = demo_instant(making->world, day, share) };
}

/* Each person uses a feature once, twice or not at all, so that the sum follows how busy the company is. */
static void feature_day(Making *making, Arena *arena, int day, int product, int feature, double busy)
{
    const DemoLife *life = &making->life;
    double expected = busy * life->rate;
    /* In a fading company people stop first; those who stay do less later. */
    int people = (int)(life->people * (busy < 1 ? 0.25 + 0.75 * busy : 1) + 0.5);
    for (int p = 0; p < people; p++) {
        uint64_t place = (uint64_t)(((day * DEMO_PRODUCTS + product) * DEMO_FEATURES + feature) * 64 + p);
        double chance = demo_chance((uint64_t)making->company, 9, place);
        for (int n = 0; chance < expected - n && n < 3; n++)
            event_add(making, arena, day, p, DEMO_CATALOG[product].features[feature][1],
                      demo_chance((uint64_t)making->company, 10 + (uint64_t)n, place));
    }
}

static void days_make(Making *making, Arena *arena)
{
    for (int day = making->life.begins; day < DEMO_DAYS && day < making->life.leaves; day++) {
        int weekday = (int)((demo_day(making->world, day) + 4) % 7); /* 1970-01-01 was a Thursday */
        for (int p = 0; p < making->life.products; p++)
            for (int f = 0; f < DEMO_FEATURES; f++)
                feature_day(making, arena, day, p, f, demo_busy(&making->life, day, p, f, weekday));
    }
}

static bool events_work(Db *db, void *context, Error *error)
{
    Making *making = context;
    Arena *arena = db_arena(db);
    making->events = arena_array(arena, EVENTS_MAX, sizeof *making->events);
    making->count = 0;
    days_make(making, arena);
    TrackCall call = { .body = { .events = making->events, .count = making->count },
                       .actor = "system",
                       .received_at = making->world->now };
    return making->count == 0 || usage_take(db, &call, error);
}

bool events_make(World *world, Error *error)
{
    for (int c = 0; c < DEMO_COMPANIES; c++) {
        demo_told("events", c, DEMO_COMPANIES);
        Making making = { .world = world, .company = c, .life = demo_life(c) };
        if (!store_write(world->services->store, events_work, &making, error))
            return false;
    }
    return true;
}
