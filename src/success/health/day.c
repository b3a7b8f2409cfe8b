/*
 * All accounts on one day, by the worst of their retention bands. Pages ask for the same few days again and again
 * (today, a week ago, the weeks of a chart), so days are kept until anything that they were judged by is another. What
 * changes is mostly the use of a few accounts, with every commit of events: those are judged again, and the rest stays.
 */
#include "success/health/day.h"

#include "base/keep.h"
#include "success/health/tell.h"

#include <stdlib.h>
#include <string.h>

/* Days cost nineteen bytes an account. Today reads nineteen, and eight of them once more in the week after a scorecard
 * was published; their counts cost next to nothing. */
static Keep kept_days = KEEP_OF(32), kept_counts = KEEP_OF(KEEP_PLACES);
/* Of so many accounts, more than one: judging all is no dearer. */
enum { MENDED_OF = 4 };

static uint64_t version_of(const EngineView *view, int64_t day)
{
    return view_version(view, day, HEALTH_COLUMN_NAMES);
}

/* ---- a day ----------------------------------------------------------------------------------------------------- */

static DayBands *day_room(Arena *arena, size_t count)
{
    DayBands *made = arena_make(arena, DayBands);
    made->accounts = arena_array(arena, count + 1, sizeof *made->accounts);
    made->bands = arena_array(arena, count + 1, sizeof *made->bands);
    made->points = arena_array(arena, count + 1, sizeof *made->points);
    made->coverage = arena_array(arena, count + 1, sizeof *made->coverage);
    return made;
}

DayBands *day_judge(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, Ids only)
{
    Arena *lists = arena_new();
    HealthList list = health_judge(judges, view, lists, PURPOSES[0], day, only);
    DayBands *made = day_room(arena, list.count);
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

static void row_copy(DayBands *to, const DayBands *from, size_t i)
{
    to->accounts[to->count] = from->accounts[i];
    to->bands[to->count] = from->bands[i];
    to->points[to->count] = from->points[i];
    to->coverage[to->count++] = from->coverage[i];
}

/* `before` without the accounts that changed, and what those are judged now; all three ascend. */
static DayBands *day_mend(const DayBands *before, Ids changed, const DayBands *again, Arena *arena)
{
    DayBands *made = day_room(arena, before->count + again->count);
    size_t c = 0, a = 0;
    for (size_t i = 0; i < before->count; i++) {
        int64_t account = before->accounts[i];
        while (a < again->count && again->accounts[a] <= account)
            row_copy(made, again, a++);
        while (c < changed.count && changed.items[c] < account)
            c++;
        if (c == changed.count || changed.items[c] != account)
            row_copy(made, before, i);
    }
    while (a < again->count)
        row_copy(made, again, a++);
    return made;
}

/* Of what was judged at another moment, if there is any: as much as still holds. */
static DayBands *day_again(const Judges *judges, const EngineView *view, Arena *arena, int64_t day,
                           const DayBands *before)
{
    Arena *lists = arena_new();
    DayBands none = { 0 }, *made;
    Ids changed;
    if (!before || !view_changed(view, lists, before->moment, &changed) || changed.count * MENDED_OF > before->count)
        made = day_judge(judges, view, arena, day, (Ids) { 0 });
    else if (changed.count)
        made = day_mend(before, changed, day_judge(judges, view, lists, day, changed), arena);
    else
        made = day_mend(before, changed, &none, arena);
    arena_free(lists);
    made->version = version_of(view, day);
    made->moment = view_moment(view);
    return made;
}

const DayBands *day_bands(const Judges *judges, const EngineView *view, Arena *arena, int64_t day)
{
    if (!judges->set)
        return day_judge(judges, view, arena, day, (Ids) { 0 });
    KeepKey key = { { judges_set_on(judges, day), (uint64_t)day, 0, 0 } };
    const DayBands *found = keep_find(&kept_days, key, arena);
    if (found && found->version == version_of(view, day))
        return found;
    Arena *own = keep_arena();
    found = day_again(judges, view, own, day, found);
    keep_put(&kept_days, key, own, found, arena);
    return found;
}

bool day_bands_read(const Judges *judges, Engine *engine, Arena *arena, int64_t day, const DayBands **bands,
                    Error *error)
{
    const EngineView *view;
    if (!engine_view_since(engine, judges_since(judges, engine_calendar(engine), day), day, &view, error))
        return false;
    *bands = day_bands(judges, view, arena, day);
    engine_view_close(view);
    return true;
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

static EngineValue value_at(const EngineView *view, int64_t account, int column, int64_t day)
{
    return column < 0 ? engine_unknown() : view_value(view, account, column, 0, day);
}

/* An account counts for its owner, and while the owner is away for who stands in as well. */
static DayCounts *day_count(const DayBands *bands, const EngineView *view, Arena *arena, int64_t day)
{
    DayCounts *made = arena_make(arena, DayCounts);
    int column = view_column(view, "owner_id"), standing = view_column(view, COLUMN_STANDING_IN);
    owner_bands(made, arena, 0);
    for (size_t i = 0; i < bands->count; i++) {
        EngineValue owner = value_at(view, bands->accounts[i], column, day);
        EngineValue stands = value_at(view, bands->accounts[i], standing, day);
        made->owners[0].counts[bands->bands[i]]++;
        if (owner.known)
            owner_bands(made, arena, owner.integer)->counts[bands->bands[i]]++;
        if (stands.known && stands.integer != owner.integer)
            owner_bands(made, arena, stands.integer)->counts[bands->bands[i]]++;
    }
    return made;
}

static const DayCounts *day_counts(const Judges *judges, const EngineView *view, Arena *arena, int64_t day)
{
    KeepKey key = { { judges_set_on(judges, day), (uint64_t)day, version_of(view, day), 0 } };
    const DayCounts *found = keep_find(&kept_counts, key, arena);
    if (found)
        return found;
    Arena *until = arena_new(), *own = keep_arena();
    found = day_count(day_bands(judges, view, until, day), view, own, day);
    arena_free(until);
    keep_put(&kept_counts, key, own, found, arena);
    return found;
}

bool health_count(const Judges *judges, Engine *engine, Arena *arena, int64_t day, int64_t owner,
                  int64_t counts[BAND_COUNT], Error *error)
{
    const EngineView *view;
    if (!engine_view_since(engine, judges_since(judges, engine_calendar(engine), day), day, &view, error))
        return false;
    const DayCounts *found = judges->set
                                 ? day_counts(judges, view, arena, day)
                                 : day_count(day_judge(judges, view, arena, day, (Ids) { 0 }), view, arena, day);
    engine_view_close(view);
    memset(counts, 0, BAND_COUNT * sizeof *counts);
    for (size_t i = 0; i < found->count; i++)
        if (found->owners[i].owner == owner)
            memcpy(counts, found->owners[i].counts, BAND_COUNT * sizeof *counts);
    return true;
}

void days_forget(void)
{
    keep_clear(&kept_days);
    keep_clear(&kept_counts);
}
