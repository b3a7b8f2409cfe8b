/*
 * From tables to the engine, and changes. The engine gets all days of all years at once: a calendar is a table of every
 * day, so which year is asked about does not matter.
 *
 * In order: reading; the engine; facts; writing.
 */
#include "house/holiday/holiday.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/text.h"
#include "engine/engine.h"
#include "house/holiday/holiday_store.h"
#include "house/holiday/japan.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading --------------------------------------------------------------------------------------------------- */

bool calendar_get(Db *db, Arena *arena, CalendarReadRow *row, Error *error)
{
    CalendarReadRow *found;
    if (!calendar_read(db, arena, &found, error))
        return false;
    *row = found ? *found : (CalendarReadRow) { .country = "none", .weekend = "sat_sun" };
    return true;
}

static unsigned weekend_of(const char *name)
{
    static const struct {
        const char *name;
        unsigned days;
    } WEEKENDS[] = { { "sat_sun", WEEKEND_SAT_SUN }, { "fri_sat", WEEKEND_FRI_SAT }, { "sun", WEEKEND_SUN } };
    for (size_t i = 0; i < sizeof WEEKENDS / sizeof *WEEKENDS; i++)
        if (strcmp(name, WEEKENDS[i].name) == 0)
            return WEEKENDS[i].days;
    return 0;
}

typedef struct {
    int64_t *items;
    size_t count;
} Days;

enum { JAPAN_DAYS = (JAPAN_LAST_YEAR - JAPAN_FIRST_YEAR + 1) * JAPAN_YEAR_MAX };

static void days_add(Days *days, int64_t day)
{
    days->items[days->count++] = day;
}

static void days_of_japan(Days *days)
{
    PublicHoliday found[JAPAN_YEAR_MAX];
    for (int year = JAPAN_FIRST_YEAR; year <= JAPAN_LAST_YEAR; year++) {
        size_t count = japan_holidays(year, found);
        for (size_t i = 0; i < count; i++)
            days_add(days, found[i].day);
    }
}

static int by_first_day(const void *a, const void *b)
{
    const HolidayNamed *x = a, *y = b;
    if (x->from_on != y->from_on)
        return x->from_on < y->from_on ? -1 : 1;
    return (y->name_ja != NULL) - (x->name_ja != NULL); /* a public holiday keeps its name */
}

/* Cuts off what those before have covered. */
static size_t named_disjoint(HolidayNamed *days, size_t count)
{
    size_t kept = 0;
    qsort(days, count, sizeof *days, by_first_day);
    for (size_t i = 0; i < count; i++) {
        HolidayNamed day = days[i];
        if (kept && day.from_on < days[kept - 1].until_on)
            day.from_on = days[kept - 1].until_on;
        if (day.from_on < day.until_on)
            days[kept++] = day;
    }
    return kept;
}

static size_t named_of_japan(HolidayNamed *days)
{
    PublicHoliday found[JAPAN_YEAR_MAX];
    size_t count = 0;
    for (int year = JAPAN_FIRST_YEAR; year <= JAPAN_LAST_YEAR; year++) {
        size_t of_year = japan_holidays(year, found);
        for (size_t i = 0; i < of_year; i++)
            days[count++] = (HolidayNamed) { found[i].day, found[i].day + 1, found[i].name, found[i].name_ja };
    }
    return count;
}

bool holidays_named(Db *db, Arena *arena, HolidayNamed **days, size_t *count, Error *error)
{
    CalendarReadRow calendar;
    HolidayRow *rows;
    size_t own;
    if (!calendar_get(db, arena, &calendar, error) || !holiday_all(db, arena, &rows, &own, error))
        return false;
    HolidayNamed *all = arena_array(arena, JAPAN_DAYS + own, sizeof *all);
    size_t found = strcmp(calendar.country, "JP") == 0 ? named_of_japan(all) : 0;
    for (size_t i = 0; i < own; i++)
        all[found++] = (HolidayNamed) { rows[i].from_on, rows[i].until_on, rows[i].name, NULL };
    *days = all;
    *count = named_disjoint(all, found);
    return true;
}

/* ---- the engine ------------------------------------------------------------------------------------------------ */

/* Held from before the tables are read: what is written later was read later. */
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

static void calendar_hand(Engine *engine, Arena *arena, const CalendarReadRow *calendar, const HolidayRow *rows,
                          size_t count)
{
    Days days = { .items = arena_array(arena, JAPAN_DAYS + count * HOLIDAY_DAYS_MAX, sizeof(int64_t)) };
    if (strcmp(calendar->country, "JP") == 0)
        days_of_japan(&days);
    for (size_t i = 0; i < count; i++)
        for (int64_t day = rows[i].from_on; day < rows[i].until_on; day++)
            days_add(&days, day);
    engine_calendar_set(engine,
                        days.count ? calendar_new(weekend_of(calendar->weekend), days.items, days.count) : NULL);
}

static bool holiday_work(Db *db, void *context, Error *error)
{
    Services *services = context;
    Arena *arena = arena_new();
    CalendarReadRow calendar;
    HolidayRow *rows;
    size_t count;
    bool ok = calendar_get(db, arena, &calendar, error) && holiday_all(db, arena, &rows, &count, error);
    if (ok)
        calendar_hand(services->engine, arena, &calendar, rows, count);
    arena_free(arena);
    return ok;
}

bool holiday_start(Services *services, Error *error)
{
    pthread_mutex_lock(&writing);
    bool ok = store_read(services->store, holiday_work, services, error);
    pthread_mutex_unlock(&writing);
    return ok;
}

static bool holiday_follow(Services *services, const Fact *facts, size_t count, Error *error)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(facts[i].kind, "holiday.") || text_starts(facts[i].kind, "calendar."))
            return holiday_start(services, error);
    return true;
}

const FactFollower HOLIDAY_FOLLOWERS[] = { { "the calendar", holiday_follow, false }, { 0 } };

/* What cannot be read now is found when the fact is followed; on SQLite a reader is always there. */
static void holiday_committed(void *context)
{
    Error ignored = { 0 };
    holiday_start(context, &ignored);
}

static bool holiday_commits(Db *db, void *context, Error *error)
{
    (void)error;
    db_after_commit(db, holiday_committed, context);
    return true;
}

/* Once per commit, however many rows of a file it holds. */
static void holiday_changes(const Writer *writer)
{
    db_before_commit(writer->db, holiday_commits, writer->services);
}

/* ---- facts ----------------------------------------------------------------------------------------------------- */

static const Field HOLIDAY_TOLD_FIELDS[] = {
    SHAPE_FIELD(HolidayTold, from_on, FIELD_DAY),
    SHAPE_FIELD(HolidayTold, until_on, FIELD_DAY),
    { 0 },
};
const Shape HOLIDAY_TOLD = { "HolidayTold", sizeof(HolidayTold), HOLIDAY_TOLD_FIELDS };

static const Field CALENDAR_TOLD_FIELDS[] = {
    SHAPE_FIELD(CalendarTold, country, FIELD_TEXT, .choices = "none|JP"),
    SHAPE_FIELD(CalendarTold, weekend, FIELD_TEXT, .choices = "sat_sun|fri_sat|sun|none"),
    { 0 },
};
const Shape CALENDAR_TOLD = { "CalendarTold", sizeof(CalendarTold), CALENDAR_TOLD_FIELDS };

bool holiday_tell(const Writer *writer, const char *kind, const HolidayRow *row, Error *error)
{
    HolidayTold told = { row->from_on, row->until_on };
    holiday_changes(writer);
    return writer_tell(writer, kind, 0, 0, row->id, &told, error);
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

bool calendar_put(const Writer *writer, const CalendarReadRow *row, Error *error)
{
    CalendarTold told = { row->country, row->weekend };
    Fact fact = { .kind = "calendar.changed", .actor = writer->actor, .body = &told, .at = writer->now };
    holiday_changes(writer);
    return calendar_write(writer->db, row->country, row->weekend, row->version + 1, error) &&
           fact_write(writer->db, &fact, NULL, error);
}

static bool holiday_fits(const HolidayGiven *given, Error *error)
{
    if (given->until_on <= given->from_on)
        return refuse(error, "until_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    return given->until_on - given->from_on <= HOLIDAY_DAYS_MAX ||
           refuse(error, "until_on", REASON_HOLIDAY_LONG, "60", NULL);
}

static bool holiday_add(const Writer *writer, HolidayRow *row, Error *error)
{
    HolidayCountRow *all;
    if (!holiday_count(writer->db, writer->arena, &all, error))
        return false;
    if (all->count >= HOLIDAYS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "2,000", NULL);
    row->id = id_new();
    return holiday_insert(writer->db, row, error) && holiday_tell(writer, "holiday.created", row, error);
}

static bool holiday_replace(const Writer *writer, const HolidayRow *before, const HolidayRow *row, Upsert *outcome,
                            Error *error)
{
    bool same = before->until_on == row->until_on && strcmp(before->name, row->name) == 0;
    *outcome = same ? UPSERT_UNCHANGED : UPSERT_CHANGED;
    return same || (holiday_update(writer->db, row->id, row->until_on, row->name, error) &&
                    holiday_tell(writer, "holiday.changed", row, error));
}

bool holiday_upsert(const Writer *writer, const HolidayGiven *given, int64_t *id, Upsert *outcome, Error *error)
{
    HolidayRow row = { .from_on = given->from_on, .until_on = given->until_on, .name = given->name }, *before;
    if (!holiday_fits(given, error) || !holiday_from(writer->db, writer->arena, given->from_on, &before, error))
        return false;
    *outcome = UPSERT_ADDED;
    row.id = before ? before->id : 0;
    bool ok = before ? holiday_replace(writer, before, &row, outcome, error) : holiday_add(writer, &row, error);
    *id = row.id;
    return ok;
}
