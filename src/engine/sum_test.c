/* Counts that a module keeps as a column that counts up: their windows, and the days behind them. */
#include "engine/measure_kind.h"
#include "engine/test_engine.h"

#include <math.h>

static const MeasureKind OPENED = { .id = "test_opened",
                                    .unit = UNIT_COUNT,
                                    .takes = TAKES_PRODUCT | TAKES_DAYS,
                                    .find = FIND_SUM,
                                    .column = "opened",
                                    .days = 28,
                                    .evidence = evidence_sum,
                                    .definition = "Tickets that were opened." };

static double opened(int64_t account, int64_t product, int days, int64_t as_of)
{
    const EngineView *view = engine_view(engine);
    MeasureRef ref = { .kind = &OPENED, .product_id = product, .days = days };
    double value = measure_value(view, account, &ref, as_of);
    engine_view_close(view);
    return value;
}

/* 0 from the first day on, then 2, 5 and 6 in all. */
static void tickets_open(int64_t account, int64_t product)
{
    int column = engine_column(engine, "opened", COLUMN_INT, true);
    EngineStep steps[] = { { product, 0, engine_int(0) },
                           { product, 20000, engine_int(2) },
                           { product, 20010, engine_int(5) },
                           { product, 20011, engine_int(6) } };
    engine_account_add(engine, account);
    engine_steps_set(engine, account, column, steps, 4);
}

static void a_count_that_a_module_keeps_has_windows(void **state)
{
    (void)state;
    tickets_open(1, 0);
    engine_account_add(engine, 2);
    assert_true(opened(1, 0, 28, 20011) == 6);
    assert_true(opened(1, 0, 11, 20010) == 5);
    assert_true(opened(1, 0, 10, 20010) == 3);
    assert_true(opened(1, 0, 1, 20010) == 3);
    assert_true(opened(1, 0, 1, 20011) == 1);
    assert_true(opened(1, 0, 1, 20012) == 0);
    assert_true(opened(1, 0, 0, 20030) == 4); /* its own window */
    assert_true(opened(1, 0, 28, 19999) == 0);
    assert_true(isnan(opened(2, 0, 28, 20011))); /* no step says even 0 */
    assert_true(isnan(opened(1, 10, 28, 20011)));
}

static void a_count_without_a_first_step_is_0_before_it(void **state)
{
    (void)state;
    int column = engine_column(engine, "opened", COLUMN_INT, true);
    EngineStep steps[] = { { 10, 20000, engine_int(7) }, { 10, 20040, engine_int(9) } };
    engine_account_add(engine, 1);
    engine_steps_set(engine, 1, column, steps, 2);
    assert_true(isnan(opened(1, 10, 28, 19999)));
    assert_true(opened(1, 10, 28, 20000) == 7);
    assert_true(opened(1, 10, 28, 20040) == 2);
    assert_true(opened(1, 10, 41, 20040) == 9);
}

static void a_kind_may_say_that_nothing_counted_is_0(void **state)
{
    (void)state;
    MeasureKind said = OPENED;
    said.none_is_zero = true;
    MeasureRef ref = { .kind = &said, .days = 28 };
    engine_account_add(engine, 1);
    engine_account_add(engine, 2);
    const EngineView *view = engine_view(engine);
    assert_true(measure_value(view, 1, &ref, 20011) == 0); /* the column does not exist yet */
    engine_view_close(view);
    tickets_open(1, 0);
    view = engine_view(engine);
    assert_true(measure_value(view, 1, &ref, 20011) == 6);
    assert_true(measure_value(view, 2, &ref, 20011) == 0);
    engine_view_close(view);
}

static void a_long_count_is_right_on_every_day(void **state)
{
    (void)state;
    enum { STEPS = 300 };
    EngineStep steps[STEPS];
    int column = engine_column(engine, "opened", COLUMN_INT, true);
    for (int i = 0; i < STEPS; i++)
        steps[i] = (EngineStep) { 0, 20000 + 3 * i, engine_int(i + 1) };
    engine_account_add(engine, 1);
    engine_steps_set(engine, 1, column, steps, STEPS);
    for (int64_t day = 20000; day < 20000 + 3 * STEPS; day++) {
        int64_t end = (day - 20000) / 3 + 1, begin = day - 7 < 20000 ? 0 : (day - 7 - 20000) / 3 + 1;
        assert_true(opened(1, 0, 7, day) == (double)(end - begin));
    }
}

static void the_evidence_of_a_count_is_the_days_on_which_it_grew(void **state)
{
    (void)state;
    const MeasureRef ref = { .kind = &OPENED, .days = 11 };
    const DayCount *days;
    size_t count;
    tickets_open(1, 0);
    const EngineView *view = engine_view(engine);
    evidence_sum(view, arena, 1, &ref, 20010, &days, &count);
    assert_int_equal(count, 2);
    assert_int_equal(days[0].day, 20000);
    assert_int_equal(days[0].count, 2);
    assert_int_equal(days[1].day, 20010);
    assert_int_equal(days[1].count, 3);
    evidence_sum(view, arena, 1, &ref, 20011, &days, &count);
    assert_int_equal(count, 2);
    assert_int_equal(days[0].day, 20010);
    evidence_sum(view, arena, 2, &ref, 20011, &days, &count);
    assert_int_equal(count, 0);
    engine_view_close(view);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_count_that_a_module_keeps_has_windows),
        TEST(a_count_without_a_first_step_is_0_before_it),
        TEST(a_kind_may_say_that_nothing_counted_is_0),
        TEST(a_long_count_is_right_on_every_day),
        TEST(the_evidence_of_a_count_is_the_days_on_which_it_grew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
