/*
 * Time. Instants are milliseconds since 1970 UTC (int64_t, "ms"); days are day numbers since 1970-01-01 (int64_t
 * "day"). Inside, ends of periods are always exclusive. The clock is an argument wherever it matters; clock_now is for
 * the edge. In test builds (BANSO_TESTING) the file named by BANSO_CLOCK holds the time to use: "2026-11-22T09:00:00Z",
 * one line, read again at each call, so that a test moves time by writing the file.
 *
 * Units: ms and days as said above, other spans by their names.
 * Errors: false or NULL for a text that is not a date, a time or a zone; nothing here fails otherwise.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_CLOCK_H
#define BANSO_BASE_CLOCK_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { MS_PER_SECOND = 1000, MS_PER_MINUTE = 60000, MS_PER_HOUR = 3600000, MS_PER_DAY = 86400000 };

int64_t clock_now(void);       /* ms */
int64_t clock_monotonic(void); /* microseconds from an arbitrary start, never faked; for durations */

/* A time zone by IANA name ("Asia/Tokyo"); lives until the process ends; cached, thread-safe. NULL when unknown. Read
 * from the system's zone data (the folder TZDIR, else /usr/share/zoneinfo), or where that has none from ICU's. */
typedef struct Zone Zone;
const Zone *zone_find(const char *name);
typedef struct {
    bool is_of_system; /* else of ICU */
    char version[16];  /* "2025b"; "" = it does not say */
} ZoneData;
ZoneData zone_data(const Zone *zone);
int64_t zone_day(const Zone *zone, int64_t ms);       /* local date of an instant */
int64_t zone_local(const Zone *zone, int64_t ms);     /* what a clock on the wall shows then, in ms since 1970 */
int64_t zone_midnight(const Zone *zone, int64_t day); /* instant at which that local day begins */
/* The first instant whose local time is not before this one (ms since 1970 as a clock on the wall counts): where the
 * clock skips it, the moment of the change; where it occurs twice, the first. */
int64_t zone_instant(const Zone *zone, int64_t local);

bool day_parse(const char *text, int64_t *day); /* YYYY-MM-DD, real dates only, years 1900–2999 */
const char *day_format(Arena *arena, int64_t day);
int64_t day_from(int year, int month, int day_of_month); /* proleptic Gregorian, months 1–12 */
void day_split(int64_t day, int *year, int *month, int *day_of_month);
int64_t day_add_months(int64_t day, int months); /* 31 Jan + 1 month = 28/29 Feb */

/* RFC 3339 / ISO 8601 with zone ("2026-11-22T09:00:00.123+09:00", "…Z"); a space for T and a missing zone (UTC) pass.
 */
bool time_parse(const char *text, int64_t *ms);
const char *time_format(Arena *arena, int64_t ms); /* 2026-11-22T00:00:00.123Z */
enum { TIME_TEXT_MAX = 40 };
void time_write(char text[TIME_TEXT_MAX], int64_t ms); /* the same, without an arena */

#endif
