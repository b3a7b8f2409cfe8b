/* Japan’s holidays in the years in which the law is hard, as the list of @holiday-jp/holiday_jp 2.5.1 has them. */
#include "house/holiday/japan.h"

#include "base/test_arena.h"
#include "base/test_day.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* All of a year, "MM-DD …", without the days around New Year that are no public holidays. */
static const struct {
    int year;
    const char *days;
} YEARS[] = {
    { 2003, "01-01 01-13 02-11 03-21 04-29 05-03 05-05 07-21 09-15 09-23 10-13 11-03 11-23 11-24 12-23" },
    { 2009, "01-01 01-12 02-11 03-20 04-29 05-03 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23" },
    { 2019, "01-01 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-23 "
            "10-14 10-22 11-03 11-04 11-23" },
    { 2020, "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 "
            "11-23" },
    { 2021, "01-01 01-11 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-22 07-23 08-08 08-09 09-20 09-23 11-03 11-23" },
    { 2026, "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 "
            "11-23" },
};

static void the_years_are_those_of_the_list(void **state)
{
    (void)state;
    for (size_t y = 0; y < sizeof YEARS / sizeof *YEARS; y++) {
        PublicHoliday found[JAPAN_YEAR_MAX];
        Text days = text_new(arena);
        size_t count = japan_holidays(YEARS[y].year, found);
        for (size_t i = 0; i < count; i++)
            if (strcmp(found[i].name_ja, "年末年始"))
                text_format(&days, "%s%s", days.size ? " " : "", day_format(arena, found[i].day) + 5);
        assert_string_equal(text_string(&days), YEARS[y].days);
    }
}

static void offices_are_closed_around_new_year(void **state)
{
    (void)state;
    PublicHoliday found[JAPAN_YEAR_MAX];
    size_t count = japan_holidays(2026, found);
    assert_int_equal(found[1].day, day("2026-01-02"));
    assert_int_equal(found[2].day, day("2026-01-03"));
    assert_int_equal(found[count - 3].day, day("2026-12-29"));
    assert_int_equal(found[count - 1].day, day("2026-12-31"));
}

static void years_outside_the_law_have_none(void **state)
{
    (void)state;
    PublicHoliday found[JAPAN_YEAR_MAX];
    assert_int_equal(japan_holidays(1969, found), 0);
    assert_int_equal(japan_holidays(2100, found), 0);
    for (int year = JAPAN_FIRST_YEAR; year <= JAPAN_LAST_YEAR; year++)
        assert_in_range(japan_holidays(year, found), 12, JAPAN_YEAR_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_years_are_those_of_the_list, arena_set_up, arena_tear_down),
        cmocka_unit_test(offices_are_closed_around_new_year),
        cmocka_unit_test(years_outside_the_law_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
