/* Inside the module: how calendars are read whole, changed and told. */
#ifndef BANSO_HOURS_HOURS_STORE_H
#define BANSO_HOURS_HOURS_STORE_H

#include "hours.sql.h"

#include "house/hours/hours.h"

/* All that belongs to calendars: the weeks, windows and dates of one, or of all of them, in order. */
typedef struct {
    size_t week_count, window_count, date_count;
    HoursWeekRow *weeks;
    HoursWindowRow *windows;
    HoursDateRow *dates;
} HoursParts;

/* hours_id 0 = of all calendars. */
bool hours_parts(Db *db, Arena *arena, int64_t hours_id, HoursParts *parts, Error *error);
/* For measuring. `rests` are the workspace's holidays, used where the calendar keeps them. */
const Hours *hours_of(Arena *arena, const HoursRow *row, const HoursParts *parts, const HolidayNamed *rests,
                      size_t rest_count);

/* Of a change: what of the calendar changed, and from which day it counts. */
typedef struct {
    const char *what;         /* "settings", "week", "dates" */
    OptInt from_on, until_on; /* days that are measured otherwise; none = all of them */
} HoursTold;
extern const Shape HOURS_TOLD;

bool hours_add(const Writer *writer, const NewHours *given, int64_t *id, Error *error);
bool hours_change(const Writer *writer, const HoursRow *row, Error *error);
bool hours_delete(const Writer *writer, const HoursRow *row, Error *error);
/* In place of the week that begins on that day, if there is one; from_on 0 = the one that always held. */
bool hours_week_put(const Writer *writer, const HoursRow *row, int64_t from_on, List windows, Error *error);
bool hours_week_delete(const Writer *writer, const HoursRow *row, const HoursWeekRow *week, Error *error);
/* All that was given, or nothing of it. */
bool hours_date_add(const Writer *writer, const HoursRow *row, const NewHoursDate *given, Error *error);
bool hours_date_delete(const Writer *writer, const HoursRow *row, const HoursDateRow *date, Error *error);

#endif
