/*
 * Gauges of an account: one array, by gauge and then by day, so that a window is a run of it. A commit nearly always
 * adds a day behind the last one of its gauge, or adds to that: some entries are moved at most. Replacing a day leaves
 * equal ones alone, so that following twice is no news.
 *
 * In order: places; writing; reading; windows.
 */
#include "engine/gauge.h"

#include "engine/internal.h"

#include <math.h>
#include <stdlib.h>

struct GaugeBlock {
    uint32_t count, room;
    GaugeEntry entries[];
};

/* ---- places ---------------------------------------------------------------------------------------------------- */

/* The first entry that is not before this gauge and day. */
static uint32_t place_of(const GaugeBlock *block, int64_t gauge, int64_t day)
{
    uint32_t low = 0, high = block ? block->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const GaugeEntry *entry = &block->entries[middle];
        if (entry->gauge < gauge || (entry->gauge == gauge && entry->day < day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The run of a gauge's entries on the days after one and up to another. */
static const GaugeEntry *run_of(const GaugeBlock *block, int64_t gauge, int64_t after, int64_t until, uint32_t *count)
{
    uint32_t from = place_of(block, gauge, after + 1), end = place_of(block, gauge, until + 1);
    *count = end > from ? end - from : 0;
    return *count ? &block->entries[from] : NULL;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static void block_room(GaugeBlock **block)
{
    uint32_t count = *block ? (*block)->count : 0, room = *block ? (*block)->room : 0;
    if (count < room)
        return;
    room = room ? room * 2 : 8;
    GaugeBlock *made = memory_resize(*block, sizeof(GaugeBlock) + room * sizeof(GaugeEntry), 1);
    made->count = count;
    made->room = room;
    *block = made;
}

static void entry_drop(GaugeBlock *block, uint32_t at)
{
    memmove(&block->entries[at], &block->entries[at + 1], (block->count - at - 1) * sizeof(GaugeEntry));
    block->count--;
}

static void entry_insert(GaugeBlock **block, uint32_t at, const GaugeEntry *entry)
{
    block_room(block);
    memmove(&(*block)->entries[at + 1], &(*block)->entries[at], ((*block)->count - at) * sizeof(GaugeEntry));
    (*block)->entries[at] = *entry;
    (*block)->count++;
}

static bool same_entry(const GaugeEntry *a, const GaugeEntry *b)
{
    return a->gauge == b->gauge && a->day == b->day && a->events == b->events && a->total == b->total &&
           a->last == b->last;
}

static bool is_among(const GaugeDay *rows, size_t count, const GaugeEntry *entry)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].gauge == entry->gauge)
            return true;
    return false;
}

/* Entries of the day that no row speaks of are gone; true = there were some. */
static bool day_clear(GaugeBlock *block, int64_t day, const GaugeDay *rows, size_t count)
{
    bool changed = false;
    for (uint32_t at = block ? block->count : 0; at-- > 0;)
        if (block->entries[at].day == day && !is_among(rows, count, &block->entries[at])) {
            entry_drop(block, at);
            changed = true;
        }
    return changed;
}

static bool row_put(GaugeBlock **block, const GaugeDay *row)
{
    GaugeEntry entry = { row->gauge, (int32_t)row->day, (uint32_t)row->events, row->total, row->last };
    uint32_t at = place_of(*block, row->gauge, row->day);
    if (!*block || at == (*block)->count || (*block)->entries[at].gauge != row->gauge ||
        (*block)->entries[at].day != row->day) {
        entry_insert(block, at, &entry);
        return true;
    }
    if (same_entry(&(*block)->entries[at], &entry))
        return false;
    (*block)->entries[at] = entry;
    return true;
}

static void day_replace(Engine *engine, const EngineDay *day, const GaugeDay *rows, size_t count)
{
    const Slot *found = slot_find(engine, day->account);
    if (count == 0 && (!found || !found->gauges))
        return;
    Slot *slot = slot_take(engine, day->account);
    bool changed = day_clear(slot->gauges, day->day, rows, count);
    for (size_t i = 0; i < count; i++)
        changed |= row_put(&slot->gauges, &rows[i]);
    if (!changed)
        return;
    version_day(engine, day->day);
    version_slot(engine, (uint32_t)(slot - engine->slots));
}

void engine_gauges_replace(Engine *engine, const EngineDay *days, size_t day_count, const GaugeDay *rows, size_t count)
{
    engine_write_lock(engine);
    for (size_t i = 0, at = 0; i < day_count; i++) {
        size_t from = at;
        while (at < count && rows[at].account == days[i].account && rows[at].day == days[i].day)
            at++;
        day_replace(engine, &days[i], rows + from, at - from);
    }
    engine_unlock(engine);
}

void engine_gauges_clear(Engine *engine)
{
    engine_write_lock(engine);
    for (size_t i = 0; i < engine->slot_count; i++) {
        free(engine->slots[i].gauges);
        engine->slots[i].gauges = NULL;
    }
    version_all(engine);
    engine_unlock(engine);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

void view_gauge_days(const EngineView *view, Arena *arena, int64_t account, int64_t gauge, int64_t from, int64_t until,
                     const GaugeDay **days, size_t *count)
{
    const Slot *slot = slot_find(view_engine(view), account);
    uint32_t found = 0;
    const GaugeEntry *run = slot ? run_of(slot->gauges, gauge, from - 1, until - 1, &found) : NULL;
    GaugeDay *made = arena_array(arena, found + 1, sizeof *made);
    for (uint32_t i = 0; i < found; i++)
        made[i] = (GaugeDay) { account, gauge, run[i].day, run[i].events, run[i].total, run[i].last };
    *days = made;
    *count = found;
}

/* ---- windows --------------------------------------------------------------------------------------------------- */

/* The latest entry of the gauge up to that day; NULL = there is none. */
static const GaugeEntry *latest_of(const GaugeBlock *block, int64_t gauge, int64_t day)
{
    uint32_t at = place_of(block, gauge, day + 1);
    const GaugeEntry *entry = at ? &block->entries[at - 1] : NULL;
    return entry && entry->gauge == gauge ? entry : NULL;
}

static double change_of(const GaugeBlock *block, int64_t gauge, int64_t begin, double now)
{
    const GaugeEntry *before = latest_of(block, gauge, begin);
    return before && before->last > 0 ? (now - before->last) / before->last : NAN;
}

double gauge_value(const GaugeBlock *block, GaugeAsk ask, int64_t gauge, int64_t begin, int64_t end)
{
    uint32_t count;
    double total = 0, events = 0;
    const GaugeEntry *run = run_of(block, gauge, begin, end, &count);
    if (!count)
        return ask == GAUGE_SUM && latest_of(block, gauge, end) ? 0 : NAN;
    if (ask == GAUGE_LAST)
        return run[count - 1].last;
    if (ask == GAUGE_CHANGE)
        return change_of(block, gauge, begin, run[count - 1].last);
    for (uint32_t i = 0; i < count; i++) {
        total += run[i].total;
        events += run[i].events;
    }
    return ask == GAUGE_SUM ? total : total / events;
}
