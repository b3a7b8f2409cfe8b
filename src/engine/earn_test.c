/* What points earn on a log scale and in pieces: at the bends, between and beyond them, and of values that are none. */
#include "engine/test_program.h"

#include <math.h>

static double earned_at(double value)
{
    set_field(1, "a", value);
    return trace_of(1).earned[0];
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void each_doubling_earns_the_same_on_a_log_scale(void **state)
{
    (void)state;
    program_log(program, field("a"), 60, 1, 64);
    assert_true(earned_at(1) == 0);
    assert_true(near(earned_at(2), 10));
    assert_true(near(earned_at(8), 30));
    assert_true(earned_at(64) == 60);
    assert_true(earned_at(1e9) == 60);
}

static void what_has_no_logarithm_is_the_least_there_is(void **state)
{
    (void)state;
    program_log(program, field("a"), 60, 1, 64);
    assert_true(earned_at(0) == 0);
    assert_true(earned_at(-5) == 0);
}

static void less_can_be_better_on_a_log_scale(void **state)
{
    (void)state;
    program_log(program, field("a"), 60, 64, 1);
    assert_true(earned_at(64) == 0);
    assert_true(near(earned_at(8), 30));
    assert_true(earned_at(1) == 60);
    assert_true(earned_at(0) == 60);
}

static void pieces_are_straight_between_bends_and_level_beyond_them(void **state)
{
    static const Bend BENDS[] = { { 2, 0 }, { 10, 1 }, { 50, 1 }, { 100, 0.4 } };
    (void)state;
    program_bends(program, field("a"), 40, BENDS, 4);
    assert_true(earned_at(-7) == 0);
    assert_true(earned_at(2) == 0);
    assert_true(near(earned_at(6), 20));
    assert_true(earned_at(10) == 40);
    assert_true(earned_at(30) == 40);
    assert_true(near(earned_at(75), 28));
    assert_true(earned_at(100) == 16);
    assert_true(earned_at(1e6) == 16);
}

static void an_unknown_value_earns_nothing_known(void **state)
{
    static const Bend BENDS[] = { { 0, 0 }, { 1, 1 } };
    (void)state;
    program_bends(program, field("a"), 40, BENDS, 2);
    program_log(program, field("b"), 60, 1, 10);
    program_thresholds(program, 40, 70, 0.5);
    engine_account_add(engine, 1);
    Trace trace = trace_of(1);
    assert_true(isnan(trace.earned[0]));
    assert_true(isnan(trace.earned[1]));
    assert_int_equal(trace.score.band, BAND_UNKNOWN);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_doubling_earns_the_same_on_a_log_scale),
        TEST(what_has_no_logarithm_is_the_least_there_is),
        TEST(less_can_be_better_on_a_log_scale),
        TEST(pieces_are_straight_between_bends_and_level_beyond_them),
        TEST(an_unknown_value_earns_nothing_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
