#include "base/test.h"

#include "base/clock.h"
#include "base/viewer.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact.h"
#include "usage/event/house_test.h"

#include <stdio.h>

static void an_event_counts_to_the_account_of_its_group(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    TrackCall *call =
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
    TrackCall *first = send(&house, TRACK_NONE, twice);
    TrackCall *again = send(&house, TRACK_NONE, twice);
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
    TrackCall *call =
        send(&house, TRACK_NONE,
             "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"messageId\":\"m1\"},7,"
             "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\"}}]}");
    assert_int_equal(call->taken, 1);
    assert_int_equal(call->rejected, 2);
    assert_int_equal(totals_of(&house).rejected, 2);
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    house_close(&house);
}

#define DEEP_10    "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[\"]}\","
#define SHALLOW_10 "]}}}}}}}}}"
#define DEEP       DEEP_10 DEEP_10 DEEP_10 DEEP_10 DEEP_10 DEEP_10 DEEP_10
#define SHALLOW    SHALLOW_10 SHALLOW_10 SHALLOW_10 SHALLOW_10 SHALLOW_10 SHALLOW_10 SHALLOW_10

static void what_cannot_be_kept_spoils_its_own_event_alone(void **state)
{
    static const struct {
        const char *event;
        TrackRefusal refusal;
    } BAD[] = {
        { "\"event\":\"a\\u0000\"", TRACK_NUL },
        { "\"event\":\"a\",\"properties\":{\"\\u0000\":1}", TRACK_NUL },
        { "\"event\":\"a\",\"properties\":{\"title\":\"cut \\uD83D\"}", TRACK_HALF_CHARACTER },
        { "\"event\":\"a\",\"context\":{\"\\udc00\":[\"\\\\\"]}", TRACK_HALF_CHARACTER },
        { "\"event\":\"\\ud83dx\"", TRACK_HALF_CHARACTER },
        { "\"event\":\"a\",\"properties\":{\"a\":1e400}", TRACK_NUMBER_LARGE },
        { "\"event\":\"a\",\"properties\":[-1E+9999]", TRACK_NUMBER_LARGE },
        { "\"anonymousId\":1e400,\"event\":\"a\"", TRACK_NUMBER_LARGE },
        { "\"event\":\"a\",\"context\":{\"x\":" DEEP "1" SHALLOW "}", TRACK_TOO_DEEP },
        { "\"event\":\"a\",\"properties\":" DEEP "[1,2]" SHALLOW ",\"c\":[]", TRACK_TOO_DEEP },
        { "\"event\":\"a\",\"properties\":" DEEP DEEP "{}" SHALLOW SHALLOW, TRACK_TOO_DEEP },
    };
    static const char GOOD[] = "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"\\ud83d\\ude00\"}";
    House house = house_open(*state);
    house_start(&house);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        TrackCall *call = send(&house, TRACK_NONE,
                               arena_format(house.arena, "{\"batch\":[%s,{\"type\":\"track\",\"userId\":\"u\",%s},%s]}",
                                            GOOD, BAD[i].event, GOOD));
        assert_int_equal(call->taken, 2);
        assert_int_equal(call->rejected, 1);
        assert_int_equal(call->body.events[1].reject, BAD[i].refusal);
    }
    house_close(&house);
}

static void an_id_is_read_in_one_way(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_NONE,
         "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"context\":{\"groupId\":\" acme \"}},"
         "{\"type\":\"track\",\"userId\":\"\\ufeffu\",\"event\":\"a\",\"properties\":{\"$groups\":{\"a\":\"null\","
         "\"b\":\"ac\\u00adme\"}}},"
         "{\"type\":\"track\",\"userId\":\"\\uff55\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\\u200b\"}}]}");
    assert_int_equal(events_of(&house, "acme", TODAY), 3);
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    TrackCall *call = send(&house, TRACK_NONE,
                           "{\"batch\":[{\"type\":\"track\",\"userId\":\"null\",\"event\":\"a\"},"
                           "{\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"[object Object]\"},"
                           "{\"type\":\"identify\",\"userId\":\"v\",\"anonymousId\":\"undefined\"},"
                           "{\"type\":\"page\",\"anonymousId\":\"undefined\",\"name\":\"x\"}]}");
    assert_int_equal(call->taken, 1);
    assert_int_equal(call->body.events[0].reject, TRACK_USER_MISSING);
    assert_int_equal(call->body.events[1].reject, TRACK_GROUP_MISSING);
    assert_int_equal(call->body.events[3].reject, TRACK_USER_MISSING);
    house_close(&house);
}

static void traits_are_those_of_the_call_else_of_its_context(void **state)
{
    static const struct {
        const char *call, *traits;
    } CALLS[] = {
        { "\"traits\":{\"a\":1},\"context\":{\"traits\":{\"b\":2}}", "{\"a\":1}" },
        { "\"context\":{\"traits\":{\"b\":2}}", "{\"b\":2}" },
        { "\"traits\":{ },\"context\":{\"traits\":{\"b\":2}}", "{\"b\":2}" },
        { "\"context\":{\"traits\":\"b\"}", "" },
    };
    const TestDb *test = *state;
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        char body[256] = { 0 };
        TrackBody out;
        const char *problem = NULL;
        snprintf(body, sizeof body, "{\"userId\":\"u\",%s}", CALLS[i].call);
        assert_true(track_parse(test->arena, body, strlen(body), TRACK_IDENTIFY, &out, &problem));
        assert_string_equal(arena_text_n(test->arena, out.events->traits.data, out.events->traits.size),
                            CALLS[i].traits);
        /* There they are the person's, and a group call is about an account. */
        if (i == 1) {
            assert_true(track_parse(test->arena, body, strlen(body), TRACK_GROUP, &out, &problem));
            assert_null(out.events->traits.data);
        }
    }
}

/* Who sends a bad event with a good key in its body hears of the event, not of the key. */
static void the_key_in_a_body_is_found_whatever_the_event_is_worth(void **state)
{
    static const char *const BODIES[] = {
        "{\"writeKey\":\"k\",\"event\":\"a\",\"properties\":5}",
        "{\"event\":\"\\ud83d\",\"writeKey\":\"k\"}",
        "{\"writeKey\":\"k\",\"batch\":[{\"event\":\"\\u0000\"},7]}",
    };
    const TestDb *test = *state;
    for (size_t i = 0; i < sizeof BODIES / sizeof *BODIES; i++) {
        char body[256] = { 0 };
        snprintf(body, sizeof body, "%s", BODIES[i]);
        const char *key;
        assert_true(track_parse_key(test->arena, body, strlen(body), &key));
        assert_string_equal(key, "k");
    }
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

static bool address_work(Db *db, void *context, Error *error)
{
    Writer writer = { context, db, db_arena(db), "staff:1", NOON };
    ContactGiven given = { .email = "u@example.com", .name = "U" };
    Upsert outcome;
    int64_t id;
    return contact_upsert(&writer, &given, &id, &outcome, error);
}

/* One call tells whose the visitor is, and that this person is one who was known by the address. */
static void what_a_visitor_did_is_of_the_person_who_stays(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    db_test_write(*state, address_work, &house.services);
    send(&house, TRACK_PAGE, "{\"anonymousId\":\"x\",\"name\":\"Home\",\"context\":{\"groupId\":\"acme\"}}");
    send(&house, TRACK_IDENTIFY, "{\"userId\":\"u\",\"anonymousId\":\"x\",\"traits\":{\"email\":\"u@example.com\"}}");
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\"}}");
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    house_restart(&house);
    assert_int_equal(people_of(&house, "acme", TODAY), 1);
    house_close(&house);
}

/* Two spans without an end in one commit: what is in the first must still be found by what is said later. */
static void events_after_two_statements_in_one_batch_can_still_move(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_GROUP, "{\"userId\":\"u\",\"groupId\":\"a\",\"timestamp\":\"2026-11-01T00:00:00Z\"}");
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"e\"}");
    send(&house, TRACK_NONE,
         "{\"batch\":["
         "{\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"b\",\"timestamp\":\"2026-11-05T00:00:00Z\"},"
         "{\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"a\",\"timestamp\":\"2026-11-10T00:00:00Z\"}]}");
    assert_int_equal(events_of(&house, "a", TODAY), 1);
    send(&house, TRACK_GROUP, "{\"userId\":\"u\",\"groupId\":\"c\",\"timestamp\":\"2026-11-15T00:00:00Z\"}");
    assert_int_equal(events_of(&house, "a", TODAY), 0);
    assert_int_equal(events_of(&house, "c", TODAY), 1);
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
    /* More than a day ahead is not a valid time. */
    event.sent_at = NULL;
    event.timestamp = "2026-11-22T10:00:00Z";
    track_check(&body, &event, NOON, false);
    assert_int_equal(event.at, NOON);
    event.timestamp = "yesterday";
    track_check(&body, &event, NOON, false);
    assert_int_equal(event.reject, TRACK_NO_TIME);
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
                                       "{\"a\":01}",
                                       "{\"a\":-}",
                                       "{\"a\":1.e5}",
                                       "{\"a\":1e}",
                                       "{\"a\":1e400x}",
                                       "{\"a\":01e400}",
                                       "{\"a\":\"\\x\"}",
                                       "{\"a\\x\":1}",
                                       "{\"a\":\"\\ud8\"}",
                                       "{\"batch\":[],\"a\":\"\\u0000\"}",
                                       "{\"batch\":[],\"context\":{\"groupId\":\"\\ud83d\"}}",
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

/* ---- faults ---- */

static bool sent_again_work(Db *db, void *context, Error *error)
{
    return usage_take(db, context, error);
}

/* Until no statement is left to fail, or one failed after COMMIT: a shared engine reads its days then. True for that.
 */
static bool every_fault(House *house, TrackCall *call)
{
    for (int n = 1; n < 10000; n++) {
        Error error = { 0 };
        db_fault_at(n);
        bool done = store_write(house->services.store, sent_again_work, call, &error);
        bool hit = db_fault_hit();
        db_fault_at(0);
        if (done)
            return hit;
        if (!hit)
            fail_msg("without any fault: %s", error.text);
    }
    fail_msg("ten thousand statements and no end");
    return false;
}

static void any_statement_may_fail_and_nothing_is_half_written(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    TrackCall *call =
        call_of(&house, TRACK_GROUP,
                "{\"userId\":\"u1\",\"groupId\":\"acme\",\"messageId\":\"once\",\"traits\":{\"name\":\"Acme\"}}", NOON);
    bool late = every_fault(&house, call);
    assert_int_equal(call->taken, 1);
    assert_int_equal(
        send(&house, TRACK_GROUP, "{\"userId\":\"u1\",\"groupId\":\"acme\",\"messageId\":\"once\"}")->taken, 0);
    /* What could not be read after COMMIT is found in the change log. */
    Error error = { 0 };
    assert_int_equal(late, store_kind(house.services.store) == DB_POSTGRES);
    if (!FEED_MODULE.followers[0].run(&house.services, &error))
        fail_msg("%s", error.text);
    house_close(&house);
}

typedef struct {
    Arena *arena;
    int64_t day;
    bool found;
} LastSeenOn;

static bool export_work(Db *db, void *context, Error *error)
{
    LastSeenOn *asked = context;
    const Viewer viewer = viewer_make(asked->arena, CIRCLES_ALL, 0);
    const char *json;
    int64_t id;
    if (!contact_id_by_external(db, asked->arena, "u1", &id, error) ||
        !contact_export(db, asked->arena, id, &viewer, &json, error))
        return false;
    const char *last = arena_format(asked->arena, "\"last_seen_on\":\"%s\"", day_format(asked->arena, asked->day));
    asked->found = strstr(json, last) != NULL;
    return true;
}

static void whatever_fails_a_person_was_last_seen_on_the_day_of_the_event(void **state)
{
    House house = house_open(*state);
    house_start(&house);
    send(&house, TRACK_TRACK, "{\"userId\":\"u1\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\"}}");
    for (int later = 1; later < 3; later++) {
        every_fault(&house, call_of(&house, TRACK_TRACK, "{\"userId\":\"u1\",\"event\":\"a\"}",
                                    NOON + later * INT64_C(86400000)));
        LastSeenOn asked = { house.arena, TODAY + later, false };
        db_test_read(*state, export_work, &asked);
        assert_true(asked.found);
    }
    house_close(&house);
}

/* ---- what a call costs ---- */

static bool feature_make(Db *db, void *context, Error *error)
{
    Writer writer = { context, db, db_arena(db), "staff:1", NOON };
    const char *rule = "used";
    ProductGiven product = { .key = "app", .name = "App" };
    FeatureGiven feature = { .key = "reports", .name = "Reports", .rules = { 1, &rule } };
    Upsert outcome;
    int64_t id;
    return product_upsert(&writer, &product, &feature.product_id, &outcome, error) &&
           feature_upsert(&writer, &feature, &id, &outcome, error);
}

static const char *call_of_many_days(House *house, int days)
{
    Text body = text_new(house->arena);
    text_add(&body, "{\"batch\":[");
    for (int i = 0; i < days; i++)
        text_format(
            &body,
            "%s{\"type\":\"track\",\"event\":\"used\",\"userId\":\"u1\",\"timestamp\":\"2025-%02d-%02dT05:00:00Z\","
            "\"context\":{\"groupId\":\"acme\"}}",
            i == 0 ? "" : ",", 1 + i / 25, 1 + i % 25);
    text_add(&body, "]}");
    return text_string(&body);
}

/* Each statement is a journey to the server and back: how many there are must not follow from how much a call brings.
 */
static void a_call_of_many_days_takes_few_statements(void **state)
{
    enum { DAYS = 300, STATEMENTS = 53 };
    House house = house_open(*state);
    house_start(&house);
    db_test_write(*state, feature_make, &house.services);
    db_fault_at(STATEMENTS);
    assert_int_equal(send(&house, TRACK_NONE, call_of_many_days(&house, DAYS))->taken, DAYS);
    bool more = db_fault_hit();
    db_fault_at(0);
    assert_false(more);
    assert_int_equal(totals_of(&house).events, DAYS);
    assert_int_equal(events_of(&house, "acme", 20089), 1); /* 2025-01-01 */
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(an_event_counts_to_the_account_of_its_group),
        DB_TEST(the_same_message_counts_once),
        DB_TEST(a_bad_event_does_not_spoil_a_good_batch),
        DB_TEST(what_cannot_be_kept_spoils_its_own_event_alone),
        DB_TEST(an_id_is_read_in_one_way),
        SQLITE_TEST(traits_are_those_of_the_call_else_of_its_context),
        DB_TEST(the_key_in_a_body_is_found_whatever_the_event_is_worth),
        DB_TEST(the_first_binding_takes_what_waited),
        DB_TEST(events_in_between_two_bindings_belong_to_the_one_of_their_time),
        DB_TEST(an_anonymous_visitor_becomes_a_person_once),
        DB_TEST(what_a_visitor_did_is_of_the_person_who_stays),
        DB_TEST(events_after_two_statements_in_one_batch_can_still_move),
        SQLITE_TEST(clocks_that_are_wrong_are_corrected),
        SQLITE_TEST(json_that_is_not_json_is_refused),
        DB_TEST(a_call_of_many_days_takes_few_statements),
        DB_TEST(whatever_fails_a_person_was_last_seen_on_the_day_of_the_event),
        DB_TEST(any_statement_may_fail_and_nothing_is_half_written),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
