/*
 * Calendars over the API: each whole, with its weeks and dates; and a question, how long something took or until when
 * it will take.
 *
 * In order: showing; calendars; weeks and dates; measuring.
 */
#include "base/reason.h"
#include "house/hours/hours_store.h"
#include "house/workspace/workspace.h"
#include "http/edit.h"

#include <string.h>

/* ---- showing --------------------------------------------------------------------------------------------------- */

static List windows_shown(Arena *arena, const HoursParts *parts, int64_t week_id)
{
    HoursWindowRow *rows = arena_array(arena, HOURS_WINDOWS_MAX, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < parts->window_count && count < HOURS_WINDOWS_MAX; i++)
        if (parts->windows[i].week_id == week_id)
            rows[count++] = parts->windows[i];
    return (List) { count, rows };
}

static List weeks_shown(Arena *arena, const HoursParts *parts, int64_t hours_id)
{
    HoursWeekShown *weeks = arena_array(arena, parts->week_count + 1, sizeof *weeks);
    size_t count = 0;
    for (size_t i = 0; i < parts->week_count; i++) {
        const HoursWeekRow *row = &parts->weeks[i];
        if (row->hours_id == hours_id)
            weeks[count++] = (HoursWeekShown) { .row = *row,
                                                .from_on = { row->from_on, row->from_on != 0 },
                                                .windows = windows_shown(arena, parts, row->id) };
    }
    return (List) { count, weeks };
}

static List dates_shown(Arena *arena, const HoursParts *parts, int64_t hours_id)
{
    HoursDateRow *dates = arena_array(arena, parts->date_count + 1, sizeof *dates);
    size_t count = 0;
    for (size_t i = 0; i < parts->date_count; i++)
        if (parts->dates[i].hours_id == hours_id)
            dates[count++] = parts->dates[i];
    return (List) { count, dates };
}

static HoursCalendar calendar_of(const Request *request, const HoursRow *row, const HoursParts *parts,
                                 const HolidayNamed *rests, size_t rest_count)
{
    const Hours *hours = hours_of(request->arena, row, parts, rests, rest_count);
    int64_t opens = hours_after(hours, request->now, 0);
    bool open = hours_open(hours, request->now);
    return (HoursCalendar) { .row = *row,
                             .weeks = weeks_shown(request->arena, parts, row->id),
                             .dates = dates_shown(request->arena, parts, row->id),
                             .open = open,
                             .opens_at = { opens, !open && opens != HOURS_NEVER } };
}

static bool hours_reply(Request *request, int status, int64_t id, Error *error)
{
    HoursRow *row;
    HoursParts parts;
    HolidayNamed *rests;
    size_t rest_count;
    if (!hours_by_id(request->db, request->arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "business hours %lld not found", (long long)id);
    if (!hours_parts(request->db, request->arena, id, &parts, error) ||
        !holidays_named(request->db, request->arena, &rests, &rest_count, error))
        return false;
    HoursCalendar shown = calendar_of(request, row, &parts, rests, rest_count);
    return reply_row(request, status, &HOURS_CALENDAR, &shown);
}

/* ---- calendars ------------------------------------------------------------------------------------------------- */

static bool hours_list(Request *request, Error *error)
{
    HoursRow *rows;
    HoursParts parts;
    HolidayNamed *rests;
    size_t count, rest_count;
    if (!hours_all(request->db, request->arena, &rows, &count, error) ||
        !hours_parts(request->db, request->arena, 0, &parts, error) ||
        !holidays_named(request->db, request->arena, &rests, &rest_count, error))
        return false;
    HoursCalendar *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = calendar_of(request, &rows[i], &parts, rests, rest_count);
    return reply_list(request, &HOURS_CALENDAR, shown, count, NULL);
}

static bool hours_get(Request *request, Error *error)
{
    return hours_reply(request, 200, request->path_id[0], error);
}

static bool hours_create(Request *request, Error *error)
{
    NewHours given = *(const NewHours *)request->input;
    Writer writer = writer_of(request);
    Workspace *workspace;
    int64_t id;
    if (!given.time_zone) {
        if (!workspace_get(request->db, request->arena, &workspace, error))
            return false;
        given.time_zone = workspace->time_zone;
    }
    return hours_add(&writer, &given, &id, error) && hours_reply(request, 201, id, error);
}

/* The calendar of the path, for a change of it. */
static bool hours_of_path(Request *request, HoursRow **row, Error *error)
{
    if (!hours_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "business hours %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool hours_patch(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    HoursRow *row;
    return hours_of_path(request, &row, error) &&
           edit_apply(request, &HOURS_PATCH, request->input, &HOURS_ROW, row, error) &&
           hours_change(&writer, row, error) && hours_reply(request, 200, row->id, error);
}

static bool hours_remove_route(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    HoursRow *row;
    return hours_of_path(request, &row, error) && hours_delete(&writer, row, error) && reply_empty(request);
}

/* ---- weeks and dates ------------------------------------------------------------------------------------------- */

static bool hours_put_week(Request *request, Error *error)
{
    const NewHoursWeek *in = request->input;
    Writer writer = writer_of(request);
    HoursRow *row;
    return hours_of_path(request, &row, error) &&
           hours_week_put(&writer, row, in->from_on.known ? in->from_on.value : 0, in->windows, error) &&
           hours_reply(request, 200, row->id, error);
}

static bool hours_delete_week(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    HoursRow *row;
    HoursWeekRow *weeks;
    size_t count;
    if (!hours_of_path(request, &row, error) ||
        !hours_weeks(request->db, request->arena, row->id, &weeks, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (weeks[i].id == request->path_id[1])
            return hours_week_delete(&writer, row, &weeks[i], error) && hours_reply(request, 200, row->id, error);
    return fail(error, ERROR_MISSING, NULL, "week %lld not found", (long long)request->path_id[1]);
}

static bool hours_create_date(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    HoursRow *row;
    return hours_of_path(request, &row, error) && hours_date_add(&writer, row, request->input, error) &&
           hours_reply(request, 201, row->id, error);
}

static bool hours_delete_date(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    HoursRow *row;
    HoursDateRow *date;
    if (!hours_of_path(request, &row, error) ||
        !hours_date_by_id(request->db, request->arena, request->path_id[1], row->id, &date, error))
        return false;
    if (!date)
        return fail(error, ERROR_MISSING, NULL, "date %lld not found", (long long)request->path_id[1]);
    return hours_date_delete(&writer, row, date, error) && hours_reply(request, 200, row->id, error);
}

/* ---- measuring ------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt from, until, minutes;
} HoursAsk;
static const Field HOURS_ASK_FIELDS[] = {
    SHAPE_OPT(HoursAsk, from, FIELD_TIME, .about = "Now, if it is missing"),
    SHAPE_OPT(HoursAsk, until, FIELD_TIME, .about = "How much business time is between"),
    SHAPE_OPT(HoursAsk, minutes, FIELD_INT, .min = 0, .max = 525600,
              .about = "When that much business time has passed"),
    { 0 },
};
static const Shape HOURS_ASK = { "HoursAsk", sizeof(HoursAsk), HOURS_ASK_FIELDS };

static const Field HOURS_SKIPPED_FIELDS[] = {
    SHAPE_FIELD(HoursSkipped, from_on, FIELD_DAY),
    SHAPE_FIELD(HoursSkipped, until_on, FIELD_DAY),
    SHAPE_FIELD(HoursSkipped, why, FIELD_TEXT, .choices = "holiday|closed|break|other_hours"),
    SHAPE_OPT(HoursSkipped, name, FIELD_TEXT),
    SHAPE_OPT(HoursSkipped, name_ja, FIELD_TEXT),
    { 0 },
};
static const Shape HOURS_SKIPPED = { "HoursSkipped", sizeof(HoursSkipped), HOURS_SKIPPED_FIELDS };

typedef struct {
    int64_t from;
    OptInt until; /* unknown: it never ends within five years */
    int64_t minutes;
    List skipped;
} HoursMeasured;
static const Field HOURS_MEASURED_FIELDS[] = {
    SHAPE_FIELD(HoursMeasured, from, FIELD_TIME),
    SHAPE_OPT(HoursMeasured, until, FIELD_TIME, .about = "Missing when it takes more than five years"),
    SHAPE_FIELD(HoursMeasured, minutes, FIELD_INT),
    SHAPE_FIELD(HoursMeasured, skipped, FIELD_LIST, .shape = &HOURS_SKIPPED),
    { 0 },
};
static const Shape HOURS_MEASURED = { "HoursMeasured", sizeof(HoursMeasured), HOURS_MEASURED_FIELDS };

enum { SKIPPED_MAX = 100 };

static HoursMeasured measured(const Request *request, const Hours *hours, const HoursAsk *ask)
{
    HoursMeasured found = { .from = ask->from.known ? ask->from.value : request->now };
    HoursSkipped *skipped = arena_array(request->arena, SKIPPED_MAX, sizeof *skipped);
    if (ask->until.known) {
        found.until = ask->until;
        found.minutes = hours_between(hours, found.from, ask->until.value) / MS_PER_MINUTE;
    } else {
        int64_t due = hours_after(hours, found.from, ask->minutes.value * MS_PER_MINUTE);
        found.until = (OptInt) { due, due != HOURS_NEVER };
        found.minutes = ask->minutes.value;
    }
    if (found.until.known && found.until.value > found.from)
        found.skipped = (List) { hours_skipped(hours, found.from, found.until.value, skipped, SKIPPED_MAX), skipped };
    return found;
}

static bool ask_fits(const HoursAsk *ask, int64_t now, Error *error)
{
    int64_t from = ask->from.known ? ask->from.value : now;
    if (ask->until.known == ask->minutes.known)
        return refuse(error, "minutes", REASON_MISSING, NULL, NULL);
    if (ask->until.known && ask->until.value - from > HOURS_DAYS_AHEAD * (int64_t)MS_PER_DAY)
        return refuse(error, "until", REASON_OUT_OF_RANGE, "0", "1830");
    return true;
}

static bool hours_measure(Request *request, Error *error)
{
    const HoursAsk *ask = request->query;
    const Hours *hours;
    HoursRow *row;
    if (!ask_fits(ask, request->now, error) ||
        !hours_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "business hours %lld not found", (long long)request->path_id[0]);
    if (!hours_read(request->db, request->arena, row->id, &hours, error))
        return false;
    HoursMeasured found = measured(request, hours, ask);
    return reply_row(request, 200, &HOURS_MEASURED, &found);
}

const Route HOURS_ROUTES[] = {
    { GET, "/api/v1/hours", hours_list, RIGHT_VIEW,
      "List the calendars of business hours, with their weeks and dates; the first one is the workspace's",
      .gives = &HOURS_CALENDAR, .flags = ROUTE_LIST },
    { POST, "/api/v1/hours", hours_create, RIGHT_MANAGE,
      "Add a calendar; in the workspace's time zone, and with its holidays off, if nothing else is said",
      .takes = &NEW_HOURS, .gives = &HOURS_CALENDAR },
    { GET, "/api/v1/hours/{id}", hours_get, RIGHT_VIEW, "Get a calendar", .gives = &HOURS_CALENDAR },
    { PATCH, "/api/v1/hours/{id}", hours_patch, RIGHT_MANAGE, "Change its name, time zone, holidays or place",
      .takes = &HOURS_PATCH, .gives = &HOURS_CALENDAR },
    { DELETE, "/api/v1/hours/{id}", hours_remove_route, RIGHT_MANAGE, "Delete a calendar" },
    { PUT, "/api/v1/hours/{id}/weeks", hours_put_week, RIGHT_MANAGE,
      "Set the windows of the week from a day on, in minutes of the local day; without from_on those that hold on all "
      "earlier days",
      .takes = &NEW_HOURS_WEEK, .gives = &HOURS_CALENDAR },
    { DELETE, "/api/v1/hours/{id}/weeks/{week_id}", hours_delete_week, RIGHT_MANAGE,
      "Delete a week: the one before it goes on", .gives = &HOURS_CALENDAR },
    { POST, "/api/v1/hours/{id}/dates", hours_create_date, RIGHT_MANAGE,
      "Add dates that differ: closed, open at other hours (on holidays too), or breaks; one day without until_on",
      .takes = &NEW_HOURS_DATE, .gives = &HOURS_CALENDAR },
    { DELETE, "/api/v1/hours/{id}/dates/{date_id}", hours_delete_date, RIGHT_MANAGE, "Delete dates that differ",
      .gives = &HOURS_CALENDAR },
    { GET, "/api/v1/hours/{id}/time", hours_measure, RIGHT_VIEW,
      "Measure in business hours: with until, how many minutes are between; with minutes, when they have passed; and "
      "which days were skipped",
      .asks = &HOURS_ASK, .gives = &HOURS_MEASURED },
    { 0 },
};
