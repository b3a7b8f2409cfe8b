#include "base/test.h"

#include "success/health/health_today.h"
#include "success/today/today.h"

static OptInt some(int64_t value)
{
    return (OptInt) { .value = value, .known = true };
}

static void a_bad_account_risks_more_than_a_normal_one_and_that_more_than_a_good_one(void **state)
{
    (void)state;
    assert_true(loss_risk(BAND_BAD, some(30)) > 2 * loss_risk(BAND_NORMAL, some(55)));
    assert_true(loss_risk(BAND_NORMAL, some(55)) > 2 * loss_risk(BAND_GOOD, some(85)));
}

static void fewer_points_risk_more_within_a_band(void **state)
{
    (void)state;
    assert_true(loss_risk(BAND_BAD, some(5)) > loss_risk(BAND_BAD, some(35)));
}

static void no_data_risks_what_normal_risks(void **state)
{
    (void)state;
    assert_true(loss_risk(BAND_UNKNOWN, (OptInt) { 0 }) == loss_risk(BAND_NORMAL, (OptInt) { 0 }));
}

static void risk_is_never_nothing_nor_certain(void **state)
{
    (void)state;
    assert_true(loss_risk(BAND_GOOD, some(100)) >= 0.02);
    assert_true(loss_risk(BAND_BAD, some(0)) <= 0.95);
}

static void a_date_is_nearest_on_the_day_and_when_it_went_by(void **state)
{
    (void)state;
    assert_true(loss_nearness(some(0)) == 1);
    assert_true(loss_nearness(some(-3)) == 1);
    assert_true(loss_nearness(some(90)) == 0.5);
    assert_true(loss_nearness(some(3000)) == loss_nearness((OptInt) { 0 }));
}

static void what_just_happened_comes_before_who_loses_more(void **state)
{
    (void)state;
    Urgency first = { .first = true, .loss = 10 }, rich = { .loss = 1000 };
    assert_true(urgency_order(&first, &rich) > 0);
}

static void without_money_seats_decide_and_money_comes_first(void **state)
{
    (void)state;
    Urgency many = { .seats = 50 }, few = { .seats = 5 }, paying = { .loss = 1, .seats = 1 };
    assert_true(urgency_order(&many, &few) > 0);
    assert_true(urgency_order(&paying, &many) > 0);
    assert_int_equal(urgency_order(&many, &many), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_account_risks_more_than_a_normal_one_and_that_more_than_a_good_one),
        cmocka_unit_test(fewer_points_risk_more_within_a_band),
        cmocka_unit_test(no_data_risks_what_normal_risks),
        cmocka_unit_test(risk_is_never_nothing_nor_certain),
        cmocka_unit_test(a_date_is_nearest_on_the_day_and_when_it_went_by),
        cmocka_unit_test(what_just_happened_comes_before_who_loses_more),
        cmocka_unit_test(without_money_seats_decide_and_money_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
