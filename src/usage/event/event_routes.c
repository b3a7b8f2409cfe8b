/*
 * Raw events of an account, newest first: down to the very events. Days are walked by their rollups, and the chunks of
 * a day are read only where the rollup has the feature, the product and the person asked for. A cursor is the time and
 * id of the last event shown.
 */
#include "http/page.h"
#include "reading.sql.h"
#include "usage/event/event_read.h"
#include "usage/event/event_store.h"
#include "usage/event/gauged.h"
#include "usage/event/uncounted.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    OptInt feature_id, product_id, gauge_id, contact_id, from, until, limit;
    const char *name, *cursor;
} EventQuery;

static const Field EVENT_QUERY_FIELDS[] = {
    SHAPE_OPT(EventQuery, feature_id, FIELD_ID),
    SHAPE_OPT(EventQuery, product_id, FIELD_ID, .about = "Use of this product."),
    SHAPE_OPT(EventQuery, gauge_id, FIELD_ID, .about = "Events that carry a number of this gauge."),
    SHAPE_OPT(EventQuery, contact_id, FIELD_ID),
    SHAPE_OPT(EventQuery, from, FIELD_DAY),
    SHAPE_OPT(EventQuery, until, FIELD_DAY),
    SHAPE_OPT(EventQuery, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_OPT(EventQuery, name, FIELD_TEXT, .max = 600),
    SHAPE_OPT(EventQuery, cursor, FIELD_TEXT, .max = 60),
    { 0 },
};
static const Shape EVENT_QUERY = { "EventQuery", sizeof(EventQuery), EVENT_QUERY_FIELDS };

typedef struct {
    int64_t id, at, received_at;
    const char *name, *type;
    OptInt contact_id;
    const char *contact;
    OptInt feature_id;
    const char *properties;
    bool counted;
} Event;

static const Field EVENT_FIELDS[] = {
    SHAPE_FIELD(Event, id, FIELD_ID),
    SHAPE_FIELD(Event, at, FIELD_TIME),
    SHAPE_FIELD(Event, received_at, FIELD_TIME),
    SHAPE_FIELD(Event, name, FIELD_TEXT),
    SHAPE_FIELD(Event, type, FIELD_TEXT, .choices = "identify|track|page|screen|group|alias"),
    SHAPE_OPT(Event, contact_id, FIELD_ID),
    SHAPE_OPT(Event, contact, FIELD_TEXT),
    SHAPE_OPT(Event, feature_id, FIELD_ID),
    SHAPE_FIELD(Event, properties, FIELD_JSON),
    SHAPE_FIELD(Event, counted, FIELD_FLAG),
    { 0 },
};
static const Shape EVENT = { "Event", sizeof(Event), EVENT_FIELDS };

typedef struct {
    Request *request;
    const EventQuery *query;
    Catalog catalog;
    const CatalogGauge *gauge; /* NULL = none is asked for */
    Ids accounts;              /* that are one: by each of them events are filed */
    Cursor before;             /* where the page before ended */
    size_t limit;
    EventRecord *found; /* of the day being read */
    int64_t *features;
    size_t found_count, capacity;
    Event *events;
    size_t count;
} Reading;

static const CatalogFeature *feature_of(const Reading *reading, const EventRecord *record, const char *name)
{
    return track_type_counts(record->type) ? catalog_feature_of(&reading->catalog, name) : NULL;
}

static bool is_wanted(OptInt wanted, int64_t id)
{
    return !wanted.known || wanted.value == id;
}

static bool is_before(const Reading *reading, const EventRecord *record)
{
    return record->at < reading->before.place ||
           (record->at == reading->before.place && record->id < reading->before.id);
}

static bool is_asked(const Reading *reading, const EventRecord *record, const char *name)
{
    const EventQuery *query = reading->query;
    const CatalogFeature *feature = feature_of(reading, record, name);
    return is_wanted(query->contact_id, record->contact) && is_wanted(query->feature_id, feature ? feature->id : 0) &&
           is_wanted(query->product_id, feature ? feature->product_id : 0) &&
           (query->name == NULL || strcmp(query->name, name) == 0) && is_before(reading, record) &&
           (!reading->gauge || gauged_has(reading->request->arena, reading->gauge, record));
}

static void found_add(Reading *reading, const EventRecord *record)
{
    reading->found = arena_room(reading->request->arena, reading->found, reading->found_count, 1, &reading->capacity,
                                sizeof *reading->found);
    reading->found[reading->found_count++] = *record;
}

static int compare_newest(const void *left, const void *right)
{
    const EventRecord *a = left, *b = right;
    if (a->at != b->at)
        return a->at > b->at ? -1 : 1;
    return a->id > b->id ? -1 : a->id < b->id;
}

static bool events_take(Reading *reading, Error *error)
{
    Arena *arena = reading->request->arena;
    bool *uncounted = arena_array(arena, reading->found_count + 1, sizeof *uncounted);
    if (reading->found_count > 0)
        qsort(reading->found, reading->found_count, sizeof *reading->found, compare_newest);
    if (!uncounted_find(reading->request->db, arena, reading->request->path_id[0], reading->found, reading->found_count,
                        uncounted, error))
        return false;
    for (size_t i = 0; i < reading->found_count && reading->count <= reading->limit; i++) {
        const EventRecord *record = &reading->found[i];
        const char *name = arena_text_n(arena, record->name, record->name_size);
        const CatalogFeature *feature = feature_of(reading, record, name);
        reading->events[reading->count++] = (Event) {
            .id = record->id,
            .at = record->at,
            .received_at = record->received_at,
            .name = name,
            .type = TRACK_TYPE_NAMES[record->type],
            .contact_id = { record->contact, record->contact != 0 },
            .feature_id = { feature ? feature->id : 0, feature != NULL },
            .properties =
                record->properties_size == 0 ? "{}" : arena_text_n(arena, record->properties, record->properties_size),
            .counted = !uncounted[i],
        };
    }
    reading->found_count = 0;
    return true;
}

static bool day_read(Reading *reading, int64_t day, Error *error)
{
    const Zone *zone = atomic_load(&reading->request->services->zone);
    int64_t from = zone_midnight(zone, day), until = zone_midnight(zone, day + 1);
    Chunks chunks = { .arena = reading->request->arena };
    EventRecord record;
    for (int64_t utc = event_day(from); utc <= event_day(until - 1); utc++)
        for (size_t i = 0; i < reading->accounts.count; i++)
            if (!chunks_read(reading->request->db, utc, reading->accounts.items[i], &chunks, error))
                return false;
    for (size_t i = 0; i < chunks.count; i++)
        for (size_t offset = 0; event_next(chunks.items[i].body, &offset, &record);) {
            const char *name = arena_text_n(reading->request->arena, record.name, record.name_size);
            if (record.at >= from && record.at < until && is_asked(reading, &record, name))
                found_add(reading, &record);
        }
    return events_take(reading, error);
}

/* The rollup tells whether reading the day is worth it. */
static bool day_may_have(const Reading *reading, const RollupDay *day)
{
    const EventQuery *query = reading->query;
    bool feature = !query->feature_id.known && !query->product_id.known, contact = !query->contact_id.known;
    for (size_t i = 0; i < day->feature_count; i++)
        feature = feature || (is_wanted(query->feature_id, day->features[i].key) &&
                              is_wanted(query->product_id, day->features[i].product));
    for (size_t i = 0; i < day->person_count; i++)
        contact = contact || day->people[i].key == query->contact_id.value;
    return feature && contact;
}

static bool days_read(Reading *reading, int64_t from, int64_t before, Error *error)
{
    AccountDay *days;
    size_t count = 1;
    while (reading->count <= reading->limit && count > 0) {
        if (!accounts_days_read(reading->request->db, reading->request->arena, reading->accounts, from, before, &days,
                                &count, error))
            return false;
        for (size_t i = 0; i < count && reading->count <= reading->limit; i++) {
            before = days[i].day;
            if (day_may_have(reading, &days[i].rollup) && !day_read(reading, days[i].day, error))
                return false;
        }
    }
    return true;
}

static bool label_contacts(Reading *reading, Error *error)
{
    int64_t *ids = arena_array(reading->request->arena, reading->count + 1, sizeof *ids);
    ContactLabelsRow *labels;
    size_t count = 0, label_count;
    for (size_t i = 0; i < reading->count; i++)
        if (reading->events[i].contact_id.known)
            ids[count++] = reading->events[i].contact_id.value;
    if (!contact_labels(reading->request->db, reading->request->arena, (Ids) { count, ids }, &labels, &label_count,
                        error))
        return false;
    for (size_t i = 0; i < reading->count; i++)
        for (size_t n = 0; n < label_count; n++)
            if (reading->events[i].contact_id.known && labels[n].id == reading->events[i].contact_id.value)
                reading->events[i].contact = labels[n].label;
    return true;
}

/* Where the page before ended; *before_day is not after the day behind it. */
static bool place_read(Reading *reading, int64_t *before_day, Error *error)
{
    reading->before = (Cursor) { INT64_MAX, INT64_MAX };
    if (!cursor_read(reading->query->cursor, &reading->before, error))
        return false;
    if (!reading->query->cursor)
        return true;
    int64_t after = zone_day(atomic_load(&reading->request->services->zone), reading->before.place) + 1;
    *before_day = after < *before_day ? after : *before_day;
    return true;
}

/* With the gauge that is asked for. */
static bool catalog_find(Reading *reading, Error *error)
{
    OptInt wanted = reading->query->gauge_id;
    if (!catalog_read(reading->request->db, reading->request->arena, &reading->catalog, error))
        return false;
    for (size_t i = 0; i < reading->catalog.gauge_count; i++)
        if (wanted.known && reading->catalog.gauges[i].id == wanted.value)
            reading->gauge = &reading->catalog.gauges[i];
    return !wanted.known || reading->gauge ||
           fail(error, ERROR_INPUT, "gauge_id", "there is no gauge %lld", (long long)wanted.value);
}

static bool account_exists(Request *request, Error *error)
{
    AccountIsRow *row;
    if (!account_is(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    return row != NULL || fail(error, ERROR_MISSING, NULL, "account %lld not found", (long long)request->path_id[0]);
}

static bool account_events(Request *request, Error *error)
{
    const EventQuery *query = request->query;
    Reading reading = { .request = request, .query = query };
    int64_t from = query->from.known ? query->from.value : INT32_MIN;
    int64_t before = query->until.known ? query->until.value : INT32_MAX;
    const char *next = NULL;
    reading.limit = (size_t)page_limit(query->limit);
    reading.events = arena_array(request->arena, reading.limit + 1, sizeof *reading.events);
    if (!account_exists(request, error) ||
        !account_parts(request->db, request->arena, request->path_id[0], &reading.accounts, error) ||
        !place_read(&reading, &before, error) || !catalog_find(&reading, error) ||
        !days_read(&reading, from, before, error) || !label_contacts(&reading, error))
        return false;
    if (page_goes_on(&reading.count, (int64_t)reading.limit)) {
        const Event *last = &reading.events[reading.limit - 1];
        next = cursor_text(request->arena, last->at, last->id);
    }
    return reply_list(request, &EVENT, reading.events, reading.count, next);
}

const Route EVENT_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}/events", account_events, RIGHT_VIEW, "List an account's raw events, newest first",
      .asks = &EVENT_QUERY, .gives = &EVENT, .flags = ROUTE_LIST },
    { 0 },
};
