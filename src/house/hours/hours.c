/* Calendars as they are stored, read for measuring. */
#include "house/hours/hours_store.h"

#include <string.h>

bool hours_parts(Db *db, Arena *arena, int64_t hours_id, HoursParts *parts, Error *error)
{
    return hours_weeks(db, arena, hours_id, &parts->weeks, &parts->week_count, error) &&
           hours_windows(db, arena, hours_id, &parts->windows, &parts->window_count, error) &&
           hours_dates(db, arena, hours_id, &parts->dates, &parts->date_count, error);
}

/* The windows of a week stand together. */
static HoursWeek week_of(Arena *arena, const HoursWeekRow *row, const HoursParts *parts)
{
    HoursWindow *windows = arena_array(arena, HOURS_WINDOWS_MAX, sizeof *windows);
    HoursWeek week = { .from_on = row->from_on, .windows = windows };
    for (size_t i = 0; i < parts->window_count && week.count < HOURS_WINDOWS_MAX; i++) {
        const HoursWindowRow *window = &parts->windows[i];
        if (window->week_id == row->id)
            windows[week.count++] = (HoursWindow) { window->weekday, window->from_minute, window->until_minute };
    }
    return week;
}

static HoursWeek *weeks_of(Arena *arena, const HoursRow *row, const HoursParts *parts, size_t *count)
{
    HoursWeek *weeks = arena_array(arena, parts->week_count + 1, sizeof *weeks);
    *count = 0;
    for (size_t i = 0; i < parts->week_count; i++)
        if (parts->weeks[i].hours_id == row->id)
            weeks[(*count)++] = week_of(arena, &parts->weeks[i], parts);
    return weeks;
}

static HoursDateKind kind_of(const char *kind)
{
    if (strcmp(kind, "open") == 0)
        return DATE_OPEN;
    return strcmp(kind, "break") == 0 ? DATE_BREAK : DATE_CLOSED;
}

static HoursDate *dates_of(Arena *arena, const HoursRow *row, const HoursParts *parts, size_t *count)
{
    HoursDate *dates = arena_array(arena, parts->date_count + 1, sizeof *dates);
    *count = 0;
    for (size_t i = 0; i < parts->date_count; i++) {
        const HoursDateRow *date = &parts->dates[i];
        if (date->hours_id == row->id)
            dates[(*count)++] = (HoursDate) { date->from_on,           date->until_on,           kind_of(date->kind),
                                              date->from_minute.value, date->until_minute.value, date->name };
    }
    return dates;
}

const Hours *hours_of(Arena *arena, const HoursRow *row, const HoursParts *parts, const HolidayNamed *rests,
                      size_t rest_count)
{
    const Zone *zone = zone_find(row->time_zone);
    Hours *hours = arena_make(arena, Hours);
    *hours =
        (Hours) { .zone = zone ? zone : zone_find("UTC") }; /* of a backup, whose zone this machine does not know */
    hours->weeks = weeks_of(arena, row, parts, &hours->week_count);
    hours->dates = dates_of(arena, row, parts, &hours->date_count);
    if (row->keeps_holidays) {
        hours->rests = rests;
        hours->rest_count = rest_count;
    }
    return hours;
}

bool hours_read(Db *db, Arena *arena, int64_t id, const Hours **hours, Error *error)
{
    HoursRow *row;
    HoursParts parts;
    HolidayNamed *rests;
    size_t rest_count;
    *hours = NULL;
    if (!(id ? hours_by_id(db, arena, id, &row, error) : hours_first(db, arena, &row, error)))
        return false;
    if (!row)
        return true;
    if (!hours_parts(db, arena, row->id, &parts, error) || !holidays_named(db, arena, &rests, &rest_count, error))
        return false;
    *hours = hours_of(arena, row, &parts, rests, rest_count);
    return true;
}
