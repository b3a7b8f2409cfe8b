#include "success/measure/measure.h"

#include "base/clock.h"
#include "engine/test_engine.h"
#include "house/workspace/workspace.h"

#include <math.h>
#include <string.h>

static double by_function(const EngineView *view, int64_t account, int64_t product, int64_t feature, int days,
                          int64_t as_of)
{
    (void)view, (void)product, (void)feature, (void)days;
    return account == 1 ? (double)as_of : NAN;
}

static const MeasureKind ADDED = { .id = "test_added",
                                   .unit = UNIT_NUMBER,
                                   .find = FIND_FUNCTION,
                                   .function = by_function,
                                   .definition = "The day asked for." };

static void a_module_can_add_a_measure_of_its_own(void **state)
{
    (void)state;
    const MeasureRef ref = { .kind = &ADDED };
    const EngineView *view;
    measure_register(&ADDED);
    measure_register(&ADDED);
    assert_ptr_equal(measure_find("test_added"), &ADDED);
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    view = engine_view(engine);
    assert_true(measure_value(view, 1, &ref, 20000) == 20000);
    assert_true(isnan(measure_value(view, 2, &ref, 20000)));
    engine_view_close(view);
}

static void every_measure_says_what_it_is(void **state)
{
    (void)state;
    static const char *const EXPECTED[] = {
        "events",           "active_days",       "people",          "breadth", "depth", "trend", "days_since",
        "days_since_first", "contract_age_days", "days_to_renewal", "mrr",     "seats", "field"
    };
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
        const MeasureKind *kind = measure_find(EXPECTED[i]);
        assert_non_null(kind);
        assert_true(strlen(kind->definition) > 20);
        assert_true(!(kind->takes & TAKES_DAYS) || kind->days > 0);
    }
}

static const DayCount *days_of(const char *id, int days, size_t *count)
{
    const MeasureRef ref = { .kind = measure_find(id), .days = days };
    const EngineView *view = engine_view(engine);
    const DayCount *found;
    measure_days(view, arena, 1, &ref, 20030, &found, count);
    engine_view_close(view);
    return found;
}

static void evidence_is_the_days_that_the_measure_looked_at(void **state)
{
    (void)state;
    const int64_t days[] = { 19000, 19980, 20001, 20015, 20016, 20030, 20031 };
    const DayCount *found;
    size_t count;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        engine_apply(engine, &(Delta) { 1, SERIES_FEATURE, 4, 7, days[i], 5 }, 1);
    engine_apply(engine, &(Delta) { 1, SERIES_PERSON, 4, 70, 20030, 5 }, 1);
    found = days_of("events", 15, &count);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].day, 20016);
    found = days_of("trend", 15, &count);
    assert_int_equal(count, 3);
    assert_int_equal(found[0].day, 20001);
    assert_int_equal(found[2].day, 20016);
    found = days_of("days_since", 0, &count);
    assert_int_equal(count, 3);
    assert_int_equal(found[0].day, 20015);
    found = days_of("days_since_first", 0, &count);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].day, 19000);
    found = days_of("people", 1, &count);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].count, 1);
    days_of("mrr", 0, &count);
    assert_int_equal(count, 0);
}

static void as_of_is_today_when_not_said_and_never_later(void **state)
{
    (void)state;
    Services services = { 0 };
    Request request = { .services = &services };
    int64_t as_of;
    atomic_store(&services.zone, zone_find("Asia/Tokyo"));
    assert_true(time_parse("2026-03-31T15:00:00Z", &request.now));
    assert_true(workspace_day(&request, (OptInt) { 0 }, &as_of, &error));
    assert_int_equal(as_of, day_from(2026, 4, 1));
    assert_true(workspace_day(&request, (OptInt) { day_from(2020, 2, 29), true }, &as_of, &error));
    assert_int_equal(as_of, day_from(2020, 2, 29));
    assert_false(workspace_day(&request, (OptInt) { day_from(2026, 4, 2), true }, &as_of, &error));
    assert_string_equal(error.field, "as_of");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_module_can_add_a_measure_of_its_own),
        TEST(every_measure_says_what_it_is),
        TEST(evidence_is_the_days_that_the_measure_looked_at),
        TEST(as_of_is_today_when_not_said_and_never_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
