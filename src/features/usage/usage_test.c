#include "base/test.h"

#include "base/json.h"
#include "db/db_testkit.h"
#include "engine/engine.h"
#include "features/account/contact.h"
#include "features/account/product.h"
#include "features/usage/inside.h"
#include "features/usage/rebuild.h"
#include "identity.sql.h"
#include "ingest.sql.h"
#include "reading.sql.h"
#include "rebuild.sql.h"

#include <stdio.h>
#include <string.h>

/* 2026-11-20 is a Friday; noon UTC is 21:00 in Tokyo. */
#define NOON  INT64_C(1795176000000)
#define TODAY INT64_C(20777)

typedef struct {
    const TestDb *db;
    Services services;
    Arena *arena;
} House;

static House house_open(const TestDb *test)
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

static void house_start(House *house)
{
    Error error;
    if (!usage_start(&house->services, &error))
        fail_msg("%s", error.text);
}

static void house_close(House *house)
{
    usage_stop();
    engine_close(house->services.engine);
}

static bool join_work(Db *db, void *context, Error *error)
{
    return usage_join(db, context, error);
}

static UsageCall *call_of(House *house, TrackType type, const char *json, int64_t now)
{
    UsageCall *call = arena_make(house->arena, UsageCall);
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

static UsageCall *send_at(House *house, TrackType type, const char *json, int64_t now)
{
    Error error;
    UsageCall *call = call_of(house, type, json, now);
    if (!store_write(house->services.store, join_work, call, &error))
        fail_msg("%s", error.text);
    return call;
}

static UsageCall *send(House *house, TrackType type, const char *json)
{
    return send_at(house, type, json, NOON);
}

typedef struct {
    const char *external_id;
    int64_t id;
} Asked;

static bool account_work(Db *db, void *context, Error *error)
{
    Asked *asked = context;
    return account_id_by_external(db, db_arena(db), asked->external_id, &asked->id, error);
}

static int64_t account_named(House *house, const char *external_id)
{
    Asked asked = { external_id, 0 };
    db_test_read(house->db, account_work, &asked);
    return asked.id;
}

static int64_t events_of(House *house, const char *account, int64_t day)
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

static int64_t people_of(House *house, const char *account, int64_t day)
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

static bool totals_work(Db *db, void *context, Error *error)
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

static Totals totals_of(House *house)
{
    Totals totals = { .house = house };
    db_test_read(house->db, totals_work, &totals);
    return totals;
}

/* ---- the tests ---- */

static void an_event_counts_to_the_account_of_its_group(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    UsageCall *call =
        send(&house, TRACK_TRACK,
             "{\"userId\":\"u1\",\"event\":\"report_opened\",\"messageId\":\"m1\",\"properties\":{\"a\":1},"
             "\"context\":{\"groupId\":\"acme\"}}");
    assert_int_equal(call->taken, 1);
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    house_close(&house);
}

static void the_same_message_counts_once(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    const char *twice =
        "{\"batch\":["
        "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"messageId\":\"m1\",\"context\":{\"groupId\":\"acme\"}},"
        "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"messageId\":\"m1\",\"context\":{\"groupId\":\"acme\"}},"
        "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"messageId\":\"m2\",\"context\":{\"groupId\":\"acme\"}}]"
        "}";
    UsageCall *first = send(&house, TRACK_NONE, twice);
    UsageCall *again = send(&house, TRACK_NONE, twice);
    assert_int_equal(first->taken, 2);
    assert_int_equal(first->repeated, 1);
    assert_int_equal(again->taken, 0);
    assert_int_equal(again->repeated, 3);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    /* After a start the filter knows them still. */
    house_start(&house);
    assert_int_equal(send(&house, TRACK_NONE, twice)->taken, 0);
    assert_int_equal(totals_of(&house).events, 2);
    house_close(&house);
}

static void a_bad_event_does_not_spoil_a_good_batch(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    UsageCall *call =
        send(&house, TRACK_NONE,
             "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"messageId\":\"m1\"},7,"
             "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\"}}]}");
    assert_int_equal(call->taken, 1);
    assert_int_equal(call->rejected, 2);
    assert_int_equal(totals_of(&house).rejected, 2);
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    house_close(&house);
}

static void the_first_binding_takes_what_waited(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_TRACK, "{\"userId\":\"u1\",\"event\":\"a\",\"timestamp\":\"2026-11-18T00:00:00Z\"}");
    send(&house, TRACK_TRACK, "{\"userId\":\"u1\",\"event\":\"a\"}");
    assert_int_equal(totals_of(&house).waiting, 2);
    send(&house, TRACK_GROUP, "{\"userId\":\"u1\",\"groupId\":\"acme\",\"traits\":{\"name\":\"Acme\"}}");
    assert_int_equal(totals_of(&house).waiting, 0);
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    assert_int_equal(events_of(&house, "acme", TODAY - 2), 1);
    assert_int_equal(totals_of(&house).events, 2);
    house_close(&house);
}

static void events_in_between_two_bindings_belong_to_the_one_of_their_time(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_GROUP, "{\"userId\":\"u\",\"groupId\":\"old\",\"timestamp\":\"2026-11-01T00:00:00Z\"}");
    send(&house, TRACK_GROUP, "{\"userId\":\"u\",\"groupId\":\"new\",\"timestamp\":\"2026-11-10T00:00:00Z\"}");
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"a\",\"timestamp\":\"2026-11-05T00:00:00Z\"}");
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"a\",\"timestamp\":\"2026-11-15T00:00:00Z\"}");
    assert_int_equal(events_of(&house, "old", TODAY - 15), 1);
    assert_int_equal(events_of(&house, "new", TODAY - 5), 1);
    house_close(&house);
}

static void an_anonymous_visitor_becomes_a_person_once(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_PAGE, "{\"anonymousId\":\"x\",\"name\":\"Home\"}");
    send(&house, TRACK_PAGE, "{\"anonymousId\":\"x\",\"name\":\"Home\",\"context\":{\"groupId\":\"acme\"}}");
    assert_int_equal(people_of(&house, "acme", TODAY), 0);
    send(&house, TRACK_GROUP, "{\"userId\":\"u1\",\"groupId\":\"acme\"}");
    send(&house, TRACK_IDENTIFY, "{\"userId\":\"u1\",\"anonymousId\":\"x\",\"traits\":{\"name\":\"User One\"}}");
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    assert_int_equal(totals_of(&house).waiting, 0);
    /* Somebody else signs in on the same machine: the anonymous id stays the first one's. */
    send(&house, TRACK_IDENTIFY, "{\"userId\":\"u2\",\"anonymousId\":\"x\"}");
    send(&house, TRACK_PAGE, "{\"anonymousId\":\"x\",\"name\":\"Home\"}");
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    assert_int_equal(events_of(&house, "acme", TODAY), 3);
    house_close(&house);
}

static void clocks_that_are_wrong_are_corrected(void **state)
{
    House house = house_open(*state);
    TrackBody body = { 0 };
    TrackEvent event = { .type = TRACK_TRACK, .user_id = "u", .name = "a", .timestamp = "2026-11-20T10:00:00Z" };
    /* The client's clock is two hours behind; the event happened a minute before it was sent. */
    event.sent_at = "2026-11-20T10:01:00Z";
    track_check(&body, &event, NOON, false);
    assert_int_equal(event.at, NOON - 60000);
    /* History keeps its times. */
    track_check(&body, &event, NOON, true);
    assert_int_equal(event.at, NOON - 2 * MS_PER_HOUR);
    /* More than a day ahead is no time at all. */
    event.sent_at = NULL;
    event.timestamp = "2026-11-22T10:00:00Z";
    track_check(&body, &event, NOON, false);
    assert_int_equal(event.at, NOON);
    event.timestamp = "yesterday";
    track_check(&body, &event, NOON, false);
    assert_string_equal(event.reject, "timestamp is no time");
    house_close(&house);
}

static void json_that_is_not_json_is_refused(void **state)
{
    static const char *const BAD[] = { "",
                                       "{",
                                       "[]",
                                       "{\"event\":tru}",
                                       "{\"properties\":{\"x\":tru}}",
                                       "{\"a\":1}x",
                                       "{\"a\":\"\\u0000\"}",
                                       "{\"a\\u0000\":1}",
                                       "{\"a\":01}",
                                       "{\"a\":\"\\x\"}",
                                       "{\"a\":1,}" };
    const TestDb *test = *state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        char body[256] = { 0 };
        TrackBody out;
        const char *problem = NULL;
        snprintf(body, sizeof body, "%s", BAD[i]);
        if (track_parse(test->arena, body, strlen(body), TRACK_TRACK, &out, &problem))
            fail_msg("this was taken: %s", BAD[i]);
        assert_non_null(problem);
    }
}

/* ---- rollups are what follows from the events ---- */

typedef struct {
    Text text;
} Dump;

static bool dump_row(const RollupEachRow *row, void *context, Error *error)
{
    Dump *dump = context;
    (void)error;
    text_format(&dump->text, "%lld/%lld:", (long long)row->account_id, (long long)row->day);
    for (size_t i = 0; i < row->body.size; i++)
        text_format(&dump->text, "%02x", row->body.data[i]);
    text_char(&dump->text, '\n');
    return true;
}

static bool dump_name(Db *db, Dump *dump, Error *error)
{
    EventNameListRow *names;
    size_t count;
    if (!event_name_list(db, db_arena(db), &names, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        text_format(&dump->text, "%s %lld %lld\n", names[i].name, (long long)names[i].count,
                    (long long)names[i].last_on);
    return true;
}

static bool dump_work(Db *db, void *context, Error *error)
{
    return rollup_each(db, dump_row, context, error) && dump_name(db, context, error);
}

static const char *made_of(House *house)
{
    Dump dump = { text_new(house->arena) };
    db_test_read(house->db, dump_work, &dump);
    return text_string(&dump.text);
}

static unsigned dice(unsigned *seed, unsigned sides)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % sides;
}

static void send_anything(House *house, unsigned *seed)
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

static void rollups_are_what_follows_from_the_raw_events(void **state)
{
    House house = house_open(*state);
    Error error;
    unsigned seed = 42;
    house_start(&house);
    for (int round = 0; round < 60; round++)
        send_anything(&house, &seed);
    const char *before = made_of(&house);
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    assert_string_equal(made_of(&house), before);
    assert_true(strlen(before) > 1000);
    house_close(&house);
}

typedef struct {
    House *house;
    const char *rule;
} Ruling;

static bool rule_work(Db *db, void *context, Error *error)
{
    Ruling *ruling = context;
    Writer writer = { &ruling->house->services, db, db_arena(db), "system", NOON };
    ProductGiven product = { .key = "app", .name = "App" };
    FeatureGiven feature = { .key = "reports", .name = "Reports", .rules = { 1, &ruling->rule } };
    Upsert outcome;
    int64_t id;
    return product_upsert(&writer, &product, &feature.product_id, &outcome, error) &&
           feature_upsert(&writer, &feature, &id, &outcome, error);
}

static void a_new_rule_maps_old_events_too(void **state)
{
    House house = house_open(*state);
    Error error;
    house_start(&house);
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"report_opened\",\"context\":{\"groupId\":\"acme\"}}");
    Ruling ruling = { &house, "report_*" };
    db_test_write(house.db, rule_work, &ruling);
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"report_saved\",\"context\":{\"groupId\":\"acme\"}}");
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    const char *made = made_of(&house);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    /* The engine, filled anew, says the same as the engine that followed. */
    engine_clear(house.services.engine);
    house_start(&house);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    assert_string_equal(made_of(&house), made);
    house_close(&house);
}

static void another_time_zone_moves_the_days(void **state)
{
    House house = house_open(*state);
    Error error;
    house_start(&house);
    send(
        &house, TRACK_TRACK,
        "{\"userId\":\"u\",\"event\":\"a\",\"timestamp\":\"2026-11-18T16:00:00Z\",\"context\":{\"groupId\":\"acme\"}}");
    assert_int_equal(events_of(&house, "acme", TODAY - 1), 1);
    atomic_store(&house.services.zone, zone_find("America/New_York"));
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    assert_int_equal(events_of(&house, "acme", TODAY - 1), 0);
    assert_int_equal(events_of(&house, "acme", TODAY - 2), 1);
    house_close(&house);
}

/* ---- forgetting ---- */

static bool forget_work(Db *db, void *context, Error *error)
{
    House *house = context;
    Writer writer = { &house->services, db, db_arena(db), "staff:1", NOON };
    int64_t contact;
    return contact_id_by_external(db, db_arena(db), "u1", &contact, error) && contact_forget(&writer, contact, error);
}

typedef struct {
    bool has_secret;
} Secret;

static bool secret_row(const ChunkEachRow *row, void *context, Error *error)
{
    Secret *secret = context;
    (void)error;
    secret->has_secret = secret->has_secret || memmem(row->body.data, row->body.size, "secret", 6) != NULL;
    return true;
}

static bool secret_work(Db *db, void *context, Error *error)
{
    return chunk_each(db, secret_row, context, error);
}

static void a_person_who_is_forgotten_leaves_counts_only(void **state)
{
    House house = house_open(*state);
    Secret secret = { false };
    house_start(&house);
    send(&house, TRACK_TRACK,
         "{\"userId\":\"u1\",\"event\":\"a\",\"properties\":{\"mail\":\"secret\"},\"context\":{\"groupId\":\"acme\"}}");
    db_test_read(house.db, secret_work, &secret);
    assert_true(secret.has_secret);
    db_test_write(house.db, forget_work, &house);
    secret.has_secret = false;
    db_test_read(house.db, secret_work, &secret);
    assert_false(secret.has_secret);
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    house_close(&house);
}

/* ---- faults ---- */

static bool sent_again_work(Db *db, void *context, Error *error)
{
    return usage_take(db, context, error);
}

static void any_statement_may_fail_and_nothing_is_half_written(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    UsageCall *call =
        call_of(&house, TRACK_GROUP,
                "{\"userId\":\"u1\",\"groupId\":\"acme\",\"messageId\":\"once\",\"traits\":{\"name\":\"Acme\"}}", NOON);
    db_test_every_fault(house.db, sent_again_work, call, NULL);
    assert_int_equal(call->taken, 1);
    assert_int_equal(
        send(&house, TRACK_GROUP, "{\"userId\":\"u1\",\"groupId\":\"acme\",\"messageId\":\"once\"}")->taken, 0);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(an_event_counts_to_the_account_of_its_group),
        DB_TEST(the_same_message_counts_once),
        DB_TEST(a_bad_event_does_not_spoil_a_good_batch),
        DB_TEST(the_first_binding_takes_what_waited),
        DB_TEST(events_in_between_two_bindings_belong_to_the_one_of_their_time),
        DB_TEST(an_anonymous_visitor_becomes_a_person_once),
        SQLITE_TEST(clocks_that_are_wrong_are_corrected),
        SQLITE_TEST(json_that_is_not_json_is_refused),
        DB_TEST(rollups_are_what_follows_from_the_raw_events),
        DB_TEST(a_new_rule_maps_old_events_too),
        DB_TEST(another_time_zone_moves_the_days),
        DB_TEST(a_person_who_is_forgotten_leaves_counts_only),
        DB_TEST(any_statement_may_fail_and_nothing_is_half_written),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
