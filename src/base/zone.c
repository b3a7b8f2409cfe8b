/* Time zones: all changes of a zone's offset from 1900 to 2200, read from ICU once, then only looked up. ICU brings its
 * own zone data, so that a machine without tzdata knows Asia/Tokyo. */
#include "base/clock.h"
#include "base/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum { NAME_MAX_UNITS = 64, INTERVALS_MAX = 1024 };

/* From `start` (ms) until the start of the next one. */
typedef struct {
    int64_t start;
    int64_t offset;
} Interval;

struct Zone {
    const Zone *next;
    char *name;
    int count;
    Interval *intervals;
    _Atomic int latest; /* where the last look-up ended: the next one is nearly always there too */
};

static const Zone *known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool name_is_system(const UChar *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UBool system = false;
    UChar canonical[NAME_MAX_UNITS * 2];
    ucal_getCanonicalTimeZoneID(name, -1, canonical, NAME_MAX_UNITS * 2, &system, &status);
    return U_SUCCESS(status) && system;
}

static int64_t offset_at(UCalendar *calendar, int64_t ms)
{
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar, (UDate)ms, &status);
    int64_t offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + ucal_get(calendar, UCAL_DST_OFFSET, &status);
    if (U_FAILURE(status))
        bug("ICU knows no offset at %lld: %s", (long long)ms, u_errorName(status));
    return offset;
}

static int read_intervals(UCalendar *calendar, Interval *intervals)
{
    const int64_t from = day_from(1900, 1, 1) * MS_PER_DAY, until = day_from(2200, 1, 1) * MS_PER_DAY;
    int count = 0;
    intervals[count++] = (Interval) { INT64_MIN, offset_at(calendar, from) };
    for (int64_t at = from; count < INTERVALS_MAX;) {
        UErrorCode status = U_ZERO_ERROR;
        UDate next;
        ucal_setMillis(calendar, (UDate)at, &status);
        if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, &status) || U_FAILURE(status))
            break;
        at = (int64_t)next;
        if (at >= until)
            break;
        int64_t offset = offset_at(calendar, at);
        if (offset != intervals[count - 1].offset) /* a change of name alone is none of ours */
            intervals[count++] = (Interval) { at, offset };
    }
    return count;
}

static void *memory(size_t size)
{
    void *got = calloc(1, size);
    if (!got)
        bug("out of memory: a time zone");
    return got;
}

static Zone *zone_load(const char *name)
{
    UChar wide[NAME_MAX_UNITS + 1];
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(wide, NAME_MAX_UNITS + 1, NULL, name, -1, &status);
    if (U_FAILURE(status) || !name_is_system(wide))
        return NULL;
    UCalendar *calendar = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status))
        return NULL;
    Interval intervals[INTERVALS_MAX];
    Zone *zone = memory(sizeof *zone);
    zone->count = read_intervals(calendar, intervals);
    ucal_close(calendar);
    zone->intervals = memory(sizeof(Interval) * (size_t)zone->count);
    memcpy(zone->intervals, intervals, sizeof(Interval) * (size_t)zone->count);
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
    if (size == 0 || size > NAME_MAX_UNITS)
        return NULL;
    pthread_mutex_lock(&lock);
    const Zone *zone = find_locked(name);
    pthread_mutex_unlock(&lock);
    return zone;
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

int64_t zone_day(const Zone *zone, int64_t ms)
{
    int64_t local = ms + zone->intervals[interval_at(zone, ms)].offset;
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
