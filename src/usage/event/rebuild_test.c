#include "base/test.h"

#include "base/json.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact.h"
#include "jobs.sql.h"
#include "jobs_engine.sql.h"
#include "rebuild.sql.h"
#include "usage/event/house_test.h"
#include "usage/event/rebuild.h"

#include <stdio.h>

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

static void rollups_are_what_follows_from_the_raw_events(void **state)
{
    House house = house_open(*state);
    Error error;
    unsigned seed = 42;
    house_start(&house);
    for (int round = 0; round < 60; round++) {
        send_anything(&house, &seed);
        if (round % 20 == 10)
            house_settle(&house);
    }
    house_settle(&house);
    const char *before = made_of(&house);
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    assert_string_equal(made_of(&house), before);
    assert_true(strlen(before) > 1000);
    house_close(&house);
}

/* One batch says whose the visitor is, and moves that person's own events of the day to another account. */
static void what_a_visitor_did_counts_once_when_the_day_is_counted_again(void **state)
{
    House house = house_open(*state);
    Error error;
    house_start(&house);
    send(&house, TRACK_GROUP, "{\"userId\":\"u\",\"groupId\":\"acme\",\"timestamp\":\"2026-11-01T00:00:00Z\"}");
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"a\",\"timestamp\":\"2026-11-20T01:00:00Z\"}");
    send(&house, TRACK_PAGE, "{\"anonymousId\":\"x\",\"name\":\"Home\",\"context\":{\"groupId\":\"acme\"}}");
    send(&house, TRACK_NONE,
         "{\"batch\":[{\"type\":\"identify\",\"userId\":\"u\",\"anonymousId\":\"x\"},"
         "{\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"new\",\"timestamp\":\"2026-11-10T00:00:00Z\"}]}");
    assert_int_equal(events_of(&house, "acme", TODAY), 1);
    assert_int_equal(events_of(&house, "new", TODAY), 1);
    house_settle(&house);
    const char *made = made_of(&house);
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    assert_string_equal(made_of(&house), made);
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
    house_settle(&house);
    const char *made = made_of(&house);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    /* The engine, filled again, says the same as the engine that followed. */
    house_restart(&house);
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

/* ---- one at a time ---- */

typedef struct {
    int64_t id, job;
} Wanted;

static bool ask_work(Db *db, void *context, Error *error)
{
    Wanted *asked = context;
    RebuildWaitingRow *row;
    if (!rebuild_start(db, NOON, &asked->job, error) || !rebuild_waiting(db, db_arena(db), &row, error))
        return false;
    asked->id = row->id;
    return true;
}

static Wanted rebuild_asked(const TestDb *test)
{
    Wanted asked = { 0 };
    db_test_write(test, ask_work, &asked);
    return asked;
}

static bool end_work(Db *db, void *context, Error *error)
{
    JobTakeRow *job;
    if (!job_take(db, db_arena(db), NOON, "test", "house", &job, error))
        return false;
    assert_int_equal(job->id, *(int64_t *)context);
    return job_end(db, job->id, "test", NOON, error);
}

static bool is_kept_work(Db *db, void *context, Error *error)
{
    int64_t *id = context;
    RebuildFindRow *row;
    if (!rebuild_find(db, db_arena(db), *id, &row, error))
        return false;
    *id = row ? *id : 0;
    return true;
}

static bool is_kept(const TestDb *test, int64_t id)
{
    db_test_read(test, is_kept_work, &id);
    return id != 0;
}

static void a_rebuild_whose_job_is_over_holds_up_no_other(void **state)
{
    const TestDb *test = *state;
    Wanted first = rebuild_asked(test);
    assert_int_equal(rebuild_asked(test).job, first.job); /* it has not begun: it will see both changes */
    db_test_write(test, end_work, &first.job);
    Wanted second = rebuild_asked(test);
    assert_int_not_equal(second.job, first.job);
}

static void rebuilds_that_are_over_are_swept_by_the_next_one(void **state)
{
    House house = house_open(*state);
    Error error;
    house_start(&house);
    Wanted first = rebuild_asked(house.db);
    const char *body = arena_format(house.arena, "{\"rebuild\":%lld}", (long long)first.id);
    if (!rebuild_run(&house.services, house.arena, body, &error))
        fail_msg("%s", error.text);
    assert_true(is_kept(house.db, first.id));
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    assert_false(is_kept(house.db, first.id));
    if (!rebuild_run(&house.services, house.arena, body, &error)) /* its job, should it come again, has nothing to do */
        fail_msg("%s", error.text);
    house_close(&house);
}

/* ---- what is said while it runs ---- */

static bool start_work(Db *db, void *context, Error *error)
{
    return rebuild_start(db, NOON, context, error);
}

static bool unfinished_work(Db *db, void *context, Error *error)
{
    RebuildUnfinishedRow *row;
    if (!rebuild_unfinished(db, db_arena(db), &row, error))
        return false;
    *(int64_t *)context = row->rebuilds;
    return true;
}

static void counts_are_said_to_be_on_their_way_until_they_are_done(void **state)
{
    House house = house_open(*state);
    Error error;
    int64_t job, rebuilds = -1;
    house_start(&house);
    send(&house, TRACK_TRACK, "{\"userId\":\"u\",\"event\":\"a\",\"context\":{\"groupId\":\"acme\"}}");
    if (!usage_rebuild(&house.services, &error))
        fail_msg("%s", error.text);
    db_test_read(house.db, unfinished_work, &rebuilds);
    assert_int_equal(rebuilds, 0);
    db_test_write(house.db, start_work, &job);
    db_test_read(house.db, unfinished_work, &rebuilds);
    assert_int_equal(rebuilds, 1);
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

static bool secret_fresh(const FreshOfRow *row, void *context, Error *error)
{
    ChunkEachRow chunk = { .body = row->body };
    return secret_row(&chunk, context, error);
}

static bool secret_work(Db *db, void *context, Error *error)
{
    for (int shelf = 0; shelf < FRESH_SHELVES; shelf++)
        if (!fresh_of(db, shelf, secret_fresh, context, error))
            return false;
    return chunk_each(db, secret_row, context, error);
}

static void a_person_who_is_forgotten_leaves_counts_only(void **state)
{
    House house = house_open(*state);
    Secret secret = { false };
    house_start(&house);
    send(&house, TRACK_TRACK,
         "{\"userId\":\"u1\",\"event\":\"a\",\"properties\":{\"mail\":\"secret\"},\"context\":{\"groupId\":\"acme\"}}");
    house_settle(&house);
    db_test_read(house.db, secret_work, &secret);
    assert_true(secret.has_secret);
    send(&house, TRACK_TRACK,
         "{\"userId\":\"u1\",\"event\":\"b\",\"properties\":{\"mail\":\"secret\"},\"context\":{\"groupId\":\"acme\"}}");
    db_test_write(house.db, forget_work, &house);
    secret.has_secret = false;
    db_test_read(house.db, secret_work, &secret);
    assert_false(secret.has_secret);
    assert_int_equal(events_of(&house, "acme", TODAY), 2);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(rollups_are_what_follows_from_the_raw_events),
        DB_TEST(what_a_visitor_did_counts_once_when_the_day_is_counted_again),
        DB_TEST(a_new_rule_maps_old_events_too),
        DB_TEST(another_time_zone_moves_the_days),
        DB_TEST(a_rebuild_whose_job_is_over_holds_up_no_other),
        DB_TEST(rebuilds_that_are_over_are_swept_by_the_next_one),
        DB_TEST(counts_are_said_to_be_on_their_way_until_they_are_done),
        DB_TEST(a_person_who_is_forgotten_leaves_counts_only),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
