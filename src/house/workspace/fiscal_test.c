#include "base/clock.h"
#include "base/test.h"
#include "base/test_day.h"
#include "house/workspace/fiscal.h"

static void a_year_from_april_ends_in_the_next_march(void **state)
{
    (void)state;
    assert_int_equal(fiscal_year_of(day("2026-03-31"), 4), 2025);
    assert_int_equal(fiscal_year_of(day("2026-04-01"), 4), 2026);
    assert_int_equal(fiscal_year_of(day("2027-03-31"), 4), 2026);
    assert_int_equal(fiscal_year_first(2026, 4), day("2026-04-01"));
}

static void a_year_from_january_is_the_calendars(void **state)
{
    (void)state;
    assert_int_equal(fiscal_year_of(day("2026-01-01"), 1), 2026);
    assert_int_equal(fiscal_year_of(day("2026-12-31"), 1), 2026);
    assert_int_equal(fiscal_year_first(2026, 1), day("2026-01-01"));
}

static void each_day_is_in_the_year_that_began_last(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++)
        for (int64_t d = day("2023-12-01"); d < day("2028-02-01"); d++) {
            int64_t year = fiscal_year_of(d, month);
            assert_true(fiscal_year_first(year, month) <= d && d < fiscal_year_first(year + 1, month));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_from_april_ends_in_the_next_march),
        cmocka_unit_test(a_year_from_january_is_the_calendars),
        cmocka_unit_test(each_day_is_in_the_year_that_began_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
