/* Gauges out of events. In order: the number of an event; adding; a day again; counting; keeping; reading. */
#include "usage/event/gauged.h"

#include "base/json.h"
#include "gauged.sql.h"
#include "rolled_engine.sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the number of an event ------------------------------------------------------------------------------------ */

typedef enum { GAUGED_GOOD, GAUGED_MISSING, GAUGED_WRONG } Gauged;

static const Json *properties_of(Arena *arena, const EventRecord *record)
{
    const Json *json;
    Error ignored = { 0 };
    if (record->properties_size == 0 ||
        !json_parse(arena, record->properties, record->properties_size, &json, &ignored))
        return NULL;
    return json;
}

static Gauged number_of(const Json *properties, const char *property, double *number)
{
    const Json *value = properties ? json_get(properties, property) : NULL;
    if (json_is_null(value))
        return GAUGED_MISSING;
    return json_real_value(value, number) && fabs(*number) <= GAUGE_MOST ? GAUGED_GOOD : GAUGED_WRONG;
}

/* ---- adding ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    GaugeDayAddIn *rows;
    size_t count, capacity;
} GaugeRows;

static int row_order(const void *left, const void *right)
{
    const GaugeDayAddIn *a = left, *b = right;
    if (a->account_id != b->account_id)
        return a->account_id < b->account_id ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->gauge_id < b->gauge_id ? -1 : a->gauge_id > b->gauge_id;
}

static void row_join(GaugeDayAddIn *row, const GaugeDayAddIn *more)
{
    bool later = more->last_at > row->last_at || (more->last_at == row->last_at && more->last > row->last);
    row->events += more->events;
    row->total += more->total;
    row->last = later ? more->last : row->last;
    row->last_at = later ? more->last_at : row->last_at;
}

/* One row for each account, day and gauge. */
static void rows_sum(GaugeRows *rows)
{
    size_t kept = 0;
    if (rows->count > 1)
        qsort(rows->rows, rows->count, sizeof *rows->rows, row_order);
    for (size_t i = 0; i < rows->count; i++)
        if (kept > 0 && row_order(&rows->rows[kept - 1], &rows->rows[i]) == 0)
            row_join(&rows->rows[kept - 1], &rows->rows[i]);
        else
            rows->rows[kept++] = rows->rows[i];
    rows->count = kept;
}

static void event_add(Flush *flush, const Kept *kept, GaugeRows *rows)
{
    const Json *properties = properties_of(rows->arena, &kept->record);
    int64_t day = flush_day(flush, kept->record.at);
    for (size_t i = 0; i < kept->name->gauge_count; i++) {
        const CatalogGauge *gauge = kept->name->gauges[i];
        double number;
        if (number_of(properties, gauge->property, &number) != GAUGED_GOOD)
            continue;
        rows->rows = arena_room(rows->arena, rows->rows, rows->count, 1, &rows->capacity, sizeof *rows->rows);
        rows->rows[rows->count++] =
            (GaugeDayAddIn) { kept->account, day, gauge->id, 1, number, number, kept->record.at };
    }
}

static GaugeRows rows_of(Flush *flush)
{
    GaugeRows rows = { .arena = flush->writer.arena };
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        if (kept->name->gauge_count && kept->account && !kept->uncounted && track_type_counts(kept->record.type))
            event_add(flush, kept, &rows);
    }
    rows_sum(&rows);
    return rows;
}

void gauged_note(Flush *flush, int64_t account, int64_t day)
{
    const Change *last = flush->gauged_count ? &flush->gauged[flush->gauged_count - 1] : NULL;
    if (last && last->account == account && last->day == day)
        return;
    flush->gauged = arena_room(flush->writer.arena, flush->gauged, flush->gauged_count, 1, &flush->gauged_capacity,
                               sizeof *flush->gauged);
    flush->gauged[flush->gauged_count++] = (Change) { account, day };
}

bool gauged_write(Flush *flush, Error *error)
{
    GaugeRows rows = rows_of(flush);
    for (size_t i = 0; i < rows.count; i++)
        gauged_note(flush, rows.rows[i].account_id, rows.rows[i].day);
    return rows.count == 0 || gauge_day_add(flush->writer.db, rows.rows, rows.count, error);
}

/* ---- a day again ----------------------------------------------------------------------------------------------- */

static bool is_same(const GaugeDayOfRow *before, size_t count, const GaugeRows *rows)
{
    bool same = count == rows->count;
    for (size_t i = 0; same && i < count; i++)
        same = before[i].gauge_id == rows->rows[i].gauge_id && before[i].events == rows->rows[i].events &&
               before[i].total == rows->rows[i].total && before[i].last == rows->rows[i].last &&
               before[i].last_at == rows->rows[i].last_at;
    return same;
}

bool gauged_again(Flush *flush, int64_t account, int64_t day, bool *changed, Error *error)
{
    Db *db = flush->writer.db;
    GaugeRows rows = rows_of(flush);
    GaugeDayOfRow *before;
    size_t count;
    if (!gauge_day_of(db, flush->writer.arena, account, day, &before, &count, error))
        return false;
    *changed = !is_same(before, count, &rows);
    if (!*changed)
        return true;
    gauged_note(flush, account, day);
    return gauge_day_drop(db, account, day, error) &&
           (rows.count == 0 || gauge_day_add(db, rows.rows, rows.count, error));
}

/* ---- counting -------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    GaugeSeenAddIn *rows;
    size_t count, capacity;
} GaugeCounts;

static GaugeSeenAddIn *count_of(GaugeCounts *counts, int64_t gauge, int64_t day)
{
    for (size_t i = counts->count; i-- > 0;)
        if (counts->rows[i].gauge_id == gauge && counts->rows[i].day == day)
            return &counts->rows[i];
    counts->rows = arena_room(counts->arena, counts->rows, counts->count, 1, &counts->capacity, sizeof *counts->rows);
    counts->rows[counts->count] = (GaugeSeenAddIn) { .gauge_id = gauge, .day = day };
    return &counts->rows[counts->count++];
}

static void event_count(Flush *flush, const Kept *kept, GaugeCounts *counts)
{
    const Json *properties = properties_of(counts->arena, &kept->record);
    for (size_t i = 0; i < kept->name->gauge_count; i++) {
        const CatalogGauge *gauge = kept->name->gauges[i];
        GaugeSeenAddIn *row = count_of(counts, gauge->id, flush_day(flush, kept->record.at));
        double number;
        Gauged gauged = number_of(properties, gauge->property, &number);
        row->good += gauged == GAUGED_GOOD;
        row->missing += gauged == GAUGED_MISSING;
        row->wrong += gauged == GAUGED_WRONG;
    }
}

bool gauged_count(Flush *flush, Error *error)
{
    GaugeCounts counts = { .arena = flush->writer.arena };
    for (size_t i = 0; i < flush->kept_count; i++) {
        const Kept *kept = &flush->kept[i];
        if (kept->name->gauge_count && !kept->counted && track_type_counts(kept->record.type))
            event_count(flush, kept, &counts);
    }
    return counts.count == 0 || gauge_seen_add(flush->writer.db, counts.rows, counts.count, error);
}

/* ---- keeping --------------------------------------------------------------------------------------------------- */

static bool is_of(const CatalogGauge *gauge, const EventRecord *record)
{
    return strlen(gauge->event) == record->name_size && memcmp(gauge->event, record->name, record->name_size) == 0;
}

bool gauged_has(Arena *arena, const CatalogGauge *gauge, const EventRecord *record)
{
    double number;
    return is_of(gauge, record) && track_type_counts(record->type) &&
           number_of(properties_of(arena, record), gauge->property, &number) == GAUGED_GOOD;
}

void gauged_keep(Arena *arena, const Catalog *catalog, EventRecord *record)
{
    Text kept = text_new(arena);
    const Json *properties = NULL;
    for (size_t i = 0; i < catalog->gauge_count; i++) {
        const CatalogGauge *gauge = &catalog->gauges[i];
        double number;
        if (!is_of(gauge, record))
            continue;
        properties = properties ? properties : properties_of(arena, record);
        if (number_of(properties, gauge->property, &number) != GAUGED_GOOD)
            continue;
        text_add(&kept, kept.size ? "," : "{");
        json_string_to(&kept, gauge->property);
        text_char(&kept, ':');
        json_real_to(&kept, number);
    }
    if (kept.size)
        text_char(&kept, '}');
    record->properties = text_string(&kept);
    record->properties_size = (uint32_t)kept.size;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

bool gauged_note_days(Flush *flush, int64_t account, int64_t as, Error *error)
{
    Ids days;
    if (!gauge_days_of_account(flush->writer.db, flush->writer.arena, account, &days, error))
        return false;
    for (size_t i = 0; i < days.count; i++) {
        gauged_note(flush, account, days.items[i]);
        gauged_note(flush, as, days.items[i]);
    }
    return true;
}

/* Rows of one account, day and gauge stand side by side, the one with the latest number last: they are of accounts that
 * went into one. */
typedef struct {
    GaugedTake take;
    void *context;
    GaugeDay day;
    bool has;
} Taking;

static bool taking_end(Taking *taking, Error *error)
{
    bool has = taking->has;
    taking->has = false;
    return !has || taking->take(&taking->day, taking->context, error);
}

static bool day_take(Taking *taking, const GaugeDay *row, Error *error)
{
    GaugeDay *day = &taking->day;
    if (taking->has && day->account == row->account && day->day == row->day && day->gauge == row->gauge) {
        day->events += row->events;
        day->total += row->total;
        day->last = row->last;
        return true;
    }
    if (!taking_end(taking, error))
        return false;
    *day = *row;
    taking->has = true;
    return true;
}

static bool each_take(const GaugeDayEachRow *row, void *context, Error *error)
{
    GaugeDay day = { row->account_id, row->gauge_id, row->day, row->events, row->total, row->last };
    return day_take(context, &day, error);
}

static bool at_take(const GaugedEachAtRow *row, void *context, Error *error)
{
    GaugeDay day = { row->account_id, row->gauge_id, row->day, row->events, row->total, row->last };
    return day_take(context, &day, error);
}

bool gauged_all(Db *db, GaugedTake take, void *context, Error *error)
{
    Taking taking = { .take = take, .context = context };
    return gauge_day_each(db, each_take, &taking, error) && taking_end(&taking, error);
}

bool gauged_at(Db *db, Ids accounts, Ids days, GaugedTake take, void *context, Error *error)
{
    Taking taking = { .take = take, .context = context };
    return gauged_each_at(db, accounts, days, at_take, &taking, error) && taking_end(&taking, error);
}
