/* The bands of a day that is kept and mended, against the same day judged as a whole. */
#include "base/test.h"

#include "engine/measure_kind.h"
#include "engine/test_engine.h"
#include "success/health/day.h"
#include "success/health/definition.h"

#include <stdatomic.h>

enum { DAY = 20000, ACCOUNTS = 400, ROUNDS = 60 };

static atomic_int judged; /* how often an account was */

static double counted(const EngineView *view, int64_t account, int64_t product, int64_t feature, int days,
                      int64_t as_of)
{
    (void)view, (void)account, (void)product, (void)feature, (void)days, (void)as_of;
    atomic_fetch_add(&judged, 1);
    return 1;
}

static const MeasureKind COUNTED = {
    .id = "test_counted", .unit = UNIT_NUMBER, .find = FIND_FUNCTION, .function = counted, .definition = "One."
};

static uint32_t roll(uint32_t below)
{
    static uint64_t seed = 20261130;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static Judges judges_of(const char *segment)
{
    static uint64_t set;
    static const char CARD[] =
        "{\"rules\":[{\"key\":\"silent\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"measure\":{\"measure\":"
        "\"days_since\"},\"op\":\">=\",\"value\":7}}],\"points\":[{\"key\":\"events\",\"name\":\"\",\"measure\":"
        "{\"measure\":\"events\",\"days\":28},\"weight\":2,\"low\":0,\"high\":40},{\"key\":\"one\",\"name\":\"\","
        "\"measure\":{\"measure\":\"test_counted\"},\"weight\":1,\"low\":0,\"high\":1}],"
        "\"bad_below\":40,\"good_from\":70,\"unknown_below\":0.5}";
    const Json *json;
    const Condition *only = NULL;
    ConditionOf accounts = { .engine = engine, .sees = CIRCLES_ALL };
    Judge *judge = arena_make(arena, Judge);
    *judge = (Judge) { .purpose = "retention", .until_day = INT64_MAX };
    if (!json_parse(arena, CARD, sizeof CARD - 1, &json, &error) ||
        (segment && !condition_parse_text(arena, &accounts, segment, "segment", &only, &error)) ||
        !definition_compile(arena, &accounts, json, only, 0, judge, &error))
        fail_msg("%s", error.text);
    return (Judges) { .count = 1, .items = judge, .set = ++set };
}

static void used(int64_t account, int64_t day, int64_t count)
{
    Delta delta = { .account = account, .kind = SERIES_FEATURE, .key = 1 + account % 3, .day = day, .count = count };
    engine_apply(engine, &delta, 1);
}

static void has_seats(int64_t account, int64_t seats)
{
    EngineStep step = { 0, DAY - 100, engine_int(seats) };
    engine_account_add(engine, account);
    engine_steps_set(engine, account, engine_column(engine, ENGINE_SEATS, COLUMN_INT, true), &step, 1);
}

static void change_something(void)
{
    int64_t account = 1 + roll(ACCOUNTS);
    switch (roll(12)) {
    case 0:
        has_seats(account, 1 + roll(9));
        break;
    case 1:
        engine_account_add(engine, ACCOUNTS + 1 + roll(50));
        break;
    case 2:
        if (!roll(4))
            engine_account_remove(engine, account);
        break;
    case 3:
        used(account, DAY + roll(5), 1 + roll(9)); /* of no matter to the day */
        break;
    default:
        used(account, DAY - roll(roll(3) ? 3 : 60), 1 + roll(9));
    }
}

static void assert_same_day(const DayBands *kept, const DayBands *whole)
{
    assert_int_equal(kept->count, whole->count);
    for (size_t i = 0; i < whole->count; i++) {
        assert_int_equal(kept->accounts[i], whole->accounts[i]);
        assert_int_equal(kept->bands[i], whole->bands[i]);
        assert_int_equal(kept->points[i], whole->points[i]);
        assert_true(kept->coverage[i] == whole->coverage[i]);
    }
}

static void workspace_fill(void)
{
    measure_register(&COUNTED);
    for (int64_t account = 1; account <= ACCOUNTS; account++) {
        engine_account_add(engine, account);
        has_seats(account, 1 + account % 9);
        for (uint32_t i = roll(8); i; i--)
            used(account, DAY - roll(40), 1 + roll(9));
    }
}

static void days_compare(const Judges *judges)
{
    Arena *until = arena_new();
    const EngineView *view = engine_view(engine);
    for (int back = 0; back < 3; back++) {
        const DayBands *kept = day_bands(judges, view, until, DAY - back * 7);
        assert_same_day(kept, day_judge(judges, view, until, DAY - back * 7, (Ids) { 0 }));
    }
    engine_view_close(view);
    arena_free(until);
}

static void a_mended_day_is_what_judging_all_gives(void **state)
{
    (void)state;
    workspace_fill();
    Judges all = judges_of(NULL);
    Judges some = judges_of("{\"measure\":{\"measure\":\"seats\"},\"op\":\">=\",\"value\":5}");
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = roll(6); i; i--)
            change_something();
        days_compare(&all);
        days_compare(&some);
    }
    days_forget();
}

static int judged_for(const Judges *judges, int64_t day)
{
    Arena *until = arena_new();
    const EngineView *view = engine_view(engine);
    atomic_store(&judged, 0);
    day_bands(judges, view, until, day);
    engine_view_close(view);
    arena_free(until);
    return atomic_load(&judged);
}

static void who_did_nothing_is_not_judged_again(void **state)
{
    (void)state;
    workspace_fill();
    Judges judges = judges_of(NULL);
    assert_int_equal(judged_for(&judges, DAY), ACCOUNTS);
    assert_int_equal(judged_for(&judges, DAY), 0);
    used(5, DAY, 1);
    used(9, DAY, 1);
    assert_int_equal(judged_for(&judges, DAY), 2);
    used(5, DAY + 1, 1);
    assert_int_equal(judged_for(&judges, DAY), 0);
    used(7, DAY - 1, 1);
    assert_int_equal(judged_for(&judges, DAY), 2); /* and 5, of which it is not known that it is of no matter */
    engine_features_set(engine, NULL, 0);
    assert_int_equal(judged_for(&judges, DAY), ACCOUNTS);
    days_forget();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = { TEST(a_mended_day_is_what_judging_all_gives),
                                        TEST(who_did_nothing_is_not_judged_again) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
