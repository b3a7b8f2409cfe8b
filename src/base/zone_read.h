/*
 * Where a zone's offsets come from: the system's zone data (zone_file.c, zone_rule.c), else ICU's own (zone_icu.c).
 * For zone.c alone.
 *
 * Units: ms.
 * Errors: false or 0 where a source does not know the zone or cannot be read.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_BASE_ZONE_READ_H
#define BANSO_BASE_ZONE_READ_H

#include "base/clock.h"

#include <stddef.h>

enum { ZONE_NAME_MAX = 64, ZONE_INTERVALS_MAX = 2048, ZONE_FIRST_YEAR = 1900, ZONE_LAST_YEAR = 2200 };

/* From `start` until the start of the next one; the first begins at INT64_MIN. */
typedef struct {
    int64_t start, offset;
} ZoneInterval;

typedef struct {
    int count;
    ZoneInterval items[ZONE_INTERVALS_MAX];
} ZoneIntervals;

/* A change of the name alone is ignored; one at the same moment replaces the earlier one. False when full. */
bool zone_interval_add(ZoneIntervals *intervals, int64_t start, int64_t offset);

bool zone_file_read(const char *name, ZoneIntervals *intervals);
/* A file's bytes (TZif, RFC 9636, version 2 and later). */
bool zone_bytes_read(const unsigned char *bytes, size_t size, ZoneIntervals *intervals);
/* The rule for all times after `from`, as POSIX writes it: "EST5EDT,M3.2.0,M11.1.0". */
bool zone_rule_read(const char *rule, int64_t from, ZoneIntervals *intervals);
/* "2025b"; false where the system does not say. */
bool zone_file_version(char *version, size_t size);

bool zone_icu_read(const char *name, ZoneIntervals *intervals);
void zone_icu_version(char *version, size_t size);

#endif
