/*
 * Imports that come by themselves: a file in the folder that the server may read (setting import-folder), behind an
 * https URL, or on an SFTP server is fetched at a time of day or every so many hours and imported as a person imported
 * an earlier file of it.
 *
 * Each file is an import as any other: it is checked first, has its rows refused by the same rules, is listed, kept for
 * 30 days and can be undone. A file that is the one that came in last, byte by byte, is left alone. A file that lost a
 * column is not imported. A file with less than half the rows of the one before, or with far more rows refused, is held
 * after its check: a person looks at it and runs it, or deletes it; until then nothing else is fetched. Imports delete
 * nothing, so a short file would do no harm by itself; it says that its maker broke.
 *
 * The owner is told when a file cannot be fetched or imported, when it is held, and when rows were refused.
 *
 * Not for: files that a program sends (POST /api/v1/imports does that).
 * Units: instants in ms; a time of day as "06:30" in the workspace's zone.
 * Errors: INPUT with the field; CONFLICT for a second run at the same time.
 * Forgets a person: holds headings, no cells; the files are those of imports, which lose them.
 */
#ifndef BANSO_FETCH_FETCH_H
#define BANSO_FETCH_FETCH_H

#include "base/clock.h"
#include "base/reason.h"

/* A file and how it did, or would do. */
typedef struct {
    int64_t rows, bad;
} FetchCounts;

/* Whether such a file asks for a person; REASON_NONE = it does not. */
Reason fetch_is_odd(FetchCounts before, FetchCounts now);
/* When it is read next, after `now`: `every_hours` 0 = at the minute of the day `at_minute`. */
int64_t fetch_next_at(const Zone *zone, int64_t every_hours, int64_t at_minute, int64_t now);
/* "06:30" as minutes; -1 = no time of day. */
int64_t fetch_minute(const char *text);

#endif
