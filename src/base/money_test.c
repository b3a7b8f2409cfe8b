#include "base/money.h"

#include "base/test_arena.h"

#include <string.h>

static void minor_units_follow_the_currency(void **state)
{
    (void)state;
    assert_int_equal(currency_digits("JPY"), 0);
    assert_int_equal(currency_digits("USD"), 2);
    assert_int_equal(currency_digits("KWD"), 3);
    assert_int_equal(currency_digits("???"), 2);
    assert_true(currency_is_known("EUR"));
    assert_false(currency_is_known("DEM"));
    assert_false(currency_is_known("eur"));
    assert_false(currency_is_known("EU"));
    assert_false(currency_is_known(NULL));
    assert_int_equal(money_micros_from_minor(980, "JPY"), 980000000);
    assert_int_equal(money_micros_from_minor(1999, "USD"), 19990000);
    assert_int_equal(money_sum(1, -2), -1);
    assert_int_equal(money_sum(INT64_MAX, 1), MONEY_MICROS_MAX);
    assert_int_equal(money_sum(INT64_MIN, -1), -MONEY_MICROS_MAX);
}

static void halves_are_rounded_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(money_minor_from_micros(2500000, "JPY"), 3);
    assert_int_equal(money_minor_from_micros(-2500000, "JPY"), -3);
    assert_int_equal(money_minor_from_micros(2499999, "JPY"), 2);
    assert_int_equal(money_minor_from_micros(-2499999, "JPY"), -2);
    assert_int_equal(money_minor_from_micros(15000, "USD"), 2);
    assert_int_equal(money_minor_from_micros(INT64_MAX, "JPY"), INT64_MAX / 1000000 + 1);
}

static void amounts_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t micros;
        char decimal;
        const char *code;
        int decimals;
    } GOOD[] = {
        { "1200", 1200000000, '.', "", 0 },
        { "1,234.50", 1234500000, '.', "", 2 },
        { "¥980", 980000000, '.', "", 0 },
        { "￥９８０", 980000000, '.', "", 0 },
        { "\\12,000", 12000000000, '.', "", 0 },
        { "＼12,000", 12000000000, '.', "", 0 },
        { "980円", 980000000, '.', "JPY", 0 },
        { "-5", -5000000, '.', "", 0 },
        { "$ 12.5", 12500000, '.', "", 1 },
        { "USD 1,000,000", 1000000000000, '.', "USD", 0 },
        { "us$1,200", 1200000000, '.', "USD", 0 },
        { "$100 USD", 100000000, '.', "USD", 0 },
        { "1,200 EUR", 1200000000, '.', "EUR", 0 },
        { "€100", 100000000, '.', "EUR", 0 },
        { "0.0000019", 1, '.', "", 7 },
        { " 12 JPY ", 12000000, '.', "JPY", 0 },
        { "1.234,50 €", 1234500000, ',', "EUR", 2 },
        { "1.000", 1000000000, ',', "", 0 },
        { "1.000", 1000000, '.', "", 3 },
        { "1200.00", 1200000000, '.', "", 0 },
        { "1 234 567,8", 1234567800000, ',', "", 1 },
        { "1'200.50", 1200500000, '.', "", 2 },
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        MoneyTyped typed;
        if (!money_read(arena, GOOD[i].text, GOOD[i].decimal, &typed) || typed.micros != GOOD[i].micros ||
            typed.decimals != GOOD[i].decimals || strcmp(typed.code, GOOD[i].code) != 0)
            fail_msg("%s became %lld %s with %d decimals", GOOD[i].text, (long long)typed.micros, typed.code,
                     typed.decimals);
    }
}

static void what_is_no_amount_or_could_mean_two_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "",    "△5",  "abc",       "1,23",  "1.234,50", "12,3456", ",123", "1 2 x", "99999999999999999999",
        "--5", "1e5", "EUR 5 USD", "€5 円", "0,500",    "$5 EUR",  "5%%",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        MoneyTyped typed;
        if (money_read(arena, BAD[i], '.', &typed))
            fail_msg("\"%s\" passed as %lld", BAD[i], (long long)typed.micros);
    }
}

static void a_sign_fits_the_currencies_that_it_can_mean(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        bool fits;
    } SIGNS[] = {
        { "$5", "USD", true }, { "$5", "CAD", true },   { "$5", "JPY", false },   { "¥5", "JPY", true },
        { "¥5", "CNY", true }, { "¥5", "USD", false },  { "EUR 5", "EUR", true }, { "EUR 5", "USD", false },
        { "5", "KWD", true },  { "5円", "CNY", false }, { "\\5", "JPY", true },
    };
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        MoneyTyped typed;
        if (!money_read(arena, SIGNS[i].text, '.', &typed) || money_fits(&typed, SIGNS[i].code) != SIGNS[i].fits)
            fail_msg("%s as %s", SIGNS[i].text, SIGNS[i].code);
    }
}

static void a_percentage_is_told_from_a_share(void **state)
{
    (void)state;
    MoneyTyped typed;
    assert_true(money_read(arena, "１０％", '.', &typed));
    assert_true(typed.percent);
    assert_int_equal(typed.micros, 10000000);
    assert_true(money_read(arena, "12,5 %", ',', &typed));
    assert_int_equal(typed.micros, 12500000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minor_units_follow_the_currency),
        cmocka_unit_test(halves_are_rounded_away_from_zero),
        cmocka_unit_test(amounts_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_amount_or_could_mean_two_is_refused),
        cmocka_unit_test(a_sign_fits_the_currencies_that_it_can_mean),
        cmocka_unit_test(a_percentage_is_told_from_a_share),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
