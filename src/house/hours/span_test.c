/* Business time: the worked example of docs/en/metrics.md, the cases that other calendars of this kind are tested with
 * (those of zendesk/biz, Apache-2.0, restated), windows past midnight, versions, and clocks that change. */
#include "house/hours/hours.h"

#include "base/test.h"
#include "base/test_arena.h"
#include "base/test_day.h"
#include "base/text.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- help ------------------------------------------------------------------------------------------------------ */

static const char *zone_name = "UTC";

/* "2006-01-02 09:00" as the calendar's clock on the wall shows it. */
static int64_t at(const char *text)
{
    int64_t ms;
    assert_true(time_parse(arena_format(arena, "%sZ", text), &ms));
    return zone_instant(zone_find(zone_name), ms);
}

static const char *wall(int64_t ms)
{
    if (ms == HOURS_NEVER || ms == -HOURS_NEVER)
        return "never";
    char *text = arena_text(arena, time_format(arena, zone_local(zone_find(zone_name), ms)));
    text[10] = ' ';
    text[strcmp(text + 16, ":00.000Z") == 0 ? 16 : 19] = 0;
    return text;
}

/* What is open, as "02 09:00-17:00, …": the day of the month, and the times. */
static const char *open_between(const Hours *hours, const char *from, const char *until)
{
    HoursSpan spans[64];
    Text text = text_new(arena);
    size_t count = hours_spans(hours, at(from), at(until), spans, COUNT(spans));
    for (size_t i = 0; i < count; i++)
        text_format(&text, "%s%.8s-%.5s", i ? ", " : "", wall(spans[i].from) + 8, wall(spans[i].until) + 11);
    return text_string(&text);
}

static Hours hours_in(const char *zone, const HoursWeek *week)
{
    zone_name = zone;
    return (Hours) { .zone = zone_find(zone), .week_count = 1, .weeks = week };
}

#define CLOCK(hour, minute) ((hour)*60 + (minute))

static const HoursWindow OFFICE[] = {
    { 1, CLOCK(9, 0), CLOCK(17, 0) },  { 2, CLOCK(10, 0), CLOCK(16, 0) }, { 3, CLOCK(9, 0), CLOCK(17, 0) },
    { 4, CLOCK(10, 0), CLOCK(16, 0) }, { 5, CLOCK(9, 0), CLOCK(17, 0) },  { 6, CLOCK(11, 0), CLOCK(14, 30) },
};
static const HoursWeek OFFICE_WEEK = { 0, COUNT(OFFICE), OFFICE };

static HoursDate date(const char *on, HoursDateKind kind, int64_t from, int64_t until)
{
    return (HoursDate) { day(on), day(on) + 1, kind, from, until, NULL };
}

/* ---- the worked example ---------------------------------------------------------------------------------------- */

static const HoursWindow TOKYO[] = {
    { 1, CLOCK(9, 0), CLOCK(12, 0) },  { 1, CLOCK(13, 0), CLOCK(18, 0) }, { 2, CLOCK(9, 0), CLOCK(12, 0) },
    { 2, CLOCK(13, 0), CLOCK(18, 0) }, { 3, CLOCK(9, 0), CLOCK(12, 0) },  { 3, CLOCK(13, 0), CLOCK(18, 0) },
    { 4, CLOCK(9, 0), CLOCK(12, 0) },  { 4, CLOCK(13, 0), CLOCK(18, 0) }, { 5, CLOCK(9, 0), CLOCK(12, 0) },
    { 5, CLOCK(13, 0), CLOCK(18, 0) },
};
static const HoursWeek TOKYO_WEEK = { 0, COUNT(TOKYO), TOKYO };

static Hours tokyo(void)
{
    static HolidayNamed rests[3];
    const char *const names[] = { "Respect for the Aged Day", "Holiday", "Autumnal Equinox Day" };
    for (size_t i = 0; i < COUNT(rests); i++)
        rests[i] = (HolidayNamed) { day("2026-09-21") + (int64_t)i, day("2026-09-22") + (int64_t)i, names[i], NULL };
    Hours hours = hours_in("Asia/Tokyo", &TOKYO_WEEK);
    hours.rests = rests;
    hours.rest_count = COUNT(rests);
    return hours;
}

static void an_answer_after_three_holidays_took_150_minutes(void **state)
{
    (void)state;
    Hours hours = tokyo();
    int64_t created = at("2026-09-18 17:00"), answered = at("2026-09-24 10:30");
    assert_int_equal(hours_between(&hours, created, answered) / MS_PER_MINUTE, 150);
    assert_int_equal((answered - created) / MS_PER_MINUTE, 137 * 60 + 30);
}

static void four_hours_from_friday_evening_are_due_on_thursday(void **state)
{
    (void)state;
    Hours hours = tokyo();
    assert_string_equal(wall(hours_after(&hours, at("2026-09-18 17:00"), 4 * MS_PER_HOUR)), "2026-09-24 12:00");
}

static void what_was_skipped_is_named(void **state)
{
    (void)state;
    Hours hours = tokyo();
    HoursSkipped skipped[8];
    assert_int_equal(hours_skipped(&hours, at("2026-09-18 17:00"), at("2026-09-24 12:00"), skipped, 8), 3);
    assert_string_equal(day_format(arena, skipped[0].from_on), "2026-09-21");
    assert_string_equal(skipped[0].why, "holiday");
    assert_string_equal(skipped[2].name, "Autumnal Equinox Day");
    assert_string_equal(day_format(arena, skipped[2].until_on), "2026-09-24");
}

static void an_hour_from_friday_half_past_four_is_due_on_monday(void **state)
{
    (void)state;
    static const HoursWindow nine_to_five[] = { { 1, CLOCK(9, 0), CLOCK(17, 0) }, { 5, CLOCK(9, 0), CLOCK(17, 0) } };
    const HoursWeek week = { 0, COUNT(nine_to_five), nine_to_five };
    Hours hours = hours_in("Asia/Tokyo", &week);
    assert_string_equal(wall(hours_after(&hours, at("2026-11-20 16:30"), MS_PER_HOUR)), "2026-11-23 09:30");
}

static void time_that_waits_for_the_customer_is_left_out(void **state)
{
    (void)state;
    Hours hours = hours_in("Asia/Tokyo", &TOKYO_WEEK);
    int64_t asked = hours_between(&hours, at("2026-11-16 10:00"), at("2026-11-16 11:00"));
    int64_t answered = hours_between(&hours, at("2026-11-17 09:30"), at("2026-11-17 11:00"));
    assert_int_equal((asked + answered) / MS_PER_MINUTE, 150);
}

/* ---- how long, and until when ---------------------------------------------------------------------------------- */

static void time_ahead_and_back(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t seconds;
        const char *after, *before;
    } CASES[] = {
        { "2006-01-04 15:58:30", 90, "2006-01-04 16:00", "2006-01-04 15:57" },
        { "2006-01-04 16:01:30", 90, "2006-01-04 16:03", "2006-01-04 16:00" },
        { "2006-01-04 14:30", 90 * 60, "2006-01-04 16:00", "2006-01-04 13:00" },
        { "2006-01-04 16:30", 90 * 60, "2006-01-05 11:00", "2006-01-04 15:00" },
        { "2006-01-04 13:00", 3 * 3600, "2006-01-04 16:00", "2006-01-04 10:00" },
        { "2006-01-04 17:00", 3 * 3600, "2006-01-05 13:00", "2006-01-04 14:00" },
        { "2006-01-03 00:00", 0, "2006-01-03 10:00", "2006-01-02 17:00" },
        { "2006-01-02 14:00", 0, "2006-01-02 14:00", "2006-01-02 14:00" },
        { "2006-01-02 09:00", 8 * 3600, "2006-01-02 17:00", "2005-12-30 12:30" },
        { "2006-01-06 17:00", 210 * 60, "2006-01-07 14:30", "2006-01-06 13:30" },
        { "2006-01-02 09:00", 39 * 3600 + 1800, "2006-01-07 14:30", "2005-12-26 09:00" },
        { "2006-01-02 09:00", 400 * 3600, "2006-03-13 14:00", "2005-10-21 15:30" },
    };
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        int64_t from = at(CASES[i].from), span = CASES[i].seconds * MS_PER_SECOND;
        assert_string_equal(wall(hours_after(&hours, from, span)), CASES[i].after);
        assert_string_equal(wall(hours_before(&hours, from, span)), CASES[i].before);
        assert_int_equal(hours_between(&hours, from, hours_after(&hours, from, span)), span);
        assert_int_equal(hours_between(&hours, hours_before(&hours, from, span), from), span);
    }
}

static void business_days_ahead(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int days;
        const char *after;
    } CASES[] = {
        { "2006-01-06 12:00", 2, "2006-01-09 12:00" }, { "2006-01-03 08:00", 2, "2006-01-05 10:00" },
        { "2006-01-03 18:00", 2, "2006-01-06 09:00" }, { "2006-01-06 12:30:52", 2, "2006-01-09 12:30:52" },
        { "2006-01-02 13:00", 0, "2006-01-02 13:00" }, { "2006-01-08 13:00", 0, "2006-01-09 09:00" },
    };
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_string_equal(wall(hours_after_days(&hours, at(CASES[i].from), CASES[i].days)), CASES[i].after);
}

static void between_counts_only_what_is_open(void **state)
{
    (void)state;
    static const struct {
        const char *from, *until;
        int64_t minutes;
    } CASES[] = {
        { "2006-01-08 00:00", "2006-01-01 00:00", 0 },
        { "2006-01-01 00:00", "2006-01-01 00:00", 0 },
        { "2006-01-01 00:00", "2006-01-08 00:00", 39 * 60 + 30 },
        { "2006-01-05 12:00", "2006-01-06 12:00", 7 * 60 },
        { "2006-01-02 08:00", "2006-01-02 09:00", 0 },
        { "2006-01-02 08:00", "2006-01-02 09:01", 1 },
        { "2006-01-02 16:59", "2006-01-03 10:01", 2 },
        { "2006-01-01 00:00", "2007-01-01 00:00", 52 * (39 * 60 + 30) },
    };
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_int_equal(hours_between(&hours, at(CASES[i].from), at(CASES[i].until)) / MS_PER_MINUTE,
                         CASES[i].minutes);
}

static void a_calendar_that_never_opens_has_no_answer(void **state)
{
    (void)state;
    const HoursWeek week = { 0 };
    Hours hours = hours_in("UTC", &week);
    assert_int_equal(hours_after(&hours, at("2006-01-02 09:00"), 1), HOURS_NEVER);
    assert_int_equal(hours_before(&hours, at("2006-01-02 09:00"), 1), -HOURS_NEVER);
    assert_int_equal(hours_after_days(&hours, at("2006-01-02 09:00"), 1), HOURS_NEVER);
    assert_int_equal(hours_between(&hours, at("2006-01-02 09:00"), at("2006-02-02 09:00")), 0);
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

static void dates_with_hours_of_their_own_take_the_place_of_the_week(void **state)
{
    (void)state;
    const HoursDate dates[] = { date("2006-01-04", DATE_OPEN, CLOCK(8, 0), CLOCK(12, 0)),
                                date("2006-01-06", DATE_OPEN, CLOCK(9, 0), CLOCK(10, 0)),
                                date("2006-01-08", DATE_OPEN, CLOCK(10, 0), CLOCK(11, 0)),
                                date("2006-01-08", DATE_OPEN, CLOCK(13, 0), CLOCK(14, 0)) };
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    hours.dates = dates;
    hours.date_count = COUNT(dates);
    assert_string_equal(open_between(&hours, "2006-01-01 00:00", "2006-01-09 00:00"),
                        "02 09:00-17:00, 03 10:00-16:00, 04 08:00-12:00, 05 10:00-16:00, 06 09:00-10:00, "
                        "07 11:00-14:30, 08 10:00-11:00, 08 13:00-14:00");
}

static void closed_days_are_left_out(void **state)
{
    (void)state;
    const HoursDate dates[] = { date("2006-01-16", DATE_CLOSED, 0, 0), date("2006-01-18", DATE_CLOSED, 0, 0),
                                date("2006-01-18", DATE_OPEN, CLOCK(9, 0), CLOCK(10, 0)) };
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    hours.dates = dates;
    hours.date_count = COUNT(dates);
    assert_string_equal(open_between(&hours, "2006-01-14 00:00", "2006-01-20 00:00"),
                        "14 11:00-14:30, 17 10:00-16:00, 19 10:00-16:00");
    assert_false(hours_open(&hours, at("2006-01-16 12:00")));
    assert_true(hours_open(&hours, at("2006-01-17 12:00")));
}

static void breaks_are_taken_out_wherever_they_lie(void **state)
{
    (void)state;
    static const struct {
        int64_t from[2], until[2];
        const char *open; /* on Monday and Tuesday */
    } CASES[] = {
        { { CLOCK(8, 0) }, { CLOCK(10, 0) }, "02 10:00-17:00, 03 10:00-16:00" },
        { { CLOCK(16, 0) }, { CLOCK(18, 0) }, "02 09:00-16:00, 03 10:00-16:00" },
        { { CLOCK(8, 0) }, { CLOCK(18, 0) }, "03 10:00-16:00" },
        { { CLOCK(13, 30) }, { CLOCK(15, 30) }, "02 09:00-13:30, 02 15:30-17:00, 03 10:00-16:00" },
        { { CLOCK(10, 0), CLOCK(13, 0) },
          { CLOCK(11, 30), CLOCK(14, 0) },
          "02 09:00-10:00, 02 11:30-13:00, 02 14:00-17:00, 03 10:00-16:00" },
        { { CLOCK(8, 0), CLOCK(11, 30) },
          { CLOCK(10, 15), CLOCK(12, 30) },
          "02 10:15-11:30, 02 12:30-17:00, 03 10:00-16:00" },
        { { CLOCK(9, 0), CLOCK(9, 0) }, { CLOCK(9, 0), CLOCK(9, 0) }, "02 09:00-17:00, 03 10:00-16:00" },
        { { CLOCK(16, 0) }, { CLOCK(36, 0) }, "02 09:00-16:00, 03 12:00-16:00" }, /* until the next day's noon */
    };
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const HoursDate dates[] = { date("2006-01-02", DATE_BREAK, CASES[i].from[0], CASES[i].until[0]),
                                    date("2006-01-02", DATE_BREAK, CASES[i].from[1], CASES[i].until[1]) };
        hours.dates = dates;
        hours.date_count = COUNT(dates);
        assert_string_equal(open_between(&hours, "2006-01-02 00:00", "2006-01-04 00:00"), CASES[i].open);
    }
}

static void a_break_reaches_over_two_windows(void **state)
{
    (void)state;
    static const HoursWindow evening[] = { { 1, CLOCK(17, 0), CLOCK(19, 0) }, { 1, CLOCK(20, 0), CLOCK(22, 0) } };
    const HoursWeek week = { 0, COUNT(evening), evening };
    const HoursDate break_of = date("2006-01-02", DATE_BREAK, CLOCK(18, 0), CLOCK(21, 0));
    Hours hours = hours_in("UTC", &week);
    hours.dates = &break_of;
    hours.date_count = 1;
    assert_string_equal(open_between(&hours, "2006-01-02 00:00", "2006-01-03 00:00"), "02 17:00-18:00, 02 21:00-22:00");
    assert_true(hours_open(&hours, at("2006-01-02 17:59")));
    assert_false(hours_open(&hours, at("2006-01-02 18:00")));
    assert_true(hours_open(&hours, at("2006-01-02 21:00")));
}

static void a_date_opens_on_a_holiday(void **state)
{
    (void)state;
    const HolidayNamed rest = { day("2006-01-03"), day("2006-01-05"), "Founding days", NULL };
    const HoursDate open = date("2006-01-04", DATE_OPEN, CLOCK(13, 0), CLOCK(15, 0));
    Hours hours = hours_in("UTC", &OFFICE_WEEK);
    hours.rests = &rest;
    hours.rest_count = 1;
    assert_string_equal(open_between(&hours, "2006-01-02 00:00", "2006-01-06 00:00"), "02 09:00-17:00, 05 10:00-16:00");
    hours.dates = &open;
    hours.date_count = 1;
    assert_string_equal(open_between(&hours, "2006-01-02 00:00", "2006-01-06 00:00"),
                        "02 09:00-17:00, 04 13:00-15:00, 05 10:00-16:00");
    HoursSkipped skipped[4];
    assert_int_equal(hours_skipped(&hours, at("2006-01-02 09:00"), at("2006-01-05 12:00"), skipped, 4), 2);
    assert_string_equal(skipped[0].name, "Founding days");
    assert_string_equal(skipped[1].why, "other_hours");
}

/* ---- midnight, versions, clocks -------------------------------------------------------------------------------- */

static void a_window_past_midnight_belongs_to_the_day_it_begins_on(void **state)
{
    (void)state;
    static const HoursWindow night[] = { { 5, CLOCK(22, 0), CLOCK(30, 0) }, { 6, CLOCK(4, 0), CLOCK(8, 0) } };
    const HoursWeek week = { 0, COUNT(night), night };
    const HoursDate closed = date("2006-01-07", DATE_CLOSED, 0, 0);
    Hours hours = hours_in("UTC", &week);
    assert_string_equal(open_between(&hours, "2006-01-06 00:00", "2006-01-08 00:00"), "06 22:00-08:00");
    assert_int_equal(hours_between(&hours, at("2006-01-06 00:00"), at("2006-01-08 00:00")), 10 * MS_PER_HOUR);
    hours.dates = &closed; /* Saturday's own window goes; the night from Friday stays */
    hours.date_count = 1;
    assert_string_equal(open_between(&hours, "2006-01-06 00:00", "2006-01-08 00:00"), "06 22:00-06:00");
    assert_true(hours_open(&hours, at("2006-01-07 05:59")));
}

static void hours_around_the_clock_are_one_stretch(void **state)
{
    (void)state;
    HoursWindow all[7];
    for (int64_t weekday = 0; weekday < 7; weekday++)
        all[weekday] = (HoursWindow) { weekday, 0, CLOCK(24, 0) };
    const HoursWeek week = { 0, COUNT(all), all };
    Hours hours = hours_in("America/New_York", &week);
    HoursSpan spans[2];
    assert_int_equal(hours_spans(&hours, at("2026-03-01 00:00"), at("2026-04-01 00:00"), spans, 2), 1);
    assert_int_equal(hours_between(&hours, at("2026-03-01 00:00"), at("2026-04-01 00:00")),
                     31 * (int64_t)MS_PER_DAY - MS_PER_HOUR); /* the clocks go forward once */
    assert_int_equal(hours_after(&hours, at("2026-03-07 12:00"), MS_PER_DAY), at("2026-03-08 13:00"));
}

static void each_day_is_measured_by_the_week_in_force_on_it(void **state)
{
    (void)state;
    static const HoursWindow before[] = { { 1, CLOCK(9, 0), CLOCK(12, 0) } };
    static const HoursWindow after[] = { { 1, CLOCK(9, 0), CLOCK(17, 0) }, { 0, CLOCK(9, 0), CLOCK(10, 0) } };
    const HoursWeek weeks[] = { { 0, 1, before }, { day("2026-04-01"), 2, after }, { day("2026-05-01"), 0, NULL } };
    Hours hours = hours_in("Asia/Tokyo", weeks);
    hours.week_count = COUNT(weeks);
    assert_string_equal(open_between(&hours, "2026-03-28 00:00", "2026-04-07 00:00"),
                        "30 09:00-12:00, 05 09:00-10:00, 06 09:00-17:00");
    assert_string_equal(open_between(&hours, "1999-01-01 00:00", "1999-01-05 00:00"), "04 09:00-12:00");
    assert_string_equal(wall(hours_after(&hours, at("2026-04-30 09:00"), 1)), "never");
}

static void a_window_counts_what_passes_while_the_clock_shows_it(void **state)
{
    (void)state;
    static const HoursWindow early[] = { { 0, CLOCK(2, 30), CLOCK(3, 15) }, { 1, CLOCK(9, 0), CLOCK(17, 0) } };
    const HoursWeek week = { 0, COUNT(early), early };
    static const HoursWindow in_the_gap[] = { { 0, CLOCK(2, 5), CLOCK(2, 55) } };
    const HoursWeek gap = { 0, 1, in_the_gap };
    Hours hours = hours_in("America/Los_Angeles", &week);
    /* From 02:00 the clock shows 03:00. */
    assert_string_equal(open_between(&hours, "2006-04-02 00:00", "2006-04-04 00:00"), "02 03:00-03:15, 03 09:00-17:00");
    hours.weeks = &gap;
    assert_string_equal(open_between(&hours, "2006-04-02 00:00", "2006-04-03 00:00"), "");
    static const HoursWindow twice[] = { { 0, CLOCK(1, 30), CLOCK(3, 0) } };
    const HoursWeek autumn = { 0, 1, twice };
    hours.weeks = &autumn; /* 01:30 comes twice: from the first on */
    assert_int_equal(hours_between(&hours, at("2014-11-02 00:00"), at("2014-11-03 00:00")), 150 * MS_PER_MINUTE);
}

static void the_week_is_that_of_the_calendars_own_zone(void **state)
{
    (void)state;
    static const HoursWindow saturday[] = { { 6, CLOCK(6, 0), CLOCK(18, 0) } };
    const HoursWeek week = { 0, 1, saturday };
    Hours hours = hours_in("America/Los_Angeles", &week); /* 17:00 there is Sunday in UTC */
    assert_string_equal(wall(hours_after(&hours, at("2006-01-07 17:00"), MS_PER_HOUR)), "2006-01-07 18:00");
    assert_true(hours_open(&hours, at("2006-01-07 17:59")));
    assert_false(hours_open(&hours, at("2006-01-07 18:00")));
    hours = hours_in("Asia/Brunei", &week);
    assert_string_equal(wall(hours_before(&hours, at("2006-01-08 07:00"), MS_PER_HOUR)), "2006-01-07 17:00");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_set_up, arena_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_after_three_holidays_took_150_minutes),
        TEST(four_hours_from_friday_evening_are_due_on_thursday),
        TEST(what_was_skipped_is_named),
        TEST(an_hour_from_friday_half_past_four_is_due_on_monday),
        TEST(time_that_waits_for_the_customer_is_left_out),
        TEST(time_ahead_and_back),
        TEST(business_days_ahead),
        TEST(between_counts_only_what_is_open),
        TEST(a_calendar_that_never_opens_has_no_answer),
        TEST(dates_with_hours_of_their_own_take_the_place_of_the_week),
        TEST(closed_days_are_left_out),
        TEST(breaks_are_taken_out_wherever_they_lie),
        TEST(a_break_reaches_over_two_windows),
        TEST(a_date_opens_on_a_holiday),
        TEST(a_window_past_midnight_belongs_to_the_day_it_begins_on),
        TEST(hours_around_the_clock_are_one_stretch),
        TEST(each_day_is_measured_by_the_week_in_force_on_it),
        TEST(a_window_counts_what_passes_while_the_clock_shows_it),
        TEST(the_week_is_that_of_the_calendars_own_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
