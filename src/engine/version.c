/*
 * Versions: whether what a program would read as of a day is still what it was, so that results may be kept. Everything
 * that changes gets the next number. Counts of a day matter to all later days and to no earlier one, so the numbers
 * that count form a stair: a change of a day takes the place of all changes of that day and of later ones. Each account
 * also keeps the number of its last change, so that a kept day can be judged again for the changed accounts alone; what
 * belongs to no single account raises the number of all.
 */
#include "engine/internal.h"

void version_day(Engine *engine, int64_t day)
{
    while (engine->day_change_count && engine->day_changes[engine->day_change_count - 1].day >= day)
        engine->day_change_count--;
    engine->day_changes = memory_room(engine->day_changes, &engine->day_change_room, engine->day_change_count + 1,
                                      sizeof *engine->day_changes);
    engine->day_changes[engine->day_change_count++] = (DayChange) { day, ++engine->changes_made };
}

void version_column(Engine *engine, uint32_t column)
{
    engine->columns[column].changed = ++engine->changes_made;
}

void version_rest(Engine *engine)
{
    engine->rest_changed = ++engine->changes_made;
}

void version_slot(Engine *engine, uint32_t slot)
{
    engine->slot_changed[slot] = engine->changes_made;
}

void version_all(Engine *engine)
{
    version_rest(engine);
    engine->all_changed = engine->changes_made;
}

void versions_grow(Engine *engine, size_t before)
{
    engine->slot_changed = memory_resize(engine->slot_changed, engine->slot_room, sizeof(uint64_t));
    memset(engine->slot_changed + before, 0, (engine->slot_room - before) * sizeof(uint64_t));
}

/* The last step at or before the day. */
static uint64_t days_changed(const Engine *engine, int64_t day)
{
    size_t low = 0, high = engine->day_change_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (engine->day_changes[middle].day <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? engine->day_changes[low - 1].changed : 0;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; names && *names; names++)
        if (!strcmp(*names, name))
            return true;
    return false;
}

uint64_t view_version(const EngineView *view, int64_t day, const char *const *but)
{
    const Engine *engine = view_engine(view);
    uint64_t version = days_changed(engine, day);
    if (engine->rest_changed > version)
        version = engine->rest_changed;
    for (size_t c = 0; c < engine->column_count; c++)
        if (engine->columns[c].changed > version && !is_among(engine->columns[c].name, but))
            version = engine->columns[c].changed;
    return version;
}

uint64_t view_columns_version(const EngineView *view, const char *const *names)
{
    const Engine *engine = view_engine(view);
    uint64_t version = engine->rest_changed;
    for (size_t c = 0; c < engine->column_count; c++)
        if (engine->columns[c].changed > version && is_among(engine->columns[c].name, names))
            version = engine->columns[c].changed;
    return version;
}

/* ---- whose it is ------------------------------------------------------------------------------------------------ */

uint64_t view_moment(const EngineView *view)
{
    return view_engine(view)->changes_made;
}

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

bool view_changed(const EngineView *view, Arena *arena, uint64_t since, Ids *accounts)
{
    const Engine *engine = view_engine(view);
    size_t count = 0, room = 0;
    int64_t *ids = NULL;
    *accounts = (Ids) { 0 };
    if (engine->all_changed > since)
        return false;
    for (size_t slot = 0; slot < engine->slot_count; slot++) {
        if (engine->slot_changed[slot] <= since)
            continue;
        ids = arena_room(arena, ids, count, 1, &room, sizeof *ids);
        ids[count++] = engine->slots[slot].account;
    }
    if (count)
        qsort(ids, count, sizeof *ids, id_order);
    *accounts = (Ids) { count, ids };
    return true;
}
