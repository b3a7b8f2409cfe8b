#include "jobs/house_test.h"

#include "base/circle.h"
#include "jobs/module.h"
#include "jobs/notify.h"

#include <stdio.h>

static void facts_come_in_order_and_once(void **state)
{
    TestDb *test = *state;
    memset(&taken, 0, sizeof taken);
    int64_t ids[250];
    for (int i = 0; i < 250; i++)
        ids[i] = fact(test, "task.done");
    read_on(test, NOON);
    read_on(test, NOON);
    assert_int_equal(taken.count, 250);
    assert_memory_equal(taken.ids, ids, sizeof ids);
    int64_t later = fact(test, "task.done");
    read_on(test, NOON);
    assert_int_equal(taken.count, 251);
    assert_int_equal(taken.ids[250], later);
}

static void a_fact_that_fails_ten_times_is_put_aside_and_the_others_arrive(void **state)
{
    TestDb *test = *state;
    memset(&taken, 0, sizeof taken);
    int64_t first = fact(test, "task.done");
    taken.poison = fact(test, "task.done");
    taken.kind = ERROR_INTERNAL;
    int64_t last = fact(test, "task.done");
    int64_t now = NOON;
    /* The batch fails as a whole once; then the good one before the failing one is taken alone. */
    read_on(test, now);
    assert_int_equal(taken.ids[taken.count - 1], first);
    int before = taken.count;
    read_on(test, now);
    assert_int_equal(taken.count, before);
    for (int try = 0; try < FACT_TRIES_MAX; try++)
        read_on(test, now += MS_PER_HOUR);
    assert_int_equal(taken.ids[taken.count - 1], last);
    assert_int_equal(taken.count, before + 1);
}

static void a_full_disk_is_waited_out_without_counting(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    memset(&taken, 0, sizeof taken);
    taken.poison = fact(test, "task.done");
    taken.kind = ERROR_FULL;
    bool more;
    Error error = { 0 };
    for (int try = 0; try < 2 * FACT_TRIES_MAX; try++)
        assert_false(reader_step(&services, &READER, NOON, &more, &error));
    assert_int_equal(error.kind, ERROR_FULL);
    int64_t id = taken.poison;
    taken.poison = 0;
    read_on(test, NOON);
    assert_int_equal(taken.count, 1);
    assert_int_equal(taken.ids[0], id);
}

static const Statement RAISE = {
    .name = "raise",
    .sqlite = "UPDATE fact SET xact = xact + 1000000000",
    .postgres = "UPDATE fact SET xact = xact + 1000000000",
};
static const Statement RAISE_READER = {
    .name = "raise_reader",
    .sqlite = "UPDATE fact_reader SET xact = xact + 1000000000",
    .postgres = "UPDATE fact_reader SET xact = xact + 1000000000",
};

static bool as_if_restored(Db *db, void *context, Error *error)
{
    (void)context;
    return db_run(db, &RAISE, NULL, NULL, error) && db_run(db, &RAISE_READER, NULL, NULL, error);
}

static void after_a_restore_into_another_cluster_readers_go_on_where_they_were(void **state)
{
    TestDb *test = *state;
    Services services = { .store = test->store };
    Error error = { 0 };
    memset(&taken, 0, sizeof taken);
    fact(test, "task.done");
    fact(test, "task.done");
    read_on(test, NOON);
    int64_t unread = fact(test, "task.done");
    db_test_write(test, as_if_restored, NULL);
    assert_true(reader_rebase(&services, &error));
    int64_t newer = fact(test, "task.done");
    read_on(test, NOON);
    assert_int_equal(taken.count, 4);
    assert_int_equal(taken.ids[2], unread);
    assert_int_equal(taken.ids[3], newer);
}

static void no_statement_of_a_fact_fails_silently(void **state)
{
    TestDb *test = *state;
    NewFact new = { "task.done", 0 };
    db_test_every_fault(test, write_fact, &new, NULL);
}

static bool holds_for(const StreamKey *keys, int count, const char *wanted, unsigned circle)
{
    for (int i = 0; i < count; i++)
        if (strcmp(keys[i].name, wanted) == 0)
            return keys[i].circle == circle;
    return false;
}

static bool holds(const StreamKey *keys, int count, const char *wanted)
{
    return holds_for(keys, count, wanted, CIRCLE_NONE);
}

typedef struct {
    OptInt until;
    const char *band;
    OptInt points;
} Fell;
static const Field FELL_FIELDS[] = { SHAPE_OPT(Fell, until, FIELD_DAY),
                                     SHAPE_OPT(Fell, band, FIELD_TEXT, .choices = "GOOD|BAD"),
                                     SHAPE_OPT(Fell, points, FIELD_INT),
                                     { 0 } };
static const Shape FELL = { "Fell", sizeof(Fell), FELL_FIELDS };

typedef struct {
    int64_t price;
    const char *plan;
} Priced;
static const Field PRICED_FIELDS[] = { SHAPE_FIELD(Priced, price, FIELD_INT, .circle = CIRCLE_REVENUE),
                                       SHAPE_FIELD(Priced, plan, FIELD_TEXT),
                                       { 0 } };
static const Shape PRICED = { "Priced", sizeof(Priced), PRICED_FIELDS };

typedef struct {
    const char *of;
} PartOf;
static const Field PART_OF_FIELDS[] = { SHAPE_FIELD(PartOf, of, FIELD_TEXT), { 0 } };
static const Shape PART_OF = { "PartOf", sizeof(PartOf), PART_OF_FIELDS };

static const FactKind FACT_KINDS[] = {
    { "health.fell", &FELL, .group = "health", .wakes = { "accounts", "today" } },
    { "health.rose", &FELL, .group = "health" },
    { "import.done", .wakes = { "imports" } },
    { "price.set", &PRICED, .wakes = { "accounts" }, .list = "prices", .circle = CIRCLE_REVENUE },
    { "task.done", .group = "task" },
    { "task.shared", .wakes = { "tasks" }, .sight = true },
    { "part.added", &PART_OF },
    { 0 },
};
static const Module DECLARING = { .name = "test", .facts = FACT_KINDS };
static const Module *const DECLARED[] = { &DECLARING, NULL };
static const Module *const NO_MODULES[] = { NULL };

static Fell told_back;

static bool take_fell(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)services;
    (void)fact_id;
    assert_string_equal(fact->json, "{\"band\":\"BAD\",\"points\":40}");
    return fact_body(db_arena(db), fact, &FELL, &told_back, error);
}

static bool write_fell(Db *db, void *context, Error *error)
{
    Fact fact = { .kind = "health.fell", .actor = "system", .body = context, .at = NOON };
    return fact_write(db, &fact, NULL, error);
}

static void a_body_is_written_and_read_by_the_shape_of_its_kind(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    Services services = { .store = test->store };
    const FactReader reader = { "fell", take_fell };
    Fell fell = { .band = "BAD", .points = { 40, true } };
    Error error = { 0 };
    db_test_write(test, write_fell, &fell);
    for (bool more = true; more;)
        assert_true(reader_step(&services, &reader, NOON, &more, &error));
    assert_int_equal(told_back.points.value, 40);
    assert_false(told_back.until.known);
    modules_use(NO_MODULES);
}

static void groups_and_cases_are_those_of_all_kinds(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    assert_string_equal(fact_groups(test->arena), "health|task");
    const ShapeCase *cases = FACT.cases(test->arena);
    assert_string_equal(cases[1].kind, "health.rose");
    assert_ptr_equal(cases[1].body, &FELL);
    assert_string_equal(cases[4].kind, "task.done");
    assert_null(cases[4].body);
    assert_null(cases[7].kind);
    modules_use(NO_MODULES);
}

static void a_fact_names_what_a_browser_reads_again(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    StreamKey keys[NOTIFY_KEYS_MAX];
    Fact fell = { .kind = "health.fell", .account_id = 7 };
    int count = notify_keys(test->arena, &fell, keys);
    assert_true(holds(keys, count, "account:7") && holds(keys, count, "health"));
    assert_true(holds(keys, count, "accounts") && holds(keys, count, "today"));
    Fact done = { .kind = "import.done", .subject = "import:5" };
    count = notify_keys(test->arena, &done, keys);
    assert_int_equal(count, 3);
    assert_true(holds(keys, count, "import:5") && holds(keys, count, "import") && holds(keys, count, "imports"));
    modules_use(NO_MODULES);
}

static void what_tells_of_a_circle_is_for_those_who_see_it(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    StreamKey keys[NOTIFY_KEYS_MAX];
    Fact priced = { .kind = "price.set", .account_id = 7, .subject = "price:3" };
    int count = notify_keys(test->arena, &priced, keys);
    assert_true(holds_for(keys, count, "price:3", CIRCLE_REVENUE));
    assert_true(holds_for(keys, count, "price", CIRCLE_REVENUE));
    assert_true(holds_for(keys, count, "prices", CIRCLE_REVENUE));
    assert_true(holds(keys, count, "account:7") && holds(keys, count, "accounts"));
    modules_use(NO_MODULES);
}

static bool keys_are_for(const StreamKey *keys, int count, unsigned circle, int64_t author)
{
    for (int i = 0; i < count; i++)
        if (keys[i].circle != circle || keys[i].author != author)
            return false;
    return true;
}

static void what_is_not_for_everybody_wakes_those_it_is_for(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    StreamKey keys[NOTIFY_KEYS_MAX];
    Fact done = {
        .kind = "task.done", .account_id = 7, .contact_id = 8, .subject = "task:3", .audience = { "me", 12 }
    };
    int count = notify_keys(test->arena, &done, keys);
    assert_true(count >= 4 && keys_are_for(keys, count, CIRCLE_AUTHOR, 12));
    done.audience.visible_to = "support";
    count = notify_keys(test->arena, &done, keys);
    assert_true(count >= 4 && keys_are_for(keys, count, CIRCLE_SUPPORT, 12));
    done.audience.visible_to = NULL;
    assert_true(keys_are_for(keys, notify_keys(test->arena, &done, keys), CIRCLE_NONE, 0));
    Fact shown = { .kind = "task.shared", .account_id = 7, .subject = "task:3", .audience = { "me", 12 } };
    count = notify_keys(test->arena, &shown, keys);
    assert_true(holds_for(keys, count, "task:3", CIRCLE_AUTHOR));
    assert_true(holds(keys, count, "account:7") && holds(keys, count, "task") && holds(keys, count, "tasks"));
    modules_use(NO_MODULES);
}

static char audiences_told[200];

static bool take_audience(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)services, (void)db, (void)fact_id, (void)error;
    size_t told = strlen(audiences_told);
    const char *to = fact->audience.visible_to ? fact->audience.visible_to : "all";
    snprintf(audiences_told + told, sizeof audiences_told - told, "%s=%s/%lld ", fact->subject, to,
             (long long)fact->audience.author_id);
    return true;
}

/* Two things of one account, the first with a part of its own, and one of the same name in another account. */
static bool write_things(Db *db, void *context, Error *error)
{
    (void)context;
    Fact one = { .kind = "task.done", .account_id = 7, .actor = "staff:12", .subject = "task:3", .at = NOON };
    Fact part = { .kind = "part.added", .account_id = 7, .actor = "staff:12", .subject = "file:9", .at = NOON };
    Fact other = { .kind = "task.done", .account_id = 7, .actor = "staff:12", .subject = "task:30", .at = NOON };
    part.body = &(PartOf) { "task:3" };
    Fact shown = { .kind = "task.shared", .account_id = 7, .actor = "staff:12", .subject = "task:3", .at = NOON };
    shown.audience = (Audience) { "me", 12 };
    return fact_write(db, &one, NULL, error) && fact_write(db, &part, NULL, error) &&
           fact_write(db, &other, NULL, error) && fact_show(db, &shown, error);
}

static void all_facts_of_a_thing_are_for_whom_it_is_for(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    Services services = { .store = test->store };
    const FactReader reader = { "audience", take_audience };
    Error error = { 0 };
    audiences_told[0] = 0;
    db_test_write(test, write_things, NULL);
    for (bool more = true; more;)
        assert_true(reader_step(&services, &reader, NOON, &more, &error));
    assert_string_equal(audiences_told, "task:3=me/12 file:9=me/12 task:30=all/0 task:3=me/12 ");
    modules_use(NO_MODULES);
}

static const char *seen(TestDb *test, const char *kind, const char *body, unsigned sees)
{
    return fact_body_seen(test->arena, kind, body, sees);
}

static void a_body_is_told_without_what_its_reader_does_not_see(void **state)
{
    modules_use(DECLARED);
    TestDb *test = *state;
    static const char PRICE[] = "{\"price\":100,\"plan\":\"team\"}", POINTS[] = "{\"points\":40}";
    assert_string_equal(seen(test, "price.set", PRICE, CIRCLES_ALL), PRICE);
    assert_string_equal(seen(test, "price.set", PRICE, CIRCLE_REVENUE), PRICE);
    assert_string_equal(seen(test, "price.set", PRICE, CIRCLE_SUPPORT), "{\"plan\":\"team\"}");
    assert_string_equal(seen(test, "health.fell", POINTS, CIRCLE_NONE), POINTS);
    assert_string_equal(seen(test, "price.set", "{\"price\":", CIRCLE_NONE), "{}");
    assert_string_equal(seen(test, "gone.long_ago", PRICE, CIRCLE_SUPPORT), "{}");
    modules_use(NO_MODULES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(what_is_not_for_everybody_wakes_those_it_is_for),
        DB_TEST(all_facts_of_a_thing_are_for_whom_it_is_for),
        DB_TEST(facts_come_in_order_and_once),
        DB_TEST(a_fact_that_fails_ten_times_is_put_aside_and_the_others_arrive),
        DB_TEST(a_full_disk_is_waited_out_without_counting),
        POSTGRES_TEST(after_a_restore_into_another_cluster_readers_go_on_where_they_were),
        DB_TEST(no_statement_of_a_fact_fails_silently),
        SQLITE_TEST(a_fact_names_what_a_browser_reads_again),
        DB_TEST(a_body_is_written_and_read_by_the_shape_of_its_kind),
        SQLITE_TEST(groups_and_cases_are_those_of_all_kinds),
        SQLITE_TEST(what_tells_of_a_circle_is_for_those_who_see_it),
        SQLITE_TEST(a_body_is_told_without_what_its_reader_does_not_see),
    };
    return db_test_run_alone(tests, sizeof tests / sizeof *tests);
}
