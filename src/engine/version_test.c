#include "engine/test_engine.h"

enum { ACCOUNT = 7, FEATURE = 1, DAY = 20000 };

static const char *const BUT[] = { "band", NULL };

static void used(int64_t day, int64_t count)
{
    Delta delta = { .account = ACCOUNT, .kind = SERIES_FEATURE, .key = FEATURE, .day = day, .count = count };
    engine_apply(engine, &delta, 1);
}

static void set(const char *column, int64_t value)
{
    EngineSet one = { ACCOUNT, engine_column(engine, column, COLUMN_INT, false), engine_int(value) };
    engine_set(engine, &one, 1);
}

static void pays(int64_t from, int64_t micros)
{
    EngineStep step = { 0, from, engine_int(micros) };
    engine_steps_set(engine, ACCOUNT, engine_column(engine, ENGINE_MRR, COLUMN_INT, true), &step, 1);
}

static uint64_t version_on(int64_t day)
{
    const EngineView *view = engine_view(engine);
    uint64_t version = view_version(view, day, BUT);
    engine_view_close(view);
    return version;
}

static uint64_t columns_version(const char *column)
{
    const EngineView *view = engine_view(engine);
    uint64_t version = view_columns_version(view, (const char *const[]) { column, NULL });
    engine_view_close(view);
    return version;
}

static void a_count_changes_its_day_and_later_ones_and_no_earlier_one(void **state)
{
    (void)state;
    uint64_t before, then, after;
    engine_account_add(engine, ACCOUNT);
    used(DAY - 10, 1);
    used(DAY, 1);
    before = version_on(DAY - 1);
    then = version_on(DAY);
    after = version_on(DAY + 100);
    used(DAY, 1);
    assert_int_equal(version_on(DAY - 1), before);
    assert_int_not_equal(version_on(DAY), then);
    assert_int_not_equal(version_on(DAY + 100), after);
    then = version_on(DAY);
    used(DAY - 5, 1); /* late */
    assert_int_equal(version_on(DAY - 6), before);
    assert_int_not_equal(version_on(DAY - 5), before);
    assert_int_not_equal(version_on(DAY), then);
    then = version_on(DAY);
    used(DAY + 1, 1);
    assert_int_equal(version_on(DAY), then);
    used(DAY - 20, 1);
    assert_int_not_equal(version_on(DAY - 6), before);
}

static void whatever_a_program_may_read_changes_every_day_but_not_what_was_named(void **state)
{
    (void)state;
    uint64_t before;
    engine_account_add(engine, ACCOUNT);
    set("stage", 1);
    set("band", 1);
    before = version_on(DAY);
    set("band", 2);
    set("stage", 1);
    engine_account_add(engine, ACCOUNT);
    assert_int_equal(version_on(DAY), before);
    set("stage", 2);
    assert_int_not_equal(version_on(DAY), before);
    before = version_on(DAY);
    pays(DAY + 1000, 5);
    assert_int_not_equal(version_on(DAY), before);
    before = version_on(DAY);
    pays(DAY + 1000, 5);
    assert_int_equal(version_on(DAY), before);
    engine_features_set(engine, NULL, 0);
    assert_int_not_equal(version_on(DAY), before);
    before = version_on(DAY);
    engine_account_remove(engine, ACCOUNT);
    assert_int_not_equal(version_on(DAY), before);
}

static void columns_alone_do_not_change_with_use_or_with_others(void **state)
{
    (void)state;
    engine_account_add(engine, ACCOUNT);
    set("stage", 1);
    uint64_t before = columns_version("stage");
    used(DAY, 1);
    set("owner_id", 3);
    assert_int_equal(columns_version("stage"), before);
    set("stage", 2);
    assert_int_not_equal(columns_version("stage"), before);
    before = columns_version("stage");
    engine_column_clear(engine, "stage");
    assert_int_not_equal(columns_version("stage"), before);
}

static size_t changed_since(uint64_t since, int64_t *first)
{
    const EngineView *view = engine_view(engine);
    Ids ids;
    bool told = view_changed(view, arena, since, &ids);
    engine_view_close(view);
    *first = told && ids.count ? ids.items[0] : 0;
    return told ? ids.count : SIZE_MAX;
}

static uint64_t moment(void)
{
    const EngineView *view = engine_view(engine);
    uint64_t now = view_moment(view);
    engine_view_close(view);
    return now;
}

static void who_changed_is_named_and_nobody_else(void **state)
{
    (void)state;
    int64_t who;
    engine_account_add(engine, ACCOUNT + 1);
    uint64_t before = moment();
    assert_int_equal(changed_since(before, &who), 0);
    engine_account_add(engine, ACCOUNT);
    assert_int_equal(changed_since(before, &who), 1);
    assert_int_equal(who, ACCOUNT);
    before = moment();
    used(DAY - 5, 1);
    assert_int_equal(changed_since(before, &who), 1);
    before = moment();
    set("stage", 1);
    assert_int_equal(changed_since(before, &who), 1);
    before = moment();
    set("stage", 1);
    engine_account_add(engine, ACCOUNT);
    assert_int_equal(changed_since(before, &who), 0);
    pays(DAY, 5);
    assert_int_equal(changed_since(before, &who), 1);
    assert_int_equal(who, ACCOUNT);
    for (int64_t i = 0; i < 100; i++) /* the room for accounts grows */
        engine_account_add(engine, 1000 + i);
    assert_int_equal(changed_since(before, &who), 101);
}

static void what_may_be_of_anybody_is_said_so(void **state)
{
    (void)state;
    int64_t who;
    engine_account_add(engine, ACCOUNT);
    engine_account_add(engine, ACCOUNT + 1);
    set("stage", 1);
    uint64_t before = moment();
    engine_features_set(engine, NULL, 0);
    assert_true(changed_since(before, &who) == SIZE_MAX);
    before = moment();
    engine_account_remove(engine, ACCOUNT + 1);
    assert_true(changed_since(before, &who) == SIZE_MAX);
    before = moment();
    engine_column_clear(engine, "stage");
    assert_true(changed_since(before, &who) == SIZE_MAX);
    before = moment();
    engine_clear(engine);
    assert_true(changed_since(before, &who) == SIZE_MAX);
    before = moment();
    assert_int_equal(changed_since(before, &who), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_count_changes_its_day_and_later_ones_and_no_earlier_one),
        TEST(whatever_a_program_may_read_changes_every_day_but_not_what_was_named),
        TEST(columns_alone_do_not_change_with_use_or_with_others),
        TEST(who_changed_is_named_and_nobody_else),
        TEST(what_may_be_of_anybody_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
