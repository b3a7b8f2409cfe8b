/* Gauges by window and date, days that are set again, and a feature's share of all activity. */
#include "engine/measure_kind.h"
#include "engine/test_engine.h"

#include <math.h>

enum { ACCOUNT = 1, SEATS = 70, MINUTES = 71 };

static double asked(const char *id, int64_t gauge, int days, int64_t as_of)
{
    const EngineView *view = engine_view(engine);
    MeasureRef ref = { .kind = measure_find(id), .gauge_id = gauge, .days = days };
    double value = measure_value(view, ACCOUNT, &ref, as_of);
    engine_view_close(view);
    return value;
}

static void gauge_on(int64_t day, int64_t gauge, int64_t events, double total, double last)
{
    GaugeDay row = { ACCOUNT, gauge, day, events, total, last };
    engine_account_add(engine, ACCOUNT);
    engine_gauges_replace(engine, &(EngineDay) { ACCOUNT, day }, 1, &row, 1);
}

static void a_gauge_has_a_sum_a_mean_and_a_latest_value_in_each_window(void **state)
{
    (void)state;
    gauge_on(20010, SEATS, 1, 12, 12);
    gauge_on(20000, SEATS, 2, 30, 20); /* late */
    gauge_on(20011, MINUTES, 1, 999, 999);
    assert_true(asked("gauge_sum", SEATS, 28, 20012) == 42);
    assert_true(asked("gauge_mean", SEATS, 28, 20012) == 14);
    assert_true(asked("gauge_last", SEATS, 28, 20012) == 12);
    assert_true(asked("gauge_last", SEATS, 28, 20009) == 20); /* what was known of that day */
    assert_true(asked("gauge_sum", SEATS, 2, 20012) == 0);    /* days 20011 and 20012 */
    assert_true(asked("gauge_sum", SEATS, 3, 20012) == 12);
    assert_true(asked("gauge_sum", SEATS, 0, 20028) == 12); /* its own window */
}

static void a_gauge_without_a_number_is_unknown(void **state)
{
    (void)state;
    gauge_on(20000, SEATS, 1, 5, 5);
    assert_true(isnan(asked("gauge_sum", SEATS, 28, 19999)));
    assert_true(isnan(asked("gauge_sum", MINUTES, 28, 20000)));
    assert_true(isnan(asked("gauge_mean", SEATS, 28, 20050)));
    assert_true(isnan(asked("gauge_last", SEATS, 28, 20050)));
    assert_true(asked("gauge_sum", SEATS, 28, 20050) == 0);
}

static void a_change_is_against_the_latest_number_before_the_window(void **state)
{
    (void)state;
    gauge_on(19900, SEATS, 1, 20, 20);
    gauge_on(20000, SEATS, 1, 15, 15);
    assert_true(asked("gauge_change", SEATS, 28, 20000) == -0.25);
    assert_true(isnan(asked("gauge_change", SEATS, 28, 19900)));
    assert_true(isnan(asked("gauge_change", SEATS, 28, 20100)));
    gauge_on(19900, SEATS, 1, 0, 0);
    assert_true(isnan(asked("gauge_change", SEATS, 28, 20000)));
}

static void a_day_that_is_set_again_is_what_it_says_last(void **state)
{
    (void)state;
    gauge_on(20000, SEATS, 1, 5, 5);
    gauge_on(20000, MINUTES, 3, 9, 2); /* of all gauges: that of seats is gone */
    assert_true(isnan(asked("gauge_last", SEATS, 28, 20000)));
    assert_true(asked("gauge_mean", MINUTES, 28, 20000) == 3);
    engine_gauges_replace(engine, &(EngineDay) { ACCOUNT, 20000 }, 1, NULL, 0);
    assert_true(isnan(asked("gauge_last", MINUTES, 28, 20000)));
}

static uint64_t version_at(int64_t day)
{
    const EngineView *view = engine_view(engine);
    uint64_t version = view_version(view, day, NULL);
    engine_view_close(view);
    return version;
}

static void what_stays_as_it_is_is_no_news(void **state)
{
    (void)state;
    gauge_on(20000, SEATS, 1, 5, 5);
    uint64_t before = version_at(20000), earlier = version_at(19999);
    gauge_on(20000, SEATS, 1, 5, 5);
    assert_true(version_at(20000) == before);
    gauge_on(20000, SEATS, 2, 11, 6);
    assert_true(version_at(20000) != before);
    assert_true(version_at(19999) == earlier);
}

static void an_account_that_goes_takes_its_gauges_with_it(void **state)
{
    (void)state;
    gauge_on(20000, SEATS, 1, 5, 5);
    engine_account_remove(engine, ACCOUNT);
    engine_account_add(engine, ACCOUNT);
    assert_true(isnan(asked("gauge_last", SEATS, 28, 20000)));
}

static void the_evidence_is_the_days_with_a_number(void **state)
{
    const DayCount *days;
    size_t count;
    (void)state;
    gauge_on(20000, SEATS, 2, 5, 5);
    gauge_on(19960, SEATS, 1, 5, 5);
    const EngineView *view = engine_view(engine);
    evidence_gauge(view, arena, ACCOUNT,
                   &(MeasureRef) { .kind = measure_find("gauge_last"), .gauge_id = SEATS, .days = 28 }, 20000, &days,
                   &count);
    engine_view_close(view);
    assert_int_equal(count, 1);
    assert_int_equal(days[0].day, 20000);
    assert_int_equal(days[0].count, 2);
}

/* ---- a share of all activity ----------------------------------------------------------------------------------- */

static double share(int64_t product, int64_t feature, int64_t as_of)
{
    const EngineView *view = engine_view(engine);
    MeasureRef ref = { .kind = measure_find("share"), .product_id = product, .feature_id = feature, .days = 28 };
    double value = measure_value(view, ACCOUNT, &ref, as_of);
    engine_view_close(view);
    return value;
}

static void a_share_is_of_all_events_of_the_account_in_the_window(void **state)
{
    static const Delta DELTAS[] = {
        { ACCOUNT, SERIES_FEATURE, 5, 10, 20000, 6 },
        { ACCOUNT, SERIES_FEATURE, 5, 11, 20000, 1 },
        { ACCOUNT, SERIES_FEATURE, 6, 12, 20001, 3 },
        { ACCOUNT, SERIES_FEATURE, 5, 10, 19900, 90 }, /* before the window */
    };
    (void)state;
    engine_account_add(engine, ACCOUNT);
    engine_apply(engine, DELTAS, 4);
    assert_true(share(0, 10, 20001) == 0.6);
    assert_true(share(5, 0, 20001) == 0.7);
    assert_true(share(6, 0, 20001) == 0.3);
    assert_true(share(0, 99, 20001) == 0); /* nobody used it */
    assert_true(isnan(share(0, 10, 20100)));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_gauge_has_a_sum_a_mean_and_a_latest_value_in_each_window),
        TEST(a_gauge_without_a_number_is_unknown),
        TEST(a_change_is_against_the_latest_number_before_the_window),
        TEST(a_day_that_is_set_again_is_what_it_says_last),
        TEST(what_stays_as_it_is_is_no_news),
        TEST(an_account_that_goes_takes_its_gauges_with_it),
        TEST(the_evidence_is_the_days_with_a_number),
        TEST(a_share_is_of_all_events_of_the_account_in_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
