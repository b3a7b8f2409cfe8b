#include "house/import/when.h"

#include "base/test_arena.h"

#include <string.h>

static const char *day_text(const char *text, DateOrder order)
{
    When when;
    if (!when_read(text, order, &when))
        return "no day";
    if (when.zoned)
        return time_format(arena, when.instant);
    if (!when.timed)
        return day_format(arena, when.day);
    int64_t minutes = when.of_day / MS_PER_MINUTE;
    return arena_format(arena, "%s %02d:%02d", day_format(arena, when.day), (int)(minutes / 60), (int)(minutes % 60));
}

static void days_are_read_in_the_forms_that_people_write(void **state)
{
    (void)state;
    static const char *const FORMS[][2] = {
        { "2023-07-27", "2023-07-27" },
        { "2023/7/27", "2023-07-27" },
        { "2023.7.27", "2023-07-27" },
        { "２０２３／７／２７", "2023-07-27" },
        { "2023年7月27日", "2023-07-27" },
        { "2023年07月27日（木）", "2023-07-27" },
        { "2023/7/27(木)", "2023-07-27" },
        { "2023/7/27(木曜日) 9:05", "2023-07-27 09:05" },
        { "20250301", "2025-03-01" },
        { "20250301103000", "2025-03-01 10:30" },
        { "令和5年7月27日", "2023-07-27" },
        { "令和元年5月1日", "2019-05-01" },
        { "平成31年4月30日", "2019-04-30" },
        { "R7.1.1", "2025-01-01" },
        { "r7/01/01", "2025-01-01" },
        { "Ｒ７．１．１", "2025-01-01" },
        { "H31.4.30", "2019-04-30" },
        { "27-Jul-2023", "2023-07-27" },
        { "27 July 2023", "2023-07-27" },
        { "Jul 27, 2023", "2023-07-27" },
        { "45134", "2023-07-27" },
        { "45134.5", "2023-07-27 12:00" },
        { "2026年4月1日10:30", "2026-04-01 10:30" },
        { "2026年4月1日 10時30分", "2026-04-01 10:30" },
        { "2026年4月1日23:59:59", "2026-04-01 23:59" },
        { "2026-04-01T10:30", "2026-04-01 10:30" },
        { "2026/4/1 1:05 PM", "2026-04-01 13:05" },
        { "2026/4/1 12:05 AM", "2026-04-01 00:05" },
        { "2026-04-01T10:30:00+09:00", "2026-04-01T01:30:00.000Z" },
    };
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        for (DateOrder order = ORDER_YMD; order <= ORDER_MDY; order++)
            assert_string_equal(day_text(FORMS[i][0], order), FORMS[i][1]);
}

static void only_days_with_the_year_last_depend_on_an_order(void **state)
{
    (void)state;
    assert_string_equal(day_text("03/04/2026", ORDER_DMY), "2026-04-03");
    assert_string_equal(day_text("03/04/2026", ORDER_MDY), "2026-03-04");
    assert_string_equal(day_text("03/04/2026", ORDER_YMD), "no day");
    assert_string_equal(day_text("25/04/2026", ORDER_MDY), "no day");
}

static void what_stands_behind_a_day_is_a_time_or_it_is_no_day(void **state)
{
    (void)state;
    static const char *const NONE[] = {
        "2026-04-01 tbd",
        "2026-04-30 rubbish",
        "2026-05-01 to 2027-03-31",
        "2026-13-01",
        "2026-02-30",
        "2026-04",
        "20261301",
        "99999",
        "1 2 2026",
        "23/7/27",
        "X7.1.1",
        "2026-04-01 25:00",
        "1.0",
        "",
        "株式会社",
        "2026041",
    };
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_string_equal(day_text(NONE[i], ORDER_DMY), "no day");
}

static void a_cell_tells_of_the_order_only_what_its_numbers_allow(void **state)
{
    (void)state;
    DayLook look;
    assert_true(day_look("25/04/2026", &look));
    assert_true(look.day_first);
    assert_false(look.month_first);
    assert_true(day_look("04-25-2026 10:00", &look));
    assert_false(look.day_first);
    assert_true(look.month_first);
    assert_true(day_look("03.04.2026", &look));
    assert_true(look.day_first && look.month_first);
    assert_false(day_look("2026/04/25", &look));
    assert_false(day_look("99/99/2026", &look));
    assert_false(day_look("01/32/2026", &look));
    assert_false(day_look("1.2.3", &look));
    assert_false(day_look("25 Apr 2026", &look));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_in_the_forms_that_people_write),
        cmocka_unit_test(only_days_with_the_year_last_depend_on_an_order),
        cmocka_unit_test(what_stands_behind_a_day_is_a_time_or_it_is_no_day),
        cmocka_unit_test(a_cell_tells_of_the_order_only_what_its_numbers_allow),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
