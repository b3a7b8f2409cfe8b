/* Windows over Golden Week, measured on customers who rest on holidays and on those who do not. */
#include "base/clock.h"
#include "base/test.h"
#include "base/test_day.h"
#include "engine/measure_kind.h"
#include "engine/test_engine.h"

#include <math.h>

/* Golden Week 2026: a Wednesday, then Sunday to Wednesday. */
static int64_t golden_week[] = { 0, 0, 0, 0, 0 };
static int64_t FIRST, LAST; /* of all use */
enum { RESTS = 1, WORKS_THROUGH = 2, SEVEN_DAYS = 3, NEW_HERE = 4 };

static int64_t on(int month, int day)
{
    return day_from(2026, month, day);
}

static bool is_golden(int64_t day)
{
    return day == on(4, 29) || (day >= on(5, 3) && day <= on(5, 6));
}

static void calendar_on(void)
{
    golden_week[0] = on(4, 29);
    for (int i = 0; i < 4; i++)
        golden_week[1 + i] = on(5, 3 + i);
    engine_calendar_set(engine, calendar_new(WEEKEND_SAT_SUN, golden_week, 5));
}

/* Ten events on each working day, from January to July. */
static bool works(int64_t account, int64_t day)
{
    bool weekend = day_of_week(day) == 0 || day_of_week(day) == 6;
    if (account == NEW_HERE && day < on(6, 1))
        return false;
    return account == SEVEN_DAYS || (!weekend && (account != RESTS || !is_golden(day)));
}

static void fill(void)
{
    FIRST = on(1, 5);
    LAST = on(7, 31);
    for (int64_t account = RESTS; account <= NEW_HERE; account++) {
        engine_account_add(engine, account);
        for (int64_t day = FIRST; day <= LAST; day++)
            if (works(account, day))
                engine_apply(engine, &(Delta) { account, SERIES_FEATURE, 1, 7, day, 10 }, 1);
    }
}

static double value(const char *kind, int64_t feature, int days, int64_t account, int64_t day)
{
    MeasureRef ref = { .kind = measure_find(kind), .feature_id = feature, .days = days };
    const EngineView *view = engine_view(engine);
    double found = measure_value(view, account, &ref, day);
    engine_view_close(view);
    return found;
}

static void japan_rests_on_weekdays_only(void **state)
{
    (void)state;
    calendar_on();
    const Calendar *calendar = engine_calendar(engine);
    assert_int_equal(calendar_holidays(calendar, on(4, 1), on(5, 31)), 4); /* the third of May is a Sunday */
    assert_int_equal(calendar_holidays(NULL, on(4, 1), on(5, 31)), 0);
    Rest *rests;
    assert_int_equal(calendar_rests(calendar, arena, on(4, 1), on(5, 31), &rests), 2);
    assert_int_equal(rests[0].after, on(4, 28));
    assert_int_equal(rests[0].until, on(4, 29));
    assert_int_equal(rests[1].after, on(5, 3));
    assert_int_equal(rests[1].until, on(5, 6));
}

static void a_window_reaches_back_by_as_many_working_days(void **state)
{
    (void)state;
    calendar_on();
    const Calendar *calendar = engine_calendar(engine);
    /* Seven days up to Wednesday, 6 May: Thursday and Friday are left; Tuesday, Monday and Friday take the place. */
    assert_int_equal(calendar_begin(calendar, on(5, 6), 7), on(4, 23));
    assert_int_equal(calendar_begin(calendar, on(4, 28), 7), on(4, 21)); /* none in it */
    assert_int_equal(calendar_begin(NULL, on(5, 6), 7), on(4, 29));
}

/* On no day of four months does a steady customer move, in any measure, read by feature or over all. */
static void nobody_falls_over_golden_week(void **state)
{
    (void)state;
    fill();
    calendar_on();
    for (int64_t feature = 0; feature <= 7; feature += 7)
        for (int64_t day = on(4, 1); day <= on(7, 31); day++) {
            assert_float_equal(value("trend", feature, 28, RESTS, day), 0, 1e-9);
            assert_float_equal(value("events", feature, 28, RESTS, day), 200, 1e-9);
            assert_float_equal(value("active_days", feature, 28, RESTS, day), 20, 1e-9);
            assert_float_equal(value("trend", feature, 28, WORKS_THROUGH, day), 0, 1e-9);
            assert_true(value("days_since", feature, 0, RESTS, day) <= 2);
        }
}

/* Windows that reach back over a weekend hold a day or two more of those who also use it: within a tenth. */
static void who_works_on_every_day_stays_within_a_tenth(void **state)
{
    (void)state;
    fill();
    calendar_on();
    for (int64_t day = on(4, 1); day <= on(7, 31); day++) {
        assert_true(fabs(value("trend", 7, 28, SEVEN_DAYS, day)) < 0.1);
        assert_float_equal(value("trend", 7, 28, SEVEN_DAYS, day), value("trend", 0, 28, SEVEN_DAYS, day), 1e-9);
        assert_float_equal(value("active_days", 7, 28, SEVEN_DAYS, day), 28, 1e-9);
    }
}

/* The same customers without a calendar: this is what it is for. */
static void without_a_calendar_they_fall(void **state)
{
    double lowest = 0;
    (void)state;
    fill();
    for (int64_t day = on(4, 1); day <= on(6, 30); day++)
        lowest = fmin(lowest, value("trend", 7, 28, RESTS, day));
    assert_float_equal(lowest, -0.2, 1e-9); /* sixteen working days against twenty */
    assert_float_equal(value("days_since", 7, 0, RESTS, on(5, 6)), 5, 0);
    calendar_on();
    assert_float_equal(value("days_since", 7, 0, RESTS, on(5, 6)), 2, 0); /* Saturday and Sunday */
    assert_float_equal(value("days_since", 0, 0, RESTS, on(5, 6)), 2, 0);
    const EngineView *view = engine_view(engine);
    assert_int_equal(view_last_day(view, RESTS, 0, 7, on(5, 6)), on(5, 1));
    engine_view_close(view);
}

static void what_is_shown_agrees_with_what_is_counted(void **state)
{
    (void)state;
    fill();
    calendar_on();
    MeasureRef ref = { .kind = measure_find("events"), .feature_id = 7, .days = 28 };
    const EngineView *view = engine_view(engine);
    const DayCount *days;
    size_t count;
    int64_t sum = 0;
    evidence_events(view, arena, WORKS_THROUGH, &ref, on(5, 15), &days, &count);
    engine_view_close(view);
    for (size_t i = 0; i < count; i++) {
        assert_false(calendar_is_holiday(engine_calendar(engine), days[i].day));
        sum += days[i].count;
    }
    assert_float_equal(value("events", 7, 28, WORKS_THROUGH, on(5, 15)), sum, 0);
}

/* Fifty-six full days must have been heard, weekends and holidays among them. */
static void a_new_account_has_no_trend_yet(void **state)
{
    (void)state;
    fill();
    for (int64_t feature = 0; feature <= 7; feature += 7) {
        assert_true(isnan(value("trend", feature, 28, NEW_HERE, on(6, 22)))); /* three weeks old */
        assert_true(isnan(value("trend", feature, 28, NEW_HERE, on(7, 26)))); /* the base lacks a day */
        assert_float_equal(value("trend", feature, 28, NEW_HERE, on(7, 27)), 0, 1e-9);
    }
    assert_float_equal(value("events", 7, 28, NEW_HERE, on(6, 5)), 50, 0);
}

static void another_calendar_is_another_version(void **state)
{
    (void)state;
    fill();
    const EngineView *view = engine_view(engine);
    uint64_t before = view_version(view, on(5, 6), NULL);
    engine_view_close(view);
    calendar_on();
    view = engine_view(engine);
    uint64_t after = view_version(view, on(5, 6), NULL);
    engine_view_close(view);
    assert_true(after != before);
    calendar_on();
    view = engine_view(engine);
    assert_true(view_version(view, on(5, 6), NULL) == after);
    engine_view_close(view);
}

static void a_calendar_that_comes_back_is_kept_once(void **state)
{
    (void)state;
    calendar_on();
    const Calendar *first = engine_calendar(engine);
    engine_calendar_set(engine, calendar_new(WEEKEND_SAT_SUN, golden_week, 4));
    assert_ptr_not_equal(engine_calendar(engine), first);
    calendar_on();
    assert_ptr_equal(engine_calendar(engine), first);
    engine_calendar_set(engine, NULL);
    assert_null(engine_calendar(engine));
    calendar_on();
    assert_ptr_equal(engine_calendar(engine), first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(japan_rests_on_weekdays_only),
        TEST(a_window_reaches_back_by_as_many_working_days),
        TEST(nobody_falls_over_golden_week),
        TEST(who_works_on_every_day_stays_within_a_tenth),
        TEST(without_a_calendar_they_fall),
        TEST(what_is_shown_agrees_with_what_is_counted),
        TEST(a_new_account_has_no_trend_yet),
        TEST(another_calendar_is_another_version),
        TEST(a_calendar_that_comes_back_is_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
