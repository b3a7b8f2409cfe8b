/*
 * Business hours: when the staff work, and how long something took or will take in that time. A workspace has some
 * calendars ("Support Tokyo"), each with a time zone, the windows of its week, the dates that differ, and whether the
 * workspace's holidays (house/holiday) are days off. The windows of the week have versions by date: each stretch of
 * time is measured by those that were in force on its day. The time zone and whether holidays are days off have none:
 * after a change of them all time is measured by what they are now, the past too.
 *
 * Rules, for one local day: days closed by a date of the calendar are closed; dates with windows of their own have
 * these, on holidays too; holidays are closed; else the week's windows hold. Breaks of a date are taken out of whatever
 * is open, past midnight too. A window that goes past midnight belongs to the day on which it begins. Windows that
 * overlap count once. Where clocks change, time is what passes, and a window is what lies between two readings of the
 * clock on the wall.
 *
 * Not for: which days count in measures of use (house/holiday), nor for who of the staff is away.
 * Units: instants in ms, spans in ms, windows in minutes of the local day (0 to 2880), days as day numbers, ends
 * exclusive.
 * Source: docs/en/metrics.md, "Business time".
 * Errors: INPUT with the field; MISSING; CONFLICT for another version.
 * Forgets a person: it holds nothing of one but for what somebody writes into the name of a date, as holidays do.
 */
#ifndef BANSO_HOURS_HOURS_H
#define BANSO_HOURS_HOURS_H

#include "base/clock.h"
#include "house/holiday/holiday.h"

enum { HOURS_CALENDARS_MAX = 50, HOURS_WEEKS_MAX = 100, HOURS_WINDOWS_MAX = 70 };
enum { HOURS_DATES_MAX = 1000, HOURS_DATE_DAYS_MAX = 366 };

typedef struct {
    int64_t weekday;     /* 0 = Sunday */
    int64_t from, until; /* minutes of that day; above 1440 = on the next one */
} HoursWindow;

/* The windows from a day on. */
typedef struct {
    int64_t from_on;
    size_t count;
    const HoursWindow *windows;
} HoursWeek;

typedef enum { DATE_CLOSED, DATE_OPEN, DATE_BREAK } HoursDateKind;

/* A stretch of days that differ. Those that are open have windows of their own or a break, one to a date. */
typedef struct {
    int64_t from_on, until_on;
    HoursDateKind kind;
    int64_t from, until; /* minutes; without meaning where it is closed */
    const char *name;    /* NULL = none */
} HoursDate;

typedef struct {
    const Zone *zone;
    size_t week_count, date_count, rest_count;
    const HoursWeek *weeks; /* ascending; the first holds for all days before as well */
    const HoursDate *dates;
    const HolidayNamed *rests; /* in order, without overlaps; none where holidays are no days off */
} Hours;

/* ---- measuring: pure -------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t from, until;
} HoursSpan;

/* No answer lies further away than this. */
enum { HOURS_DAYS_AHEAD = 5 * 366 };
#define HOURS_NEVER INT64_MAX

/* The business time between two instants; 0 when `until` is not after `from`. */
int64_t hours_between(const Hours *hours, int64_t from, int64_t until);
/* The instant at which that much business time has passed: with 0, the first open one from `at` on; a span that ends
 * with a window ends there and not at the beginning of the next. HOURS_NEVER when it takes more than five years. */
int64_t hours_after(const Hours *hours, int64_t at, int64_t span);
/* The same backward: the latest instant from which that much has passed at `at`; -HOURS_NEVER when there is none. */
int64_t hours_before(const Hours *hours, int64_t at, int64_t span);
/* That many business days later at the same time of day, or when the hours begin next. */
int64_t hours_after_days(const Hours *hours, int64_t at, int days);
bool hours_open(const Hours *hours, int64_t at);
/* What is open between two instants, in order, without touching stretches; at most `max`, how many in all is returned.
 */
size_t hours_spans(const Hours *hours, int64_t from, int64_t until, HoursSpan *spans, size_t max);

/* Why a stretch was longer than it looks: days that the week has open and that are closed, or that have breaks or
 * hours of their own. */
typedef struct {
    int64_t from_on, until_on;
    const char *why; /* "holiday", "closed", "break", "other_hours" */
    const char *name, *name_ja;
} HoursSkipped;
/* Of the local days from that of `from` to that of `until`, in order. */
size_t hours_skipped(const Hours *hours, int64_t from, int64_t until, HoursSkipped *skipped, size_t max);

/* ---- the workspace's calendars ---------------------------------------------------------------------------------- */

/* The calendar with that id; 0 = the workspace's first one. *hours is NULL when there is none. */
bool hours_read(Db *db, Arena *arena, int64_t id, const Hours **hours, Error *error);

extern const Route HOURS_ROUTES[];

#endif
