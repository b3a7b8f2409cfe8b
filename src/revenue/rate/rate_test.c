#include "base/clock.h"
#include "base/money.h"
#include "base/test.h"
#include "base/test_day.h"
#include "revenue/rate/missing.h"
#include "revenue/rate/rate.h"

#include <string.h>

static Exact read(Arena *arena, const char *text)
{
    Exact exact;
    assert_true(exact_parse(arena, text, &exact));
    return exact;
}

static void a_rate_is_printed_as_it_was_given(void **state)
{
    static const char *const GIVEN[][2] = {
        { "149.25", "149.25" },
        { "1", "1" },
        { "0.0067", "0.0067" },
        { "1,234.5", "1234.5" },
        { "007.50", "7.5" },
        { "1.000", "1" },
        { "0.000000000001", "0.000000000001" },
        { "\xef\xbc\x91\xef\xbc\x94\xef\xbc\x99\xef\xbc\x8e\xef\xbc\x92", "149.2" },
        { " 149 ", "149" },
        { "999999999999999999", "999999999999999999" },
    };
    for (size_t i = 0; i < sizeof GIVEN / sizeof *GIVEN; i++)
        assert_string_equal(exact_print(*state, read(*state, GIVEN[i][0])), GIVEN[i][1]);
}

static void what_is_no_rate_or_could_mean_two_is_refused(void **state)
{
    static const char *const REFUSED[] = { "",
                                           "0",
                                           "0.000",
                                           "-1",
                                           "1.",
                                           ".5",
                                           "1,085",
                                           "149,25",
                                           "1 2",
                                           "1e3",
                                           "abc",
                                           "1.2.3",
                                           "12,34.5",
                                           "\xc2\xa5"
                                           "149",
                                           "1,23,456.7",
                                           "0.0000000000001",
                                           "1999999999999999999",
                                           "1.0000000000001" };
    Exact exact;
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++)
        assert_false(exact_parse(*state, REFUSED[i], &exact));
}

static void money_is_exact_to_a_millionth_and_rounded_once(void **state)
{
    Exact dollar = read(*state, "149.25"), third = read(*state, "3");
    assert_int_equal(exact_times(INT64_C(33330000), dollar), INT64_C(4974502500)); /* $33.33 are ¥4,974.5025 */
    assert_int_equal(exact_share(1, third), 0);
    assert_int_equal(exact_share(2, third), 1);
    assert_int_equal(exact_share(-2, third), -1);
    assert_int_equal(exact_times(1, read(*state, "0.5")), 1); /* half away from zero */
    assert_int_equal(exact_times(-1, read(*state, "0.5")), -1);
    assert_int_equal(exact_times(1, read(*state, "0.499999999999")), 0);
}

static void the_largest_amounts_stay_within_the_most(void **state)
{
    assert_int_equal(exact_times(MONEY_MICROS_MAX, read(*state, "999999999999999999")), MONEY_MICROS_MAX);
    assert_int_equal(exact_times(-MONEY_MICROS_MAX, read(*state, "999999999999999999")), -MONEY_MICROS_MAX);
    assert_int_equal(exact_share(MONEY_MICROS_MAX, read(*state, "0.000000000001")), MONEY_MICROS_MAX);
    assert_int_equal(exact_times(INT64_MAX, read(*state, "1")), MONEY_MICROS_MAX);
}

static void the_rate_is_that_of_the_days_year_whichever_way_it_was_stated(void **state)
{
    const Rate items[] = { { 2026, "USD", "JPY", read(*state, "160") }, { 2025, "USD", "JPY", read(*state, "150") } };
    Rates yen = { .home = "JPY", .fiscal_month = 4, .count = 2, .items = items }, dollars = yen;
    int64_t home;
    assert_true(rates_convert(&yen, 2000000, "USD", day("2026-03-31"), &home));
    assert_int_equal(home, 300000000);
    assert_true(rates_convert(&yen, 2000000, "USD", day("2026-04-01"), &home));
    assert_int_equal(home, 320000000);
    dollars.home = "USD";
    assert_true(rates_convert(&dollars, 320000000, "JPY", day("2026-04-01"), &home));
    assert_int_equal(home, 2000000);
    dollars.fiscal_month = 1;
    assert_true(rates_convert(&dollars, 320000000, "JPY", day("2026-03-31"), &home));
    assert_int_equal(home, 2000000);
}

static void without_a_rate_of_that_year_only_nothing_converts(void **state)
{
    const Rate items[] = { { 2026, "USD", "JPY", read(*state, "160") }, { 2026, "GBP", "USD", read(*state, "1.3") } };
    Rates rates = { .home = "JPY", .fiscal_month = 4, .count = 2, .items = items };
    int64_t home;
    assert_false(rates_convert(&rates, 1, "USD", day("2027-04-01"), &home));
    assert_false(rates_convert(&rates, 1, "GBP", day("2026-05-01"), &home)); /* not by way of a third one */
    assert_true(rates_convert(&rates, 0, "GBP", day("2026-05-01"), &home));
    assert_int_equal(home, 0);
    assert_true(rates_convert(&rates, 7, "JPY", day("1999-05-01"), &home));
    assert_int_equal(home, 7);
}

static void accounts_without_a_rate_are_counted_by_currency(void **state)
{
    WithoutRates all = { .arena = *state };
    static const char *const ACCOUNTS[] = { "KWD", NULL, "GBP KWD", "", "EUR", "KWD" };
    for (size_t i = 0; i < sizeof ACCOUNTS / sizeof *ACCOUNTS; i++)
        without_rates_add(&all, ACCOUNTS[i]);
    assert_int_equal(all.count, 3);
    assert_string_equal(all.items[0].currency, "EUR");
    assert_string_equal(all.items[1].currency, "GBP");
    assert_string_equal(all.items[2].currency, "KWD");
    assert_int_equal(all.items[0].accounts, 1);
    assert_int_equal(all.items[1].accounts, 1);
    assert_int_equal(all.items[2].accounts, 3);
}

static int open_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_is_printed_as_it_was_given),
        cmocka_unit_test(what_is_no_rate_or_could_mean_two_is_refused),
        cmocka_unit_test(money_is_exact_to_a_millionth_and_rounded_once),
        cmocka_unit_test(the_largest_amounts_stay_within_the_most),
        cmocka_unit_test(the_rate_is_that_of_the_days_year_whichever_way_it_was_stated),
        cmocka_unit_test(without_a_rate_of_that_year_only_nothing_converts),
        cmocka_unit_test(accounts_without_a_rate_are_counted_by_currency),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
