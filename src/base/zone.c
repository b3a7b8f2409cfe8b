/* Time zones: all changes of a zone's offset from 1900 to 2200, read once, then only looked up. They come from the
 * system's zone data, which updates keep right when a country changes its time; ICU is asked where the system has none.
 * A zone that was read stays the same until the process ends. */
#include "base/error.h"
#include "base/zone_read.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct Zone {
    const Zone *next;
    char *name;
    bool is_of_system;
    int count;
    ZoneInterval *intervals;
    _Atomic int latest; /* where the last look-up ended: the next one is nearly always there too */
};

static const Zone *known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *memory(size_t size)
{
    void *got = calloc(1, size);
    if (!got)
        bug("out of memory: a time zone");
    return got;
}

bool zone_interval_add(ZoneIntervals *intervals, int64_t start, int64_t offset)
{
    ZoneInterval *items = intervals->items;
    if (intervals->count && items[intervals->count - 1].start == start)
        intervals->count--;
    if (intervals->count && items[intervals->count - 1].offset == offset)
        return true;
    if (intervals->count == ZONE_INTERVALS_MAX)
        return false;
    items[intervals->count++] = (ZoneInterval) { start, offset };
    return true;
}

static Zone *zone_load(const char *name)
{
    ZoneIntervals read;
    bool is_of_system = zone_file_read(name, &read);
    if (!is_of_system && !zone_icu_read(name, &read))
        return NULL;
    Zone *zone = memory(sizeof *zone);
    zone->is_of_system = is_of_system;
    zone->count = read.count;
    zone->intervals = memory(sizeof *zone->intervals * (size_t)zone->count);
    memcpy(zone->intervals, read.items, sizeof *zone->intervals * (size_t)zone->count);
    zone->name = memory(strlen(name) + 1);
    memcpy(zone->name, name, strlen(name));
    return zone;
}

static const Zone *find_locked(const char *name)
{
    for (const Zone *zone = known; zone; zone = zone->next)
        if (strcmp(zone->name, name) == 0)
            return zone;
    Zone *zone = zone_load(name);
    if (!zone)
        return NULL;
    zone->next = known;
    known = zone;
    return zone;
}

const Zone *zone_find(const char *name)
{
    size_t size = name ? strlen(name) : 0;
    if (size == 0 || size > ZONE_NAME_MAX)
        return NULL;
    pthread_mutex_lock(&lock);
    const Zone *zone = find_locked(name);
    pthread_mutex_unlock(&lock);
    return zone;
}

ZoneData zone_data(const Zone *zone)
{
    ZoneData data = { .is_of_system = zone->is_of_system };
    if (!zone->is_of_system)
        zone_icu_version(data.version, sizeof data.version);
    else if (!zone_file_version(data.version, sizeof data.version))
        data.version[0] = 0;
    return data;
}

static bool holds(const Zone *zone, int index, int64_t ms)
{
    return zone->intervals[index].start <= ms && (index + 1 == zone->count || ms < zone->intervals[index + 1].start);
}

static int interval_at(const Zone *zone, int64_t ms)
{
    int latest = atomic_load_explicit(&zone->latest, memory_order_relaxed);
    if (holds(zone, latest, ms))
        return latest;
    int low = 0, high = zone->count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (zone->intervals[middle].start <= ms)
            low = middle;
        else
            high = middle - 1;
    }
    atomic_store_explicit(&((Zone *)zone)->latest, low, memory_order_relaxed);
    return low;
}

int64_t zone_local(const Zone *zone, int64_t ms)
{
    return ms + zone->intervals[interval_at(zone, ms)].offset;
}

int64_t zone_day(const Zone *zone, int64_t ms)
{
    int64_t local = zone_local(zone, ms);
    return local >= 0 ? local / MS_PER_DAY : (local - (MS_PER_DAY - 1)) / MS_PER_DAY;
}

int64_t zone_midnight(const Zone *zone, int64_t day)
{
    return zone_instant(zone, day * MS_PER_DAY);
}

int64_t zone_instant(const Zone *zone, int64_t local)
{
    for (int i = interval_at(zone, local - MS_PER_DAY);; i++) {
        int64_t at = local - zone->intervals[i].offset;
        if (at < zone->intervals[i].start)
            at = zone->intervals[i].start;
        if (i + 1 == zone->count || at < zone->intervals[i + 1].start)
            return at;
    }
}
