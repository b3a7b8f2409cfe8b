/*
 * All accounts on one day, by the worst of their retention bands. Pages ask for the same few days again and again
 * (today, a week ago, the weeks of a chart), so days are kept until anything that they were judged by is another.
 */
#include "success/health/day.h"

#include "base/keep.h"
#include "success/health/tell.h"

#include <stdlib.h>
#include <string.h>

/* Whole days cost nineteen bytes an account, their counts next to nothing. */
static Keep kept_days = KEEP_OF(4), kept_counts = KEEP_OF(KEEP_PLACES);

static KeepKey key_of(const Judges *judges, const EngineView *view, int64_t day)
{
    return (KeepKey) { { judges->set, (uint64_t)day, view_version(view, day, HEALTH_COLUMN_NAMES), 0 } };
}

/* ---- a day ----------------------------------------------------------------------------------------------------- */

DayBands *day_judge(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, Ids only)
{
    Arena *lists = arena_new();
    HealthList list = health_judge(judges, view, lists, PURPOSES[0], day, only);
    DayBands *made = arena_make(arena, DayBands);
    made->accounts = arena_array(arena, list.count + 1, sizeof *made->accounts);
    made->bands = arena_array(arena, list.count + 1, sizeof *made->bands);
    made->points = arena_array(arena, list.count + 1, sizeof *made->points);
    made->coverage = arena_array(arena, list.count + 1, sizeof *made->coverage);
    size_t own;
    for (size_t i = 0; i < list.count; i += own) {
        const Health *worst = health_worst(&list.items[i], list.count - i, &own);
        made->accounts[made->count] = worst->account_id;
        made->bands[made->count] = (uint8_t)worst->band;
        made->coverage[made->count] = worst->coverage;
        made->points[made->count++] = (int16_t)(worst->points.known ? worst->points.value : -1);
    }
    arena_free(lists);
    return made;
}

const DayBands *day_bands(const Judges *judges, const EngineView *view, Arena *arena, int64_t day)
{
    if (!judges->set)
        return day_judge(judges, view, arena, day, (Ids) { 0 });
    KeepKey key = key_of(judges, view, day);
    const DayBands *found = keep_find(&kept_days, key, arena);
    if (found)
        return found;
    Arena *own = keep_arena();
    found = day_judge(judges, view, own, day, (Ids) { 0 });
    keep_put(&kept_days, key, own, found, arena);
    return found;
}

/* ---- counts ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t owner; /* 0 = all */
    int64_t counts[BAND_COUNT];
} OwnerBands;

typedef struct {
    size_t count, room;
    OwnerBands *owners; /* all first, the others as they came */
} DayCounts;

static OwnerBands *owner_bands(DayCounts *day, Arena *arena, int64_t owner)
{
    for (size_t i = 0; i < day->count; i++)
        if (day->owners[i].owner == owner)
            return &day->owners[i];
    day->owners = arena_room(arena, day->owners, day->count, 1, &day->room, sizeof *day->owners);
    day->owners[day->count] = (OwnerBands) { .owner = owner };
    return &day->owners[day->count++];
}

static DayCounts *day_count(const DayBands *bands, const EngineView *view, Arena *arena, int64_t day)
{
    DayCounts *made = arena_make(arena, DayCounts);
    int column = view_column(view, "owner_id");
    owner_bands(made, arena, 0);
    for (size_t i = 0; i < bands->count; i++) {
        EngineValue owner = column < 0 ? engine_unknown() : view_value(view, bands->accounts[i], column, 0, day);
        made->owners[0].counts[bands->bands[i]]++;
        if (owner.known)
            owner_bands(made, arena, owner.integer)->counts[bands->bands[i]]++;
    }
    return made;
}

/* Days of a chart are counted and let go: whole, they would push out those that are read whole. */
static const DayCounts *day_counts(const Judges *judges, const EngineView *view, Arena *arena, int64_t day)
{
    KeepKey key = key_of(judges, view, day);
    const DayCounts *found = keep_find(&kept_counts, key, arena);
    if (found)
        return found;
    const DayBands *bands = keep_find(&kept_days, key, arena);
    Arena *lists = arena_new(), *own = keep_arena();
    found = day_count(bands ? bands : day_judge(judges, view, lists, day, (Ids) { 0 }), view, own, day);
    arena_free(lists);
    keep_put(&kept_counts, key, own, found, arena);
    return found;
}

void health_count(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, int64_t owner,
                  int64_t counts[BAND_COUNT])
{
    const DayCounts *found = judges->set
                                 ? day_counts(judges, view, arena, day)
                                 : day_count(day_judge(judges, view, arena, day, (Ids) { 0 }), view, arena, day);
    memset(counts, 0, BAND_COUNT * sizeof *counts);
    for (size_t i = 0; i < found->count; i++)
        if (found->owners[i].owner == owner)
            memcpy(counts, found->owners[i].counts, BAND_COUNT * sizeof *counts);
}

void days_forget(void)
{
    keep_clear(&kept_days);
    keep_clear(&kept_counts);
}
