/* For the tests of usage: a house with a database and an engine, calls sent into it, and what counts then. */
#ifndef BANSO_USAGE_EVENT_HOUSE_TEST_H
#define BANSO_USAGE_EVENT_HOUSE_TEST_H

#include "customer/account/account.h"
#include "db/db_testkit.h"
#include "engine/engine.h"
#include "ingest.sql.h"
#include "jobs/module.h"
#include "reading.sql.h"
#include "usage/event/inbox.h"

#include <string.h>

/* 2026-11-20 is a Friday; noon UTC is 21:00 in Tokyo. */
#define NOON  INT64_C(1795176000000)
#define TODAY INT64_C(20777)

typedef struct {
    const TestDb *db;
    Services services;
    Arena *arena;
} House;

static inline House house_open(const TestDb *test)
{
    Error error;
    House house = { .db = test, .arena = test->arena };
    house.services.store = test->store;
    house.services.data = test->folder;
    atomic_store(&house.services.zone, zone_find("Asia/Tokyo"));
    if (!engine_open(&house.services.engine, &error))
        fail_msg("%s", error.text);
    return house;
}

extern const Module CONTACT_MODULE, IDENTITY_MODULE, DEDUP_MODULE, EVENT_MODULE, FEED_MODULE;

/* In their order. */
static const Module *const HOUSE_MODULES[] = { &CONTACT_MODULE, &IDENTITY_MODULE, &DEDUP_MODULE,
                                               &EVENT_MODULE,   &FEED_MODULE,     NULL };

static inline void house_start(House *house)
{
    Error error;
    modules_use(HOUSE_MODULES);
    for (const Module *const *at = HOUSE_MODULES; *at; at++)
        if ((*at)->start && !(*at)->start(&house->services, &error))
            fail_msg("%s", error.text);
}

static inline void house_stop(void)
{
    for (size_t i = sizeof HOUSE_MODULES / sizeof *HOUSE_MODULES - 1; i-- > 0;)
        if (HOUSE_MODULES[i]->stop)
            HOUSE_MODULES[i]->stop();
}

/* As the next process does: with an engine that knows nothing. */
static inline void house_restart(House *house)
{
    Error error;
    house_stop();
    engine_close(house->services.engine);
    if (!engine_open(&house->services.engine, &error) || !account_start(&house->services, &error))
        fail_msg("%s", error.text);
    house_start(house);
}

static inline void house_settle(House *house)
{
    Error error;
    if (!fresh_settle(&house->services, &error))
        fail_msg("%s", error.text);
}

static inline void house_close(House *house)
{
    house_stop();
    engine_close(house->services.engine);
}

static inline bool join_work(Db *db, void *context, Error *error)
{
    return EVENT_TAKER.take(db, context, error);
}

static inline TrackCall *call_of(House *house, TrackType type, const char *json, int64_t now)
{
    TrackCall *call = arena_make(house->arena, TrackCall);
    const char *problem = NULL;
    size_t size = strlen(json);
    char *body = arena_alloc(house->arena, size + 64);
    memcpy(body, json, size);
    if (!track_parse(house->arena, body, size, type, &call->body, &problem))
        fail_msg("%s: %s", problem, json);
    for (size_t i = 0; i < call->body.count; i++)
        track_check(&call->body, &call->body.events[i], now, false);
    call->source = 7;
    call->actor = "key:7";
    call->received_at = now;
    return call;
}

static inline TrackCall *send_at(House *house, TrackType type, const char *json, int64_t now)
{
    Error error;
    TrackCall *call = call_of(house, type, json, now);
    if (!store_write(house->services.store, join_work, call, &error))
        fail_msg("%s", error.text);
    return call;
}

static inline TrackCall *send(House *house, TrackType type, const char *json)
{
    return send_at(house, type, json, NOON);
}

typedef struct {
    const char *external_id;
    int64_t id;
} Asked;

static inline bool account_work(Db *db, void *context, Error *error)
{
    Asked *asked = context;
    return account_id_by_external(db, db_arena(db), asked->external_id, &asked->id, error);
}

static inline int64_t account_named(House *house, const char *external_id)
{
    Asked asked = { external_id, 0 };
    db_test_read(house->db, account_work, &asked);
    return asked.id;
}

static inline int64_t events_of(House *house, const char *account, int64_t day)
{
    const EngineView *view = engine_view(house->services.engine);
    const DayCount *days;
    size_t count;
    int64_t sum = 0;
    view_days(view, house->arena, account_named(house, account), 0, 0, day, day + 1, &days, &count);
    for (size_t i = 0; i < count; i++)
        sum += days[i].count;
    engine_view_close(view);
    return sum;
}

static inline int64_t people_of(House *house, const char *account, int64_t day)
{
    const EngineView *view = engine_view(house->services.engine);
    const DayCount *days;
    size_t count;
    view_people_days(view, house->arena, account_named(house, account), 0, day, day + 1, &days, &count);
    int64_t people = count == 0 ? 0 : days[0].count;
    engine_view_close(view);
    return people;
}

typedef struct {
    House *house;
    int64_t events, waiting, rejected;
} Totals;

static inline bool totals_work(Db *db, void *context, Error *error)
{
    Totals *totals = context;
    UsageTotalsRow *events;
    WaitingCountRow *waiting;
    RejectedCountRow *rejected;
    if (!usage_totals(db, db_arena(db), &events, error) || !waiting_count(db, db_arena(db), &waiting, error) ||
        !rejected_count(db, db_arena(db), &rejected, error))
        return false;
    totals->events = events->events;
    totals->waiting = waiting->events;
    totals->rejected = rejected->events;
    return true;
}

static inline Totals totals_of(House *house)
{
    Totals totals = { .house = house };
    db_test_read(house->db, totals_work, &totals);
    return totals;
}

static inline unsigned dice(unsigned *seed, unsigned sides)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % sides;
}

/* Up to forty events of every kind: of known, unknown and anonymous people, with and without an account, some twice. */
static inline void send_anything(House *house, unsigned *seed)
{
    Text body = text_new(house->arena);
    unsigned events = 1 + dice(seed, 40);
    text_add(&body, "{\"batch\":[");
    for (unsigned i = 0; i < events; i++) {
        static const char *const TYPES[] = {
            "track", "track", "track", "page", "screen", "identify", "group", "track"
        };
        text_format(&body, "%s{\"type\":\"%s\",\"messageId\":\"m%u\",\"event\":\"event %u\",\"name\":\"p%u\"",
                    i == 0 ? "" : ",", TYPES[dice(seed, 8)], dice(seed, 3000), dice(seed, 6), dice(seed, 3));
        if (dice(seed, 4) != 0)
            text_format(&body, ",\"userId\":\"u%u\"", dice(seed, 12));
        if (dice(seed, 3) == 0)
            text_format(&body, ",\"anonymousId\":\"a%u\"", dice(seed, 9));
        if (dice(seed, 3) == 0)
            text_format(&body, ",\"context\":{\"groupId\":\"g%u\"}", dice(seed, 4));
        text_format(&body, ",\"groupId\":\"g%u\",\"timestamp\":\"2026-11-%02uT%02u:30:00Z\"}", dice(seed, 4),
                    1 + dice(seed, 19), dice(seed, 24));
    }
    text_add(&body, "]}");
    send(house, TRACK_NONE, text_string(&body));
}

#endif
