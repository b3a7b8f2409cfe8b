#include "house/workspace/workspace.h"

#include "db/db_testkit.h"
#include "jobs/module.h"

#include <string.h>

static const int64_t NOW = INT64_C(1795176000000);

typedef struct {
    Services services;
    const TestDb *test;
    Workspace *read;
    Workspace given;
    int64_t epoch;
    bool gives_up; /* after all was written */
    Error error;
} House;

static House house_open(const TestDb *test)
{
    House house = { .test = test };
    house.services.store = test->store;
    atomic_store(&house.services.zone, zone_find("UTC"));
    house.given = (Workspace) {
        .name = "Ours", .time_zone = "Asia/Tokyo", .language = "en", .currency = "USD", .fiscal_month = 1
    };
    return house;
}

static bool read_work(Db *db, void *context, Error *error)
{
    House *house = context;
    return workspace_get(db, house->test->arena, &house->read, error) &&
           workspace_epoch(db, house->test->arena, &house->epoch, error);
}

static bool put_work(Db *db, void *context, Error *error)
{
    House *house = context;
    if (!workspace_put(&house->services, db, &house->given, "staff:7", NOW, error))
        return false;
    return !house->gives_up || fail(error, ERROR_CONFLICT, NULL, "changed its mind");
}

static bool put(House *house)
{
    house->error = (Error) { 0 };
    return store_write(house->services.store, put_work, house, &house->error);
}

static void look(House *house)
{
    db_test_read(house->test, read_work, house);
}

static void a_new_workspace_has_defaults_and_no_version(void **state)
{
    House house = house_open(*state);
    look(&house);
    assert_string_equal(house.read->name, "Banso");
    assert_string_equal(house.read->time_zone, "Asia/Tokyo");
    assert_string_equal(house.read->language, "ja");
    assert_string_equal(house.read->currency, "JPY");
    assert_int_equal(house.read->fiscal_month, 4);
    assert_false(house.read->demo);
    assert_int_equal(house.read->version, 0);
    assert_int_equal(house.epoch, 0);
}

static void a_change_is_kept_and_raises_version_and_epoch(void **state)
{
    House house = house_open(*state);
    for (int time = 1; time <= 2; time++) {
        assert_true(put(&house));
        look(&house);
        assert_int_equal(house.read->version, time);
        assert_int_equal(house.epoch, time);
        house.given.version = house.read->version;
    }
    assert_string_equal(house.read->name, "Ours");
    assert_string_equal(house.read->currency, "USD");
    assert_int_equal(house.read->fiscal_month, 1);
    assert_ptr_equal(atomic_load(&house.services.zone), zone_find("Asia/Tokyo"));
}

static void what_is_wrong_is_refused_with_its_field(void **state)
{
    static const struct {
        Workspace given;
        const char *field;
    } CASES[] = {
        { { .name = "", .time_zone = "UTC", .language = "ja", .currency = "JPY" }, "name" },
        { { .name = "\xe3\x80\x80", .time_zone = "UTC", .language = "ja", .currency = "JPY" }, "name" },
        { { .name = "A", .time_zone = "Moon/Base", .language = "ja", .currency = "JPY" }, "time_zone" },
        { { .name = "A", .time_zone = "../../etc/passwd", .language = "ja", .currency = "JPY" }, "time_zone" },
        { { .name = "A", .time_zone = "UTC", .language = "fr", .currency = "JPY" }, "language" },
        { { .name = "A", .time_zone = "UTC", .language = "ja", .currency = "XYZ" }, "currency" },
        { { .name = "A", .time_zone = "UTC", .language = "ja", .currency = "jpy" }, "currency" },
        { { .name = "A", .time_zone = "UTC", .language = "ja", .currency = "JPY", .fiscal_month = 0 }, "fiscal_month" },
        { { .name = "A", .time_zone = "UTC", .language = "ja", .currency = "JPY", .fiscal_month = 13 },
          "fiscal_month" },
    };
    House house = house_open(*state);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        house.given = CASES[i].given;
        assert_false(put(&house));
        assert_int_equal(house.error.kind, ERROR_INPUT);
        assert_string_equal(house.error.field, CASES[i].field);
    }
    look(&house);
    assert_int_equal(house.read->version, 0);
}

static void the_zone_changes_only_with_the_commit(void **state)
{
    House house = house_open(*state);
    house.gives_up = true;
    assert_false(put(&house));
    assert_ptr_equal(atomic_load(&house.services.zone), zone_find("UTC"));
    look(&house);
    assert_string_equal(house.read->name, "Banso");
    house.gives_up = false;
    assert_true(put(&house));
    assert_ptr_equal(atomic_load(&house.services.zone), zone_find("Asia/Tokyo"));
}

static void a_start_takes_the_zone_from_the_database(void **state)
{
    House house = house_open(*state);
    house.given.time_zone = "America/Sao_Paulo";
    assert_true(put(&house));
    atomic_store(&house.services.zone, zone_find("UTC"));
    assert_true(workspace_start(&house.services, &house.error));
    assert_ptr_equal(atomic_load(&house.services.zone), zone_find("America/Sao_Paulo"));
}

typedef struct {
    const char *body, *actor;
} ToldRow;
static const Field TOLD_FIELDS[] = { SHAPE_FIELD(ToldRow, body, FIELD_TEXT),
                                     SHAPE_FIELD(ToldRow, actor, FIELD_TEXT),
                                     { 0 } };
static const Shape TOLD = { "Told", sizeof(ToldRow), TOLD_FIELDS };
typedef struct {
    const TestDb *test;
    ToldRow *rows;
    size_t count;
} Told;

static bool told_work(Db *db, void *context, Error *error)
{
    Told *told = context;
    return db_list(db, told->test->arena,
                   "SELECT CAST(body AS TEXT) AS body, actor FROM fact WHERE kind = 'workspace.changed' ORDER BY id",
                   NULL, 0, &TOLD, (void **)&told->rows, &told->count, error);
}

extern const Module WORKSPACE_MODULE;
static const Module *const WITH_FACTS[] = { &WORKSPACE_MODULE, NULL };
static const Module *const NO_MODULES[] = { NULL };

static void the_fact_says_what_changed_and_not_the_words(void **state)
{
    modules_use(WITH_FACTS);
    House house = house_open(*state);
    Told told = { .test = *state };
    assert_true(put(&house));
    house.given.name = "Renamed";
    assert_true(put(&house));
    db_test_read(told.test, told_work, &told);
    assert_int_equal(told.count, 2);
    assert_string_equal(told.rows[0].actor, "staff:7");
    assert_non_null(strstr(told.rows[0].body, "\"currency\""));
    assert_non_null(strstr(told.rows[0].body, "\"language\""));
    assert_non_null(strstr(told.rows[0].body, "\"fiscal_month\":1"));
    /* It stood at Asia/Tokyo by default: no change of zone, and nothing to rebuild. */
    assert_null(strstr(told.rows[0].body, "time_zone"));
    assert_string_equal(told.rows[1].body, "{}");
    assert_null(strstr(told.rows[0].body, "Ours"));
    Fact change = { .kind = "workspace.changed", .json = told.rows[0].body };
    assert_true(workspace_money_moved(&change));
    assert_false(workspace_zone_moved(&change));
    change.json = "{\"time_zone_from\":\"Asia/Tokyo\",\"time_zone\":\"Europe/Paris\"}";
    assert_true(workspace_zone_moved(&change));
    assert_false(workspace_money_moved(&change));
    change.kind = "staff.changed";
    assert_false(workspace_zone_moved(&change));
    modules_use(NO_MODULES);
}

static bool demo_work(Db *db, void *context, Error *error)
{
    return workspace_demo_set(db, *(bool *)context, error);
}

static void the_demo_mark_comes_and_goes(void **state)
{
    House house = house_open(*state);
    bool demo = true;
    db_test_write(*state, demo_work, &demo);
    look(&house);
    assert_true(house.read->demo);
    demo = false;
    db_test_write(*state, demo_work, &demo);
    look(&house);
    assert_false(house.read->demo);
}

static void nothing_changed(const TestDb *test)
{
    House house = house_open(test);
    look(&house);
    assert_int_equal(house.read->version, 0);
    assert_int_equal(house.epoch, 0);
}

static void a_change_is_whole_whichever_statement_fails(void **state)
{
    House house = house_open(*state);
    db_test_every_fault(*state, put_work, &house, nothing_changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(a_new_workspace_has_defaults_and_no_version),
        DB_TEST(a_change_is_kept_and_raises_version_and_epoch),
        SQLITE_TEST(what_is_wrong_is_refused_with_its_field),
        DB_TEST(the_zone_changes_only_with_the_commit),
        SQLITE_TEST(a_start_takes_the_zone_from_the_database),
        DB_TEST(the_fact_says_what_changed_and_not_the_words),
        SQLITE_TEST(the_demo_mark_comes_and_goes),
        DB_TEST(a_change_is_whole_whichever_statement_fails),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
