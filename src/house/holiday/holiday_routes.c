/* The calendar over the API: its settings, and the holidays of a year, computed ones and the workspace's own. */
#include "base/reason.h"
#include "engine/calendar.h"
#include "house/holiday/holiday_store.h"
#include "house/holiday/japan.h"

#include <stdlib.h>
#include <string.h>

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

static const Field CALENDAR_FIELDS[] = {
    SHAPE_FIELD(CalendarReadRow, country, FIELD_TEXT, .choices = "none|JP"),
    SHAPE_FIELD(CalendarReadRow, weekend, FIELD_TEXT, .choices = "sat_sun|fri_sat|sun|none"),
    SHAPE_FIELD(CalendarReadRow, version, FIELD_INT),
    { 0 },
};
static const Shape CALENDAR = { "Calendar", sizeof(CalendarReadRow), CALENDAR_FIELDS };

typedef struct {
    const char *country, *weekend;
} CalendarPatch;
static const Field CALENDAR_PATCH_FIELDS[] = {
    SHAPE_OPT(CalendarPatch, country, FIELD_TEXT, .choices = "none|JP"),
    SHAPE_OPT(CalendarPatch, weekend, FIELD_TEXT, .choices = "sat_sun|fri_sat|sun|none"),
    { 0 },
};
static const Shape CALENDAR_PATCH = { "CalendarPatch", sizeof(CalendarPatch), CALENDAR_PATCH_FIELDS };

typedef struct {
    OptInt id; /* of the workspace's own */
    int64_t from_on, until_on;
    const char *name, *name_ja, *source;
} HolidayShown;
static const Field HOLIDAY_SHOWN_FIELDS[] = {
    SHAPE_OPT(HolidayShown, id, FIELD_ID),
    SHAPE_FIELD(HolidayShown, from_on, FIELD_DAY),
    SHAPE_FIELD(HolidayShown, until_on, FIELD_DAY),
    SHAPE_FIELD(HolidayShown, name, FIELD_TEXT),
    SHAPE_OPT(HolidayShown, name_ja, FIELD_TEXT),
    SHAPE_FIELD(HolidayShown, source, FIELD_TEXT, .choices = "JP|own"),
    { 0 },
};
static const Shape HOLIDAY_SHOWN = { "Holiday", sizeof(HolidayShown), HOLIDAY_SHOWN_FIELDS };

typedef struct {
    OptInt year; /* that of today */
} HolidaysAsk;
static const Field HOLIDAYS_ASK_FIELDS[] = {
    SHAPE_OPT(HolidaysAsk, year, FIELD_INT, .min = 1970, .max = 2099),
    { 0 },
};
static const Shape HOLIDAYS_ASK = { "HolidaysAsk", sizeof(HolidaysAsk), HOLIDAYS_ASK_FIELDS };

/* ---- the settings ---------------------------------------------------------------------------------------------- */

static bool calendar_reply(Request *request, Error *error)
{
    CalendarReadRow row;
    return calendar_get(request->db, request->arena, &row, error) && reply_row(request, 200, &CALENDAR, &row);
}

static bool calendar_patch(Request *request, Error *error)
{
    const CalendarPatch *in = request->input;
    Writer writer = writer_of(request);
    CalendarReadRow row;
    if (!calendar_get(request->db, request->arena, &row, error) || !request_if_match(request, row.version, error))
        return false;
    row.country = in->country ? in->country : row.country;
    row.weekend = in->weekend ? in->weekend : row.weekend;
    return calendar_put(&writer, &row, error) && calendar_reply(request, error);
}

/* ---- the holidays of a year ------------------------------------------------------------------------------------ */

static HolidayShown own_shown(const HolidayRow *row)
{
    return (HolidayShown) { { row->id, true }, row->from_on, row->until_on, row->name, NULL, "own" };
}

static size_t computed(const CalendarReadRow *calendar, int year, HolidayShown *shown)
{
    PublicHoliday found[JAPAN_YEAR_MAX];
    size_t count = strcmp(calendar->country, "JP") == 0 ? japan_holidays(year, found) : 0;
    for (size_t i = 0; i < count; i++)
        shown[i] = (HolidayShown) { { 0 }, found[i].day, found[i].day + 1, found[i].name, found[i].name_ja, "JP" };
    return count;
}

static int by_day(const void *a, const void *b)
{
    const HolidayShown *x = a, *y = b;
    if (x->from_on != y->from_on)
        return x->from_on < y->from_on ? -1 : 1;
    return strcmp(x->source, y->source);
}

static int asked_year(const Request *request, OptInt asked)
{
    int year, month, day;
    day_split(zone_day(atomic_load(&request->services->zone), request->now), &year, &month, &day);
    return asked.known ? (int)asked.value : year;
}

static bool holiday_list(Request *request, Error *error)
{
    const HolidaysAsk *ask = request->query;
    CalendarReadRow calendar;
    HolidayRow *rows;
    size_t own;
    int year = asked_year(request, ask->year);
    int64_t first = day_from(year, 1, 1), after = day_from(year + 1, 1, 1);
    if (!calendar_get(request->db, request->arena, &calendar, error) ||
        !holiday_all(request->db, request->arena, &rows, &own, error))
        return false;
    HolidayShown *shown = arena_array(request->arena, own + JAPAN_YEAR_MAX, sizeof *shown);
    size_t count = computed(&calendar, year, shown);
    for (size_t i = 0; i < own; i++)
        if (rows[i].until_on > first && rows[i].from_on < after)
            shown[count++] = own_shown(&rows[i]);
    qsort(shown, count, sizeof *shown, by_day);
    return reply_list(request, &HOLIDAY_SHOWN, shown, count, NULL);
}

/* ---- the workspace's own --------------------------------------------------------------------------------------- */

static bool holiday_create(Request *request, Error *error)
{
    const NewHoliday *in = request->input;
    Writer writer = writer_of(request);
    HolidayGiven given = { in->from_on, in->until_on.known ? in->until_on.value : in->from_on + 1, in->name };
    HolidayRow *row;
    Upsert outcome;
    int64_t id;
    if (!holiday_upsert(&writer, &given, &id, &outcome, error) ||
        !holiday_by_id(request->db, request->arena, id, &row, error))
        return false;
    HolidayShown shown = own_shown(row);
    return reply_row(request, outcome == UPSERT_ADDED ? 201 : 200, &HOLIDAY_SHOWN, &shown);
}

static bool holiday_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    HolidayRow *row;
    if (!holiday_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "holiday %lld not found", (long long)request->path_id[0]);
    return holiday_remove(request->db, row->id, error) && holiday_tell(&writer, "holiday.deleted", row, error) &&
           reply_empty(request);
}

const Route HOLIDAY_ROUTES[] = {
    { GET, "/api/v1/calendar", calendar_reply, RIGHT_VIEW,
      "Get which days do not count in measures of use: a country's public holidays, and the days of rest of a week",
      .gives = &CALENDAR },
    { PATCH, "/api/v1/calendar", calendar_patch, RIGHT_MANAGE, "Choose them; all scores are computed again",
      .takes = &CALENDAR_PATCH, .gives = &CALENDAR },
    { GET, "/api/v1/holidays", holiday_list, RIGHT_VIEW,
      "List the holidays of a year (this one if none is given), computed ones and your own; until_on is the first day "
      "after",
      .asks = &HOLIDAYS_ASK, .gives = &HOLIDAY_SHOWN, .flags = ROUTE_LIST },
    { POST, "/api/v1/holidays", holiday_create, RIGHT_MANAGE,
      "Add days off of your own, one without until_on; those that begin on the same day are replaced",
      .takes = &NEW_HOLIDAY, .gives = &HOLIDAY_SHOWN },
    { DELETE, "/api/v1/holidays/{id}", holiday_delete, RIGHT_MANAGE, "Delete days off of your own" },
    { 0 },
};
