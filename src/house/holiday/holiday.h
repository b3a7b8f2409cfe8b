/*
 * The workspace's calendar: the days that do not count in measures of use (engine/calendar.h). A country's public
 * holidays are computed; a workspace adds its own days off, one by one or from a file. The calendar is one for all
 * accounts, and what it says now holds for past days as well: a change judges everybody again.
 *
 * Not for: working hours (house/hours), nor for who of the staff is away.
 * Units: days as day numbers, ends exclusive.
 * Errors: INPUT with the field (from_on, until_on); CONFLICT for another version.
 * Forgets a person: it holds nothing of one but for what somebody writes into the name of a day off, which erasures do
 * not look through, as they do not look through other names (docs/en/guide-data.md).
 */
#ifndef BANSO_HOLIDAY_HOLIDAY_H
#define BANSO_HOLIDAY_HOLIDAY_H

#include "http/route.h"
#include "jobs/jobs.h"
#include "jobs/writer.h"

enum { HOLIDAYS_MAX = 2000, HOLIDAY_DAYS_MAX = 60 };

/* Hands the calendar to the engine; at a start, after commits and when another server's fact is followed. */
bool holiday_start(Services *services, Error *error);
extern const FactFollower HOLIDAY_FOLLOWERS[];

typedef struct {
    int64_t from_on, until_on;
    const char *name;
} HolidayGiven;
/* Adds the days off that begin on that day, or puts them in place of those that do. */
bool holiday_upsert(const Writer *writer, const HolidayGiven *given, int64_t *id, Upsert *outcome, Error *error);

/* A stretch of days off, and whose it is. */
typedef struct {
    int64_t from_on, until_on;
    const char *name, *name_ja; /* name_ja NULL = the workspace's own, in its words */
} HolidayNamed;
/* All of the workspace, computed and its own, in order and without overlaps; days of rest of the week are none. */
bool holidays_named(Db *db, Arena *arena, HolidayNamed **days, size_t *count, Error *error);

/* What facts say: never the name, which is somebody's words. */
typedef struct {
    int64_t from_on, until_on;
} HolidayTold;
extern const Shape HOLIDAY_TOLD;
typedef struct {
    const char *country, *weekend;
} CalendarTold;
extern const Shape CALENDAR_TOLD;

extern const Route HOLIDAY_ROUTES[];

#endif
