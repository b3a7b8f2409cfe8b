#include "base/clock.h"

#include "base/test_arena.h"
#include "base/test_day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int64_t at(const char *text)
{
    int64_t ms;
    if (!time_parse(text, &ms))
        fail_msg("%s is a time", text);
    return ms;
}

static void days_and_dates_agree_over_a_thousand_years(void **state)
{
    (void)state;
    assert_int_equal(day("1970-01-01"), 0);
    int64_t number = day("1900-01-01");
    for (int year = 1900; year < 2900; year++)
        for (int month = 1; month <= 12; month++) {
            int y, m, d;
            assert_int_equal(day_from(year, month, 1), number);
            day_split(number, &y, &m, &d);
            assert_true(y == year && m == month && d == 1);
            number = day_add_months(number, 1);
        }
    assert_string_equal(day_format(arena, day("2024-02-29")), "2024-02-29");
}

static void only_real_dates_are_days(void **state)
{
    (void)state;
    static const char *const BAD[] = { "2023-02-29", "2026-13-01", "2026-00-10",  "2026-1-1", "1899-12-31",
                                       "3000-01-01", "2026-01-32", "2026-01-01x", "",         "２０２６-01-01" };
    int64_t number;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (day_parse(BAD[i], &number))
            fail_msg("%s passed", BAD[i]);
}

static void months_end_where_they_must(void **state)
{
    (void)state;
    assert_int_equal(day_add_months(day("2026-01-31"), 1), day("2026-02-28"));
    assert_int_equal(day_add_months(day("2024-01-31"), 1), day("2024-02-29"));
    assert_int_equal(day_add_months(day("2026-03-31"), -1), day("2026-02-28"));
    assert_int_equal(day_add_months(day("2026-01-15"), -13), day("2024-12-15"));
    assert_int_equal(day_add_months(day("2026-11-22"), 14), day("2028-01-22"));
}

static void times_are_read_in_every_usual_form(void **state)
{
    (void)state;
    int64_t expected = at("2026-11-22T00:00:00.123Z");
    static const char *const SAME[] = { "2026-11-22T09:00:00.123+09:00", "2026-11-22T09:00:00.123456+0900",
                                        "2026-11-22 00:00:00.123", "2026-11-21T19:00:00.123-05",
                                        "2026-11-22T00:00:00,123z" };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        assert_int_equal(at(SAME[i]), expected);
    assert_int_equal(at("2026-11-22T09:30+09:00"), at("2026-11-22T00:30:00Z"));
    assert_string_equal(time_format(arena, expected), "2026-11-22T00:00:00.123Z");
    assert_string_equal(time_format(arena, -1), "1969-12-31T23:59:59.999Z");
    static const char *const BAD[] = { "2026-11-22",
                                       "2026-11-22T24:00:00Z",
                                       "2026-11-22T09:00:00.Z",
                                       "2026-11-22T09:00:00+19:00",
                                       "2026-11-22T09:00:00ZZ",
                                       "2026-11-22T09:60:00Z",
                                       "2026-11-22T9:00:00Z",
                                       "1764000000000" };
    int64_t ms;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (time_parse(BAD[i], &ms))
            fail_msg("%s passed", BAD[i]);
}

static void a_day_in_tokyo_begins_nine_hours_earlier(void **state)
{
    (void)state;
    const Zone *tokyo = zone_find("Asia/Tokyo");
    assert_non_null(tokyo);
    assert_ptr_equal(tokyo, zone_find("Asia/Tokyo"));
    assert_int_equal(zone_day(tokyo, at("2026-11-21T14:59:59.999Z")), day("2026-11-21"));
    assert_int_equal(zone_day(tokyo, at("2026-11-21T15:00:00Z")), day("2026-11-22"));
    assert_int_equal(zone_midnight(tokyo, day("2026-11-22")), at("2026-11-21T15:00:00Z"));
}

static void a_day_of_summer_time_has_23_or_25_hours(void **state)
{
    (void)state;
    const Zone *zone = zone_find("America/New_York");
    assert_int_equal(zone_midnight(zone, day("2026-03-09")) - zone_midnight(zone, day("2026-03-08")), 23 * MS_PER_HOUR);
    assert_int_equal(zone_midnight(zone, day("2026-11-02")) - zone_midnight(zone, day("2026-11-01")), 25 * MS_PER_HOUR);
    assert_int_equal(zone_day(zone, at("2050-07-01T03:59:59Z")), day("2050-06-30"));
    assert_int_equal(zone_day(zone, at("2050-07-01T04:00:00Z")), day("2050-07-01"));
}

static void where_midnight_is_skipped_the_day_begins_at_one(void **state)
{
    (void)state;
    const Zone *zone = zone_find("America/Sao_Paulo");
    assert_int_equal(zone_midnight(zone, day("2018-11-04")), at("2018-11-04T03:00:00Z"));
    assert_int_equal(zone_day(zone, at("2018-11-04T02:59:59Z")), day("2018-11-03"));
    const Zone *samoa = zone_find("Pacific/Apia"); /* had no 30 December 2011 */
    assert_int_equal(zone_midnight(samoa, day("2011-12-30")), zone_midnight(samoa, day("2011-12-31")));
}

static void every_midnight_lies_in_its_day_and_nothing_before_does(void **state)
{
    (void)state;
    static const char *const NAMES[] = {
        "UTC", "Asia/Tokyo", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const Zone *zone = zone_find(NAMES[i]);
        for (int64_t d = day("2000-01-01"); d < day("2040-01-01"); d++) {
            int64_t midnight = zone_midnight(zone, d);
            assert_int_equal(zone_day(zone, midnight), d);
            assert_int_equal(zone_day(zone, midnight - 1), d - 1);
        }
    }
}

static void an_unknown_zone_is_null(void **state)
{
    (void)state;
    assert_null(zone_find("Asia/Tokio"));
    assert_null(zone_find(""));
    assert_null(zone_find(NULL));
    assert_null(zone_find("GMT+9:30"));
    assert_null(zone_find("../../etc/passwd"));
}

#ifdef BANSO_TESTING
static void a_test_moves_time_by_writing_a_file(void **state)
{
    (void)state;
    char path[] = "/tmp/banso-clock-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    setenv("BANSO_CLOCK", path, 1);
    assert_int_equal(write(file, "2026-11-22T09:00:00Z\n", 21), 21);
    assert_int_equal(clock_now(), at("2026-11-22T09:00:00Z"));
    assert_int_equal(ftruncate(file, 0), 0);
    assert_int_equal(clock_now(), at("2026-11-22T09:00:00Z"));
    assert_int_equal(pwrite(file, "2027-11-22T09:00:00Z\n", 21, 0), 21);
    assert_int_equal(clock_now(), at("2027-11-22T09:00:00Z"));
    unsetenv("BANSO_CLOCK");
    close(file);
    unlink(path);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_agree_over_a_thousand_years),
        cmocka_unit_test(only_real_dates_are_days),
        cmocka_unit_test(months_end_where_they_must),
        cmocka_unit_test(times_are_read_in_every_usual_form),
        cmocka_unit_test(a_day_in_tokyo_begins_nine_hours_earlier),
        cmocka_unit_test(a_day_of_summer_time_has_23_or_25_hours),
        cmocka_unit_test(where_midnight_is_skipped_the_day_begins_at_one),
        cmocka_unit_test(every_midnight_lies_in_its_day_and_nothing_before_does),
        cmocka_unit_test(an_unknown_zone_is_null),
#ifdef BANSO_TESTING
        cmocka_unit_test(a_test_moves_time_by_writing_a_file),
#endif
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
