/*
 * Changes of calendars. Each raises the calendar's version and writes one fact, which says from which day on time is
 * measured otherwise: who keeps what was measured (due times) reads it. The time zone and whether holidays are days off
 * have no versions, so that a change of them moves all days.
 *
 * In order: facts; windows; calendars; weeks; dates.
 */
#include "base/id.h"
#include "base/reason.h"
#include "house/hours/hours_store.h"

#include <string.h>

/* ---- facts ----------------------------------------------------------------------------------------------------- */

static const Field HOURS_TOLD_FIELDS[] = {
    SHAPE_FIELD(HoursTold, what, FIELD_TEXT, .choices = "settings|week|dates"),
    SHAPE_OPT(HoursTold, from_on, FIELD_DAY),
    SHAPE_OPT(HoursTold, until_on, FIELD_DAY),
    { 0 },
};
const Shape HOURS_TOLD = { "HoursTold", sizeof(HoursTold), HOURS_TOLD_FIELDS };

static bool changed(const Writer *writer, const HoursRow *row, HoursTold told, Error *error)
{
    return hours_update(writer->db, row, error) && writer_tell(writer, "hours.changed", 0, 0, row->id, &told, error);
}

/* ---- windows --------------------------------------------------------------------------------------------------- */

static bool window_fits(int64_t from, int64_t until, Error *error)
{
    return (until > from && until - from <= 1440) || refuse(error, "until_minute", REASON_WINDOW, NULL, NULL);
}

static bool windows_put(const Writer *writer, int64_t week_id, List given, Error *error)
{
    const NewHoursWindow *windows = given.items;
    HoursWindowInsertIn *rows = arena_array(writer->arena, given.count + 1, sizeof *rows);
    for (size_t i = 0; i < given.count; i++) {
        const NewHoursWindow *window = &windows[i];
        if (!window_fits(window->from_minute, window->until_minute, error))
            return false;
        rows[i] =
            (HoursWindowInsertIn) { id_new(), week_id, window->weekday, window->from_minute, window->until_minute };
    }
    return hours_window_insert(writer->db, rows, given.count, error);
}

/* ---- calendars ------------------------------------------------------------------------------------------------- */

static bool row_fits(const HoursRow *row, Error *error)
{
    return zone_find(row->time_zone) || refuse(error, "time_zone", REASON_NO_TIME_ZONE, row->time_zone, NULL);
}

bool hours_add(const Writer *writer, const NewHours *given, int64_t *id, Error *error)
{
    HoursRow *rows, row = { .id = id_new(),
                            .name = given->name,
                            .time_zone = given->time_zone,
                            .keeps_holidays = !given->keeps_holidays.known || given->keeps_holidays.value };
    size_t count;
    if (!row_fits(&row, error) || !hours_all(writer->db, writer->arena, &rows, &count, error))
        return false;
    if (count >= HOURS_CALENDARS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "50", NULL);
    row.position = count ? rows[count - 1].position + 1 : 1;
    HoursWeekRow week = { id_new(), row.id, 0 };
    *id = row.id;
    return hours_insert(writer->db, &row, error) && hours_week_insert(writer->db, &week, error) &&
           windows_put(writer, week.id, given->windows, error) &&
           writer_tell(writer, "hours.created", 0, 0, row.id, NULL, error);
}

/* The others close up, and make room for it. */
static bool place(const Writer *writer, const HoursRow *row, Error *error)
{
    HoursRow *rows;
    size_t count;
    int64_t next = 1;
    if (!hours_all(writer->db, writer->arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].id == row->id)
            continue;
        next += next == row->position;
        if (rows[i].position != next && !hours_place_set(writer->db, rows[i].id, next, error))
            return false;
        next++;
    }
    return true;
}

bool hours_change(const Writer *writer, const HoursRow *row, Error *error)
{
    return row_fits(row, error) && place(writer, row, error) &&
           changed(writer, row, (HoursTold) { .what = "settings" }, error);
}

bool hours_delete(const Writer *writer, const HoursRow *row, Error *error)
{
    return hours_all_windows_remove(writer->db, row->id, error) && hours_weeks_remove(writer->db, row->id, error) &&
           hours_dates_remove(writer->db, row->id, error) && hours_remove(writer->db, row->id, error) &&
           writer_tell(writer, "hours.deleted", 0, 0, row->id, NULL, error);
}

/* ---- weeks ----------------------------------------------------------------------------------------------------- */

static OptInt day_told(int64_t day)
{
    return (OptInt) { day, day != 0 };
}

bool hours_week_put(const Writer *writer, const HoursRow *row, int64_t from_on, List windows, Error *error)
{
    HoursWeekRow *before, week = { id_new(), row->id, from_on }, *all;
    size_t count;
    if (!hours_week_from(writer->db, writer->arena, row->id, from_on, &before, error) ||
        !hours_weeks(writer->db, writer->arena, row->id, &all, &count, error))
        return false;
    if (!before && count >= HOURS_WEEKS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "100", NULL);
    bool ok =
        before ? hours_windows_remove(writer->db, before->id, error) : hours_week_insert(writer->db, &week, error);
    return ok && windows_put(writer, before ? before->id : week.id, windows, error) &&
           changed(writer, row, (HoursTold) { "week", day_told(from_on), { 0 } }, error);
}

/* The first one stays: some week holds on every day. */
bool hours_week_delete(const Writer *writer, const HoursRow *row, const HoursWeekRow *week, Error *error)
{
    if (week->from_on == 0)
        return refuse(error, NULL, REASON_FIRST_WEEK, NULL, NULL);
    return hours_windows_remove(writer->db, week->id, error) && hours_week_remove(writer->db, week->id, error) &&
           changed(writer, row, (HoursTold) { "week", day_told(week->from_on), { 0 } }, error);
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

static bool date_fits(const HoursDateRow *date, size_t windows, bool is_closed, Error *error)
{
    if (date->until_on <= date->from_on)
        return refuse(error, "until_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    if (date->until_on - date->from_on > HOURS_DATE_DAYS_MAX)
        return refuse(error, "until_on", REASON_HOLIDAY_LONG, "366", NULL);
    return is_closed || windows > 0 || refuse(error, "windows", REASON_MISSING, NULL, NULL);
}

static HoursTold date_told(const HoursDateRow *date)
{
    return (HoursTold) { "dates", { date->from_on, true }, { date->until_on, true } };
}

static bool date_window_add(const Writer *writer, HoursDateRow date, const NewHoursTime *window, Error *error)
{
    if (!window_fits(window->from_minute, window->until_minute, error))
        return false;
    date.id = id_new();
    date.from_minute = (OptInt) { window->from_minute, true };
    date.until_minute = (OptInt) { window->until_minute, true };
    return hours_date_insert(writer->db, &date, error);
}

static bool dates_insert(const Writer *writer, HoursDateRow *date, const List *windows, Error *error)
{
    const NewHoursTime *items = windows->items;
    date->id = id_new();
    if (!windows->count)
        return hours_date_insert(writer->db, date, error);
    for (size_t i = 0; i < windows->count; i++)
        if (!date_window_add(writer, *date, &items[i], error))
            return false;
    return true;
}

bool hours_date_add(const Writer *writer, const HoursRow *row, const NewHoursDate *given, Error *error)
{
    bool is_closed = strcmp(given->kind, "closed") == 0;
    List windows = is_closed ? (List) { 0 } : given->windows;
    HoursDateRow *all, date = { .hours_id = row->id,
                                .from_on = given->from_on,
                                .until_on = given->until_on.known ? given->until_on.value : given->from_on + 1,
                                .kind = given->kind,
                                .name = given->name };
    size_t count;
    if (!date_fits(&date, windows.count, is_closed, error) ||
        !hours_dates(writer->db, writer->arena, row->id, &all, &count, error))
        return false;
    if (count + (is_closed ? 1 : windows.count) > HOURS_DATES_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "1,000", NULL);
    return dates_insert(writer, &date, &windows, error) && changed(writer, row, date_told(&date), error);
}

bool hours_date_delete(const Writer *writer, const HoursRow *row, const HoursDateRow *date, Error *error)
{
    return hours_date_remove(writer->db, date->id, error) && changed(writer, row, date_told(date), error);
}
