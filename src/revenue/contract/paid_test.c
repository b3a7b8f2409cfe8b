#include "base/clock.h"
#include "base/money.h"
#include "base/test.h"
#include "base/test_day.h"
#include "revenue/contract/contract.h"

/* FY2025 and FY2026 from April: a dollar is 145 yen, then 149.25; a dinar is counted in yen; nobody set one for GBP. */
static const Rate ITEMS[] = {
    { 2026, "USD", "JPY", { 14925, 2 } },
    { 2025, "USD", "JPY", { 145, 0 } },
    { 2026, "KWD", "JPY", { 48625, 2 } },
};
static const Rates YEN = { .home = "JPY", .fiscal_month = 4, .count = 3, .items = ITEMS };

/* A line by the month from 2025 on, `minor` a month. */
static DatedLine monthly(const char *currency, int64_t minor)
{
    return (DatedLine) { .contract_id = 1,
                         .account_id = 1,
                         .from_on = day("2025-01-01"),
                         .until_on = DAY_NEVER,
                         .seats = -1,
                         .price_minor = minor,
                         .currency = currency,
                         .term_months = 1,
                         .kind = LINE_PAID,
                         .renews_on = DAY_NEVER,
                         .cancelled_on = DAY_NEVER };
}

static ContractMoney on(Arena *arena, const DatedLine *lines, size_t count, const char *text)
{
    return contract_money_at(arena, lines, count, day(text), &YEN);
}

static int64_t yen(int64_t amount)
{
    return amount * MICROS_PER_MAJOR;
}

static void one_currency_is_shown_as_it_is_and_counted_by_the_rate(void **state)
{
    Arena *arena = *state;
    DatedLine line = monthly("USD", 120000);
    ContractMoney money = on(arena, &line, 1, "2026-06-01");
    assert_string_equal(money.currency, "USD");
    assert_int_equal(money.micros, INT64_C(1200) * MICROS_PER_MAJOR);
    assert_true(money.home.known);
    assert_int_equal(money.home.value, yen(179100));
    assert_null(money.without_rate);
}

static void a_past_day_keeps_the_rate_of_its_year(void **state)
{
    Arena *arena = *state;
    DatedLine line = monthly("USD", 10000);
    assert_int_equal(on(arena, &line, 1, "2026-03-31").home.value, yen(14500));
    assert_int_equal(on(arena, &line, 1, "2026-04-01").home.value, yen(14925));
    assert_false(on(arena, &line, 1, "2025-03-31").home.known);
    assert_string_equal(on(arena, &line, 1, "2025-03-31").without_rate, "USD");
}

static void of_two_currencies_the_workspaces_speaks_and_not_the_larger_number(void **state)
{
    Arena *arena = *state;
    DatedLine lines[] = { monthly("JPY", 5000), monthly("GBP", 1000000) };
    ContractMoney money = on(arena, lines, 2, "2026-06-01");
    assert_string_equal(money.currency, "JPY");
    assert_int_equal(money.micros, yen(5000));
    assert_int_equal(money.home.value, yen(5000));
    assert_string_equal(money.without_rate, "GBP");
}

static void several_currencies_with_rates_add_up_in_the_workspaces(void **state)
{
    Arena *arena = *state;
    DatedLine lines[] = { monthly("KWD", 1500), monthly("USD", 100), monthly("KWD", 1) };
    ContractMoney money = on(arena, lines, 3, "2026-06-01");
    assert_string_equal(money.currency, "JPY");
    /* 1.501 dinars are 729.86125 yen, a dollar 149.25. */
    assert_int_equal(money.home.value, 879111250);
    assert_int_equal(money.micros, money.home.value);
}

static void without_any_rate_nothing_is_known_in_the_workspaces(void **state)
{
    Arena *arena = *state;
    DatedLine lines[] = { monthly("GBP", 100), monthly("EUR", 100), monthly("JPY", 0) };
    ContractMoney money = on(arena, lines, 3, "2026-06-01");
    assert_false(money.home.known);
    assert_string_equal(money.without_rate, "EUR GBP");
    assert_string_equal(money.currency, "EUR");
}

static void nothing_is_nothing_in_every_currency(void **state)
{
    Arena *arena = *state;
    DatedLine line = monthly("GBP", 0);
    ContractMoney money = on(arena, &line, 1, "2026-06-01");
    assert_true(money.home.known);
    assert_int_equal(money.home.value, 0);
    assert_null(money.without_rate);
    money = on(arena, NULL, 0, "2026-06-01");
    assert_false(money.home.known);
    assert_null(money.currency);
}

static void between_two_turns_the_money_is_the_same(void **state)
{
    Arena *arena = *state;
    DatedLine lines[] = { monthly("USD", 10000), monthly("KWD", 500) };
    const int64_t *turns;
    lines[1].from_on = day("2025-11-11");
    lines[1].until_on = day("2026-08-08");
    size_t count = contract_turns(arena, lines, 2, day("2029-01-01"), &YEN, &turns), next = 0;
    ContractMoney then = on(arena, lines, 2, "2024-12-01");
    for (int64_t d = day("2024-12-01"); d < day("2028-12-01"); d++) {
        ContractMoney now = contract_money_at(arena, lines, 2, d, &YEN);
        if (next < count && turns[next] == d)
            next++;
        else
            assert_true(now.home.known == then.home.known && now.home.value == then.home.value);
        then = now;
    }
    assert_int_equal(next, count);
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
        cmocka_unit_test(one_currency_is_shown_as_it_is_and_counted_by_the_rate),
        cmocka_unit_test(a_past_day_keeps_the_rate_of_its_year),
        cmocka_unit_test(of_two_currencies_the_workspaces_speaks_and_not_the_larger_number),
        cmocka_unit_test(several_currencies_with_rates_add_up_in_the_workspaces),
        cmocka_unit_test(without_any_rate_nothing_is_known_in_the_workspaces),
        cmocka_unit_test(nothing_is_nothing_in_every_currency),
        cmocka_unit_test(between_two_turns_the_money_is_the_same),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
