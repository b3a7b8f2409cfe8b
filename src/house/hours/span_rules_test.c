/* Any calendar: what span.c finds open is what a count finds that goes minute by minute, with the rules as hours.h has
 * them. */
#include "house/hours/hours.h"

#include "base/test.h"

typedef struct {
    const HoursWindow *windows;
    size_t window_count;
    const HoursDate *dates;
    size_t date_count;
} Rules;

static bool in_window(int64_t day, int64_t from, int64_t until, int64_t minute)
{
    return minute >= day * 1440 + from && minute < day * 1440 + until;
}

/* Whether the day has such a date at all (minute < 0), or one with this minute in it. */
static bool has_date(const Rules *rules, int64_t day, HoursDateKind kind, int64_t minute)
{
    for (size_t i = 0; i < rules->date_count; i++) {
        const HoursDate *date = &rules->dates[i];
        bool is_of_day = date->kind == kind && day >= date->from_on && day < date->until_on;
        if (is_of_day && (minute < 0 || in_window(day, date->from, date->until, minute)))
            return true;
    }
    return false;
}

static bool has_window(const Rules *rules, int64_t day, int64_t minute)
{
    for (size_t i = 0; i < rules->window_count; i++) {
        const HoursWindow *window = &rules->windows[i];
        if (window->weekday == (day + 4) % 7 && in_window(day, window->from, window->until, minute))
            return true;
    }
    return false;
}

static bool opens_by_day(const Rules *rules, int64_t day, int64_t minute)
{
    if (has_date(rules, day, DATE_CLOSED, -1))
        return false;
    return has_date(rules, day, DATE_OPEN, -1) ? has_date(rules, day, DATE_OPEN, minute)
                                               : has_window(rules, day, minute);
}

static bool minute_is_open(const Rules *rules, int64_t minute)
{
    bool open = false, pause = false;
    for (int64_t day = minute / 1440 - 2; day <= minute / 1440; day++) {
        open = open || opens_by_day(rules, day, minute);
        pause = pause || has_date(rules, day, DATE_BREAK, minute);
    }
    return open && !pause;
}

static uint32_t roll(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % below;
}

static void spans_are_those_of_a_count_minute_by_minute(void **state)
{
    (void)state;
    enum { CALENDARS = 60, DAYS = 12, WINDOWS = 9, DATES = 6 };
    uint32_t chance = 20261130;
    for (int calendar = 0; calendar < CALENDARS; calendar++) {
        HoursWindow windows[WINDOWS];
        HoursDate dates[DATES];
        for (size_t i = 0; i < WINDOWS; i++) {
            int64_t from = roll(&chance, 1440);
            windows[i] = (HoursWindow) { roll(&chance, 7), from, from + 1 + roll(&chance, 1440) };
        }
        for (size_t i = 0; i < DATES; i++) {
            int64_t on = 13000 + roll(&chance, DAYS), from = roll(&chance, 1440);
            dates[i] = (HoursDate) { on,   on + 1 + roll(&chance, 2),      (HoursDateKind)roll(&chance, 3),
                                     from, from + 1 + roll(&chance, 1440), NULL };
        }
        const Rules rules = { windows, WINDOWS, dates, DATES };
        const HoursWeek week = { 0, WINDOWS, windows };
        Hours hours = { .zone = zone_find("UTC"), .week_count = 1, .weeks = &week };
        hours.dates = dates;
        hours.date_count = DATES;
        int64_t first = 13000 * 1440, total = 0;
        for (int64_t minute = first; minute < first + DAYS * 1440; minute++) {
            bool open = minute_is_open(&rules, minute);
            total += open;
            if (minute % 7 == 0)
                assert_int_equal(hours_open(&hours, minute * MS_PER_MINUTE), open);
        }
        assert_int_equal(hours_between(&hours, first * MS_PER_MINUTE, (first + DAYS * 1440) * MS_PER_MINUTE),
                         total * MS_PER_MINUTE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(spans_are_those_of_a_count_minute_by_minute) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
