#include "base/test.h"

#include "success/health/health_today.h"
#include "success/today/done.h"
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

static void what_just_happened_weighs_half_as_much_again_and_nothing_more_after_seven_days(void **state)
{
    (void)state;
    assert_true(recent_factor(some(0)) == 1.5);
    assert_true(recent_factor(some(7)) == 1 && recent_factor(some(400)) == 1);
    assert_true(recent_factor((OptInt) { 0 }) == 1);
    for (int64_t days = 0; days < 7; days++) {
        double step = recent_factor(some(days)) - recent_factor(some(days + 1));
        assert_true(step > 0.0714 && step < 0.0715);
    }
}

static TodayGroup grouped(TodayLevel level, OptInt happened_ago, OptInt to_renewal, OptInt to_notice)
{
    return today_group(level, &(TodayDays) { happened_ago, to_renewal, to_notice });
}

static void a_row_is_in_the_group_of_what_there_is_to_do(void **state)
{
    (void)state;
    OptInt never = { 0 };
    assert_int_equal(grouped(TODAY_GRAVE, some(6), never, never), GROUP_FELL);
    assert_int_equal(grouped(TODAY_GRAVE, some(7), some(3), never), GROUP_RISK);
    assert_int_equal(grouped(TODAY_GRAVE, never, never, never), GROUP_RISK);
    assert_int_equal(grouped(TODAY_WATCH, some(0), some(3), never), GROUP_WATCH);
    assert_int_equal(grouped(TODAY_STEADY, never, some(30), never), GROUP_RENEWAL);
    assert_int_equal(grouped(TODAY_STEADY, never, some(31), never), GROUP_STEADY);
    assert_int_equal(grouped(TODAY_STEADY, never, some(40), some(10)), GROUP_RENEWAL);
    assert_int_equal(grouped(TODAY_STEADY, never, some(200), some(-10)), GROUP_STEADY);
    assert_int_equal(grouped(TODAY_STEADY, never, some(-5), some(-35)), GROUP_RENEWAL);
    assert_int_equal(grouped(TODAY_STEADY, never, never, never), GROUP_STEADY);
}

static void until_its_day_the_notice_decides_and_after_it_what_happens_by_itself(void **state)
{
    (void)state;
    LossDates dates = { .notice_on = some(100), .renews_on = some(130), .next_notice_on = some(465) };
    assert_int_equal(loss_days_left(&dates, 90).value, 10);
    assert_int_equal(loss_days_left(&dates, 100).value, 0);
    assert_int_equal(loss_days_left(&dates, 101).value, 364);
    dates.next_notice_on = (OptInt) { 0 };
    assert_int_equal(loss_days_left(&dates, 101).value, 29);
    dates.due_on = some(103);
    assert_int_equal(loss_days_left(&dates, 101).value, 2);
    assert_false(loss_days_left(&(LossDates) { 0 }, 101).known);
    assert_int_equal(loss_days_left(&(LossDates) { .monthly = true }, 101).value, 0);
    assert_true(loss_days_left(&(LossDates) { .monthly = true }, 101).known);
}

static void what_was_done_is_new_again_when_a_date_has_come_near_since(void **state)
{
    (void)state;
    assert_true(came_near(some(130), 99, 100));
    assert_false(came_near(some(130), 100, 101));
    assert_false(came_near(some(131), 99, 100));
    assert_true(came_near(some(120), 80, 100));
    assert_false(came_near(some(99), 60, 100));
    assert_false(came_near((OptInt) { 0 }, 60, 100));
}

static void a_group_comes_before_money_and_without_a_contract_one_is_last_in_it(void **state)
{
    (void)state;
    Urgency bad = { .group = GROUP_RISK, .contract = true, .loss = 10 };
    Urgency slipped = { .group = GROUP_WATCH, .contract = true, .loss = 1000 };
    Urgency guest = { .group = GROUP_RISK, .loss = 1000 };
    assert_true(urgency_order(&bad, &slipped) > 0);
    assert_true(urgency_order(&bad, &guest) > 0);
    assert_true(urgency_order(&guest, &slipped) > 0);
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
        cmocka_unit_test(what_just_happened_weighs_half_as_much_again_and_nothing_more_after_seven_days),
        cmocka_unit_test(a_row_is_in_the_group_of_what_there_is_to_do),
        cmocka_unit_test(until_its_day_the_notice_decides_and_after_it_what_happens_by_itself),
        cmocka_unit_test(what_was_done_is_new_again_when_a_date_has_come_near_since),
        cmocka_unit_test(a_group_comes_before_money_and_without_a_contract_one_is_last_in_it),
        cmocka_unit_test(without_money_seats_decide_and_money_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
