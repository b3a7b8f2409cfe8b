/* ICU's zone data, which comes with the library and is as old as it is: for machines without the package tzdata, and
 * for names without a file there. */
#include "base/error.h"
#include "base/zone_read.h"

#include <stdio.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

static bool name_is_system(const UChar *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UBool system = false;
    UChar canonical[ZONE_NAME_MAX * 2];
    ucal_getCanonicalTimeZoneID(name, -1, canonical, ZONE_NAME_MAX * 2, &system, &status);
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

static bool changes_read(UCalendar *calendar, ZoneIntervals *intervals)
{
    const int64_t from = day_from(ZONE_FIRST_YEAR, 1, 1) * MS_PER_DAY;
    const int64_t until = day_from(ZONE_LAST_YEAR, 1, 1) * MS_PER_DAY;
    intervals->count = 0;
    bool ok = zone_interval_add(intervals, INT64_MIN, offset_at(calendar, from));
    for (int64_t at = from; ok;) {
        UErrorCode status = U_ZERO_ERROR;
        UDate next;
        ucal_setMillis(calendar, (UDate)at, &status);
        if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, &status) || U_FAILURE(status))
            break;
        at = (int64_t)next;
        if (at >= until)
            break;
        ok = zone_interval_add(intervals, at, offset_at(calendar, at));
    }
    return ok;
}

bool zone_icu_read(const char *name, ZoneIntervals *intervals)
{
    UChar wide[ZONE_NAME_MAX + 1];
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(wide, ZONE_NAME_MAX + 1, NULL, name, -1, &status);
    if (U_FAILURE(status) || !name_is_system(wide))
        return false;
    UCalendar *calendar = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status))
        return false;
    bool ok = changes_read(calendar, intervals);
    ucal_close(calendar);
    return ok;
}

void zone_icu_version(char *version, size_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *found = ucal_getTZDataVersion(&status);
    snprintf(version, size, "%s", U_SUCCESS(status) && found ? found : "");
}
