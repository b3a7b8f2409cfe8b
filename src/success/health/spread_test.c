/* Spreads: percentiles and bounds against worked figures, bars against counting each value by hand. */
#include "base/test.h"

#include "base/test_arena.h"
#include "success/health/spread.h"

#include <math.h>

static uint32_t roll(uint32_t below)
{
    static uint64_t seed = 20261130;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

#define SPREAD(...) spread_of(arena, (double[]) { __VA_ARGS__ }, sizeof((double[]) { __VA_ARGS__ }) / sizeof(double))

static bool is_near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void percentiles_are_linear_between_neighbours_and_what_is_unknown_is_left_out(void **state)
{
    (void)state;
    Spread spread = SPREAD(4, NAN, 1, 3, 2, NAN, 5);
    assert_int_equal(spread.known, 5);
    assert_true(is_near(spread.deciles[0], 1) && is_near(spread.deciles[5], 3) && is_near(spread.deciles[10], 5));
    assert_true(is_near(spread.deciles[1], 1.4) && is_near(spread.deciles[9], 4.6));
}

static void bounds_are_the_tenth_and_ninetieth_percentile_rounded_outwards(void **state)
{
    (void)state;
    Spread whole = SPREAD(4, 1, 3, 2, 5); /* 1.4 and 4.6 */
    assert_true(whole.lower.known && whole.lower.value == 1);
    assert_true(whole.upper.known && whole.upper.value == 5);
    Spread shares = SPREAD(0, 0.1234, 0.4, 0.55, 1);
    assert_true(is_near(shares.deciles[1], 0.04936) && is_near(shares.deciles[9], 0.82));
    assert_true(shares.lower.value == 0.049);
    assert_true(shares.upper.value == 0.82);
    Spread falls = SPREAD(-0.5, -0.31, -0.2, 0.1);
    assert_true(is_near(falls.deciles[1], -0.443) && falls.lower.value == -0.443);
}

static void bounds_fall_back_to_least_and_most_and_to_none(void **state)
{
    (void)state;
    double nearly[40] = { [7] = 3 };
    Spread spread = spread_of(arena, nearly, 40);
    assert_true(spread.lower.value == 0 && spread.upper.value == 3);
    Spread one = SPREAD(7, 7, 7);
    assert_false(one.lower.known || one.upper.known);
    assert_int_equal(one.bar_count, 1);
    assert_int_equal(one.bars[0].accounts, 3);
    assert_true(one.bars[0].from.value == 7 && one.bars[0].until.value == 8);
    Spread none = SPREAD(NAN, NAN);
    assert_true(none.known == 0 && none.bar_count == 0 && !none.lower.known);
}

static void bars_of_whole_numbers_hold_whole_numbers_and_shares_have_round_edges(void **state)
{
    (void)state;
    double days[29], shares[101];
    for (int i = 0; i <= 28; i++)
        days[i] = i;
    for (int i = 0; i <= 100; i++)
        shares[i] = i / 100.0;
    Spread spread = spread_of(arena, days, 29);
    assert_int_equal(spread.bar_count, 15);
    assert_true(spread.whole);
    assert_int_equal(spread.bars[0].accounts, 2);
    assert_int_equal(spread.bars[14].accounts, 1);
    spread = spread_of(arena, shares, 101);
    assert_int_equal(spread.bar_count, 21);
    assert_true(spread.bars[7].from.value == 0.35);
    assert_int_equal(spread.bars[7].accounts, 5);
    assert_int_equal(spread.bars[20].accounts, 1);
    assert_false(spread.whole);
    double halves[21];
    for (int i = 0; i <= 20; i++)
        halves[i] = i + 0.5;
    spread = spread_of(arena, halves, 21); /* bars as wide as those of whole numbers */
    assert_true(spread.bars[3].from.value == 3 && spread.bars[3].until.value == 4 && !spread.whole);
}

static void a_long_tail_goes_into_an_open_bar(void **state)
{
    (void)state;
    double values[101];
    for (int i = 0; i <= 99; i++)
        values[i] = i;
    values[100] = 1e9;
    Spread spread = spread_of(arena, values, 101);
    const Bar *last = &spread.bars[spread.bar_count - 1];
    assert_true(spread.bar_count > 15);
    assert_true(last->from.known && !last->until.known);
    assert_int_equal(last->accounts, 1);
    assert_true(spread.bars[0].from.known && spread.bars[0].from.value == 0);
    assert_true(spread.upper.value == 90);
}

/* Values and edges are whole thousandths, so what is nearer is a rounding. */
static int64_t held_by(const Bar *bar, const double *values, size_t count)
{
    const double close = 1e-7;
    int64_t held = 0;
    for (size_t i = 0; i < count; i++)
        held += (!bar->from.known || values[i] > bar->from.value - close) &&
                (!bar->until.known || values[i] < bar->until.value - close);
    return held;
}

/* Of few whole numbers, of many shares, and of sizes that differ a millionfold. */
static double value_of(int kind)
{
    if (kind == 0)
        return roll(12) ? roll(30) : NAN;
    return kind == 1 ? roll(1000) / 1000.0 - 0.4 : floor(exp(roll(1400) / 100.0));
}

static void every_value_is_in_the_bar_that_says_so_and_in_no_other(void **state)
{
    (void)state;
    for (int round = 0; round < 600; round++) {
        double values[200];
        size_t count = 1 + roll(200), all = 0;
        for (size_t i = 0; i < count; i++)
            values[i] = value_of(round % 3);
        Spread spread = spread_of(arena, values, count);
        assert_true(spread.bar_count <= BARS_MAX);
        for (size_t i = 0; i < spread.bar_count; i++) {
            const Bar *bar = &spread.bars[i];
            all += (size_t)bar->accounts;
            assert_int_equal(bar->accounts, held_by(bar, values, spread.known));
            assert_true(i == 0 || bar->from.value == spread.bars[i - 1].until.value);
        }
        assert_int_equal(all, spread.known);
        if (spread.lower.known)
            assert_true(spread.lower.value < spread.upper.value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_are_linear_between_neighbours_and_what_is_unknown_is_left_out),
        cmocka_unit_test(bounds_are_the_tenth_and_ninetieth_percentile_rounded_outwards),
        cmocka_unit_test(bounds_fall_back_to_least_and_most_and_to_none),
        cmocka_unit_test(bars_of_whole_numbers_hold_whole_numbers_and_shares_have_round_edges),
        cmocka_unit_test(a_long_tail_goes_into_an_open_bar),
        cmocka_unit_test(every_value_is_in_the_bar_that_says_so_and_in_no_other),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
