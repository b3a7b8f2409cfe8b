/* Caught, withdrawn, missed and false: by worked examples, a line of bands for each account. */
#include "base/test.h"

#include "success/health/alarm.h"

#include <math.h>
#include <string.h>

enum { START = 20000, DAYS_APART = 7 };

/* One letter a week: g, n, b, u, and - for a week in which it is not scored. The first is the day before the year. */
static Alarms alarms_of(const char *line)
{
    Alarms alarms = { 0 };
    for (int week = 0; line[week]; week++) {
        const char *bands = "gnbu-", *at = strchr(bands, line[week]);
        alarms_on(&alarms, START + DAYS_APART * week, (int)(at - bands), week == 0);
    }
    return alarms;
}

static int64_t day_of(const char *line, int more)
{
    return START + DAYS_APART * ((int64_t)strlen(line) - 1) + more;
}

static void assert_left(const char *line, int days_after, Leaver expected, int64_t expected_early)
{
    Alarms alarms = alarms_of(line);
    int64_t early;
    Leaver leaver = alarms_left(&alarms, day_of(line, days_after), &early);
    if (leaver != expected || early != expected_early)
        fail_msg("%s: %s, %lld days early", line, LEAVER_NAMES[leaver], (long long)early);
}

static void assert_stayed(const char *line, Stayer expected)
{
    Alarms alarms = alarms_of(line);
    Stayer stayer = alarms_stayed(&alarms, day_of(line, 0));
    if (stayer != expected)
        fail_msg("%s: %d", line, stayer);
}

static void an_alarm_that_stands_on_leaving_caught_it_as_early_as_it_began(void **state)
{
    (void)state;
    assert_left("gggb", 1, LEAVER_CAUGHT, 1);   /* the day before */
    assert_left("ggbb", 3, LEAVER_CAUGHT, 10);  /* began a week and three days before */
    assert_left("gbgbb", 1, LEAVER_CAUGHT, 8);  /* twice: the one that stands counts */
    assert_left("bbbb", 7, LEAVER_CAUGHT, 28);  /* stood before the year: at least so early */
    assert_left("ggbuu", 1, LEAVER_CAUGHT, 15); /* UNKNOWN does not end it */
    assert_left("ggb--", 1, LEAVER_CAUGHT, 15); /* nor does not being scored */
    assert_left("---gb", 2, LEAVER_CAUGHT, 2);  /* came late */
    assert_left("----b", 2, LEAVER_CAUGHT, 2);  /* BAD as it came */
    assert_left("gb-ub", 1, LEAVER_CAUGHT, 22); /* one alarm, and no second */
}

static void what_had_ended_or_never_began_caught_nobody(void **state)
{
    (void)state;
    assert_left("ggbg", 1, LEAVER_WITHDRAWN, 0);
    assert_left("bnng", 1, LEAVER_WITHDRAWN, 0);
    assert_left("gbgu", 6, LEAVER_WITHDRAWN, 0);
    assert_left("gggg", 1, LEAVER_MISSED, 0);
    assert_left("uuuu", 1, LEAVER_MISSED, 0);
    assert_left("----", 1, LEAVER_MISSED, 0);
}

static void of_who_stayed_an_alarm_that_ended_or_is_old_was_false(void **state)
{
    (void)state;
    assert_stayed("ggggg", STAYER_QUIET);
    assert_stayed("ggbng", STAYER_FALSE);
    assert_stayed("gggbb", STAYER_OPEN);
    assert_stayed("gbgbb", STAYER_FALSE);           /* one ended, one is open */
    assert_stayed("gbbbbbbbbbbbbb", STAYER_OPEN);   /* 84 days */
    assert_stayed("gbbbbbbbbbbbbbb", STAYER_FALSE); /* 91 days */
    assert_stayed("bbbbb", STAYER_QUIET);           /* began before the year */
    assert_stayed("bbbng", STAYER_QUIET);
    assert_stayed("bngbn", STAYER_FALSE);
}

static void alarms_are_counted_where_they_begin(void **state)
{
    (void)state;
    assert_int_equal(alarms_of("ggggg").begun, 0);
    assert_int_equal(alarms_of("gbbbb").begun, 1);
    assert_int_equal(alarms_of("gbgbg").begun, 2);
    assert_int_equal(alarms_of("gbubg").begun, 1);
    assert_int_equal(alarms_of("bbbgb").begun, 1);
    assert_int_equal(alarms_of("bbbbb").begun, 0);
}

static void assert_near(double value, double expected, double within)
{
    if (fabs(value - expected) > within)
        fail_msg("%f is not %f", value, expected);
}

static void intervals_and_quartiles_are_those_of_the_registry(void **state)
{
    (void)state;
    Interval of_40 = wilson(2, 40), of_10 = wilson(8, 10), none = wilson(0, 0), nobody = wilson(0, 12);
    assert_near(of_40.low, 0.0138, 0.0001);
    assert_near(of_40.high, 0.165, 0.0005);
    assert_near(of_10.low, 0.49, 0.001);
    assert_near(of_10.high, 0.943, 0.001);
    assert_true(none.low == 0 && none.high == 1);
    assert_true(nobody.low == 0 && nobody.high < 0.25);
    const int64_t days[] = { 1, 8, 15, 50 };
    assert_near(quantile(days, 4, 0.5), 11.5, 1e-9);
    assert_near(quantile(days, 4, 0.25), 6.25, 1e-9);
    assert_near(quantile(days, 1, 0.75), 1, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alarm_that_stands_on_leaving_caught_it_as_early_as_it_began),
        cmocka_unit_test(what_had_ended_or_never_began_caught_nobody),
        cmocka_unit_test(of_who_stayed_an_alarm_that_ended_or_is_old_was_false),
        cmocka_unit_test(alarms_are_counted_where_they_begin),
        cmocka_unit_test(intervals_and_quartiles_are_those_of_the_registry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
