#include "base/money.h"

#include "base/test.h"

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
    } GOOD[] = {
        { "1200", 1200000000 }, { "1,234.50", 1234500000 }, { "¥980", 980000000 },  { "￥９８０", 980000000 },
        { "980円", 980000000 }, { "-5", -5000000 },         { "$ 12.5", 12500000 }, { "USD 1,000,000", 1000000000000 },
        { "0.0000019", 1 },     { " 12 JPY ", 12000000 },
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        int64_t micros = -1;
        if (!money_parse_micros(GOOD[i].text, &micros) || micros != GOOD[i].micros)
            fail_msg("%s became %lld", GOOD[i].text, (long long)micros);
    }
}

static void what_is_no_amount_or_could_mean_two_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "△5", "abc", "1,23", "1.234,50", "12,3456", ",123", "1 2 x", "99999999999999999999", "--5", "1e5"
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        int64_t micros;
        if (money_parse_micros(BAD[i], &micros))
            fail_msg("\"%s\" passed as %lld", BAD[i], (long long)micros);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minor_units_follow_the_currency),
        cmocka_unit_test(halves_are_rounded_away_from_zero),
        cmocka_unit_test(amounts_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_amount_or_could_mean_two_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
