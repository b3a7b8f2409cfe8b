#include "base/money.h"
#include "base/test.h"
#include "revenue/contract/line_test.h"

#include <string.h>

static ContractState at(const DatedLine *lines, size_t count, const char *text)
{
    return contract_state_at(lines, count, day(text));
}

static const Rates YEN = { .home = "JPY", .fiscal_month = 4 };

static int64_t mrr_on(const DatedLine *lines, size_t count, int64_t d)
{
    Arena *arena = arena_new();
    int64_t micros = contract_money_at(arena, lines, count, d, &YEN).micros;
    arena_free(arena);
    return micros;
}

static void a_year_counts_a_twelfth_each_month(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", "2027-01-01");
    ContractState then = at(&line, 1, "2026-06-01");
    assert_int_equal(then.status, STATUS_PAYING);
    assert_int_equal(mrr_on(&line, 1, day("2026-06-01")), INT64_C(10000) * 1000000);
    assert_int_equal(then.seats, 10);
    assert_int_equal(then.renews_on, day("2027-01-01"));
    assert_int_equal(then.notice_on, day("2026-12-02"));
}

static void a_discount_is_taken_off_and_a_third_is_not_rounded_away(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", NULL);
    line.discount = 0.25;
    assert_int_equal(line_mrr_micros(&line), INT64_C(7500) * 1000000);
    line.discount = 0;
    line.price_minor = 1000;
    line.term_months = 3;
    assert_int_equal(line_mrr_micros(&line), 333333333); /* ¥333.333333: three of them are shown as ¥1,000 */
}

static void a_discount_of_all_is_never_paying(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", NULL);
    line.discount = 1;
    assert_int_equal(at(&line, 1, "2026-06-01").status, STATUS_FREE);
    assert_int_equal(mrr_on(&line, 1, day("2026-06-01")), 0);
}

static void before_its_first_line_an_account_has_no_contract(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", NULL);
    assert_int_equal(at(&line, 1, "2025-12-31").status, STATUS_NONE);
    assert_int_equal(at(&line, 1, "2025-12-31").since, DAY_NEVER);
    assert_int_equal(at(NULL, 0, "2026-01-01").status, STATUS_NONE);
}

static void the_end_of_a_line_is_the_first_day_without_it(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", "2027-01-01");
    line.grace_days = 0;
    assert_int_equal(at(&line, 1, "2026-12-31").status, STATUS_PAYING);
    assert_int_equal(at(&line, 1, "2027-01-01").status, STATUS_LEFT);
    assert_int_equal(at(&line, 1, "2027-01-01").left_on, day("2027-01-01"));
}

static void a_renewal_that_nobody_had_signed_yet_is_not_foreseen(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2026-01-01"), yearly("2026-01-01", "2027-01-01") };
    lines[1].known_on = day("2025-12-10");
    assert_int_equal(at(lines, 2, "2025-06-01").renews_on, day("2026-01-01"));
    assert_int_equal(at(lines, 2, "2025-12-09").renews_on, day("2026-01-01"));
    assert_int_equal(at(lines, 2, "2025-12-10").renews_on, day("2027-01-01"));
}

static void a_change_within_the_term_was_no_renewal_before_it(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2025-07-15"), yearly("2025-07-15", "2026-01-01") };
    lines[1].known_on = day("2025-07-01");
    assert_int_equal(at(lines, 2, "2025-03-01").renews_on, day("2026-01-01"));
}

static void monthly_periods_renew_one_after_the_other(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-03-31", "2025-04-30"), yearly("2025-01-31", "2025-02-28"),
                          yearly("2025-02-28", "2025-03-31") };
    for (int i = 0; i < 3; i++)
        lines[i].term_months = 1;
    assert_int_equal(at(lines, 3, "2025-02-10").renews_on, day("2025-02-28"));
    assert_int_equal(at(lines, 3, "2025-04-10").renews_on, day("2025-04-30"));
    for (int i = 0; i < 3; i++)
        lines[i].known_on = day("2025-01-02");
    assert_int_equal(at(lines, 3, "2025-02-10").renews_on, day("2025-04-30"));
}

static void a_late_renewal_within_the_grace_is_no_leave(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2026-01-01"), yearly("2026-01-20", "2027-01-20") };
    ContractState gap = at(lines, 2, "2026-01-10");
    assert_int_equal(gap.status, STATUS_PAYING);
    assert_true(gap.late);
    assert_int_equal(mrr_on(lines, 2, day("2026-01-10")), INT64_C(10000) * 1000000);
    assert_int_equal(at(lines, 2, "2026-06-01").since, day("2025-01-01"));
}

static void after_the_grace_an_account_left_at_the_end_of_service(void **state)
{
    (void)state;
    DatedLine line = yearly("2025-01-01", "2026-01-01");
    assert_int_equal(at(&line, 1, "2026-01-30").status, STATUS_PAYING);
    ContractState gone = at(&line, 1, "2026-01-31");
    assert_int_equal(gone.status, STATUS_LEFT);
    assert_int_equal(gone.left_on, day("2026-01-01"));
    assert_int_equal(mrr_on(&line, 1, day("2026-01-31")), 0);
    assert_int_equal(gone.seats, -1);
}

static void who_cancelled_has_no_grace_but_stays_until_the_term_ends(void **state)
{
    (void)state;
    DatedLine line = yearly("2025-01-01", "2026-01-01");
    line.cancelled_on = day("2025-06-01");
    assert_int_equal(at(&line, 1, "2025-12-31").status, STATUS_PAYING);
    assert_int_equal(at(&line, 1, "2026-01-01").status, STATUS_LEFT);
}

static void cancelled_in_the_grace_is_left_from_that_day(void **state)
{
    (void)state;
    DatedLine line = yearly("2025-01-01", "2026-01-01");
    line.cancelled_on = day("2026-01-10");
    assert_int_equal(at(&line, 1, "2026-01-09").status, STATUS_PAYING);
    assert_int_equal(at(&line, 1, "2026-01-10").status, STATUS_LEFT);
}

static void cancelled_and_back_two_weeks_later_is_a_leave_and_a_new_stay(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2026-03-05"), yearly("2026-03-20", NULL) };
    lines[0].cancelled_on = day("2026-02-20");
    lines[1].contract_id = 2;
    assert_int_equal(at(lines, 2, "2026-03-10").status, STATUS_LEFT);
    assert_int_equal(at(lines, 2, "2026-03-20").status, STATUS_PAYING);
    assert_int_equal(at(lines, 2, "2026-03-20").since, day("2026-03-20"));
}

static void renewals_in_rows_of_their_own_are_one_stay(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2024-01-01", "2025-01-01"), yearly("2025-01-01", "2026-01-01"),
                          yearly("2026-01-01", "2027-01-01") };
    assert_int_equal(at(lines, 3, "2026-06-01").since, day("2024-01-01"));
    assert_int_equal(at(lines, 3, "2024-06-01").renews_on, day("2025-01-01"));
    lines[1].known_on = lines[2].known_on = day("2024-01-01");
    assert_int_equal(at(lines, 3, "2024-06-01").renews_on, day("2027-01-01"));
}

static void a_trial_that_becomes_paid_is_one_stay(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2026-01-01", "2026-01-31"), yearly("2026-01-31", NULL) };
    lines[0].kind = LINE_TRIAL;
    assert_int_equal(at(lines, 2, "2026-01-30").status, STATUS_TRIAL);
    assert_int_equal(mrr_on(lines, 2, day("2026-01-30")), 0);
    assert_int_equal(at(lines, 2, "2026-01-31").status, STATUS_PAYING);
    assert_int_equal(at(lines, 2, "2026-06-01").since, day("2026-01-01"));
}

static void who_pays_for_one_product_and_tries_another_is_paying(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2026-01-01", NULL), yearly("2026-02-01", "2026-03-01") };
    lines[1].kind = LINE_TRIAL;
    lines[1].product_id = 8;
    assert_int_equal(at(lines, 2, "2026-02-10").status, STATUS_PAYING);
    assert_int_equal(at(lines, 2, "2026-02-10").seats, 20);
    assert_int_equal(at(lines, 2, "2026-03-10").status, STATUS_PAYING);
}

static void an_open_yearly_line_renews_every_year(void **state)
{
    (void)state;
    DatedLine line = yearly("2024-02-29", NULL);
    assert_int_equal(at(&line, 1, "2024-03-01").renews_on, day("2025-02-28"));
    assert_int_equal(at(&line, 1, "2026-06-01").renews_on, day("2027-02-28"));
    line.auto_renews = false;
    assert_int_equal(at(&line, 1, "2026-06-01").renews_on, DAY_NEVER);
}

static void a_month_by_month_line_has_no_renewal_to_prepare(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", NULL);
    line.term_months = 1;
    assert_int_equal(at(&line, 1, "2026-06-01").renews_on, DAY_NEVER);
}

static void who_pays_by_the_month_without_an_end_can_leave_any_month(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2026-01-01", NULL), yearly("2026-03-01", NULL) };
    lines[0].term_months = 2;
    assert_true(at(lines, 1, "2026-06-01").monthly);
    assert_false(at(lines, 2, "2026-06-01").monthly); /* a yearly line has a renewal */
    lines[0].term_months = 3;
    assert_false(at(lines, 1, "2026-06-01").monthly);
    lines[0].term_months = 1;
    lines[0].until_on = day("2026-07-01");
    assert_false(at(lines, 1, "2026-06-01").monthly);
    lines[0].until_on = DAY_NEVER;
    lines[0].price_minor = 0;
    assert_false(at(lines, 1, "2026-06-01").monthly);
}

/* Ten seats since 2022, more of them since 15 June 2026, written down on that day. */
static void grown(DatedLine lines[2])
{
    lines[0] = yearly("2022-01-01", "2026-06-15");
    lines[0].agreed_until = DAY_NEVER;
    lines[0].cut_on = day("2026-06-15");
    lines[1] = yearly("2026-06-15", NULL);
    lines[1].seats = 15;
}

static void seats_added_within_a_term_leave_its_renewal_and_the_past(void **state)
{
    (void)state;
    DatedLine lines[2];
    grown(lines);
    assert_int_equal(at(lines, 2, "2025-06-01").renews_on, day("2026-01-01"));
    assert_int_equal(at(lines, 2, "2026-06-14").renews_on, day("2027-01-01"));
    assert_int_equal(at(lines, 2, "2026-06-15").renews_on, day("2027-01-01"));
    assert_int_equal(at(lines, 2, "2027-01-01").renews_on, day("2028-01-01"));
    lines[0].cut_on = 0; /* so does a file that tells both afterwards */
    lines[0].told_late = true;
    assert_int_equal(at(lines, 2, "2025-06-01").renews_on, day("2026-01-01"));
    assert_int_equal(at(lines, 2, "2026-06-15").renews_on, day("2027-01-01"));
}

static void a_new_term_within_a_term_counts_from_its_first_day(void **state)
{
    (void)state;
    DatedLine lines[2];
    grown(lines);
    lines[1].term_months = 24;
    assert_int_equal(at(lines, 2, "2026-06-14").renews_on, day("2027-01-01"));
    assert_int_equal(at(lines, 2, "2026-06-15").renews_on, day("2028-06-15"));
}

static void a_planned_change_leaves_the_term_that_runs(void **state)
{
    (void)state;
    DatedLine lines[2];
    grown(lines);
    lines[0].cut_on = lines[1].known_on = day("2025-09-01");
    assert_int_equal(at(lines, 2, "2025-08-31").renews_on, day("2026-01-01"));
    assert_int_equal(at(lines, 2, "2025-10-01").renews_on, day("2026-01-01"));
    assert_int_equal(at(lines, 2, "2026-02-01").renews_on, day("2027-01-01"));
}

static void an_end_agreed_on_was_known_until_a_change_moved_it(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2026-01-01", "2026-06-15"), yearly("2026-06-15", "2028-06-15") };
    for (int i = 0; i < 2; i++)
        lines[i].term_months = 1; /* a price per month */
    lines[0].agreed_until = day("2027-01-01");
    lines[0].cut_on = lines[1].known_on = day("2026-05-20");
    assert_int_equal(at(lines, 2, "2026-05-19").renews_on, day("2027-01-01"));
    assert_int_equal(at(lines, 2, "2026-05-20").renews_on, day("2028-06-15"));
}

static void a_cancellation_was_not_foreseen(void **state)
{
    (void)state;
    DatedLine line = yearly("2024-01-01", "2026-10-01");
    line.agreed_until = DAY_NEVER;
    line.cut_on = line.cancelled_on = day("2026-08-01");
    assert_int_equal(at(&line, 1, "2025-03-01").renews_on, day("2026-01-01"));
    assert_int_equal(at(&line, 1, "2026-07-31").renews_on, day("2027-01-01"));
    assert_int_equal(at(&line, 1, "2026-08-01").renews_on, day("2026-10-01"));
}

static void a_renewal_date_is_not_known_before_it_was_written_down(void **state)
{
    (void)state;
    DatedLine line = yearly("2024-01-01", NULL);
    line.renews_on = day("2027-06-01");
    line.renews_known_on = day("2026-03-10");
    assert_int_equal(at(&line, 1, "2025-06-01").renews_on, day("2026-01-01"));
    assert_int_equal(at(&line, 1, "2026-03-09").renews_on, day("2027-01-01"));
    assert_int_equal(at(&line, 1, "2026-03-10").renews_on, day("2027-06-01"));
}

static void the_grace_of_one_contract_revives_no_other(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2026-01-01"), yearly("2025-01-01", "2026-01-01"),
                          yearly("2025-01-01", "2026-01-01") };
    lines[1].contract_id = 2;
    lines[1].cancelled_on = day("2025-10-01");
    lines[2].contract_id = 3;
    lines[2].grace_days = 5;
    assert_int_equal(mrr_on(lines, 3, day("2025-12-31")), INT64_C(30000) * 1000000);
    assert_int_equal(mrr_on(lines, 3, day("2026-01-04")), INT64_C(20000) * 1000000);
    assert_int_equal(mrr_on(lines, 3, day("2026-01-10")), INT64_C(10000) * 1000000);
    assert_int_equal(at(lines, 3, "2026-01-10").seats, 10);
}

static void the_renewal_of_one_plan_renews_no_other(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2026-01-01"), yearly("2025-01-01", "2026-01-01"),
                          yearly("2026-01-01", "2027-01-01") };
    lines[0].plan = lines[2].plan = "basic";
    lines[1].plan = "addon";
    lines[2].known_on = day("2025-11-01");
    assert_int_equal(at(lines, 3, "2025-12-01").renews_on, day("2026-01-01"));
    lines[1].contract_id = 2;
    lines[1].until_on = day("2025-02-01");
    assert_int_equal(at(lines, 3, "2025-12-01").renews_on, day("2027-01-01"));
}

static void every_plan_in_force_is_named_once(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", NULL), yearly("2025-01-01", NULL), yearly("2025-01-01", NULL),
                          yearly("2025-01-01", NULL) };
    lines[0].plan = lines[2].plan = "pro";
    lines[1].plan = "basic";
    assert_string_equal(contract_plan_after(lines, 4, day("2025-06-01"), NULL), "basic");
    assert_string_equal(contract_plan_after(lines, 4, day("2025-06-01"), "basic"), "pro");
    assert_null(contract_plan_after(lines, 4, day("2025-06-01"), "pro"));
    assert_null(contract_plan_after(lines, 4, day("2024-06-01"), NULL));
}

static void between_two_turns_nothing_changes(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    DatedLine lines[] = { yearly("2025-01-01", "2025-07-01"), yearly("2025-07-10", "2026-01-01"),
                          yearly("2026-03-15", NULL) };
    const int64_t *turns;
    size_t count = contract_turns(arena, lines, 3, day("2030-01-01"), &YEN, &turns), next = 0;
    ContractState then = contract_state_at(lines, 3, day("2024-12-01"));
    for (int64_t d = day("2024-12-01"); d < day("2029-12-01"); d++) {
        ContractState now = contract_state_at(lines, 3, d);
        if (next < count && turns[next] == d)
            next++;
        else
            assert_true(now.status == then.status && mrr_on(lines, 3, d) == mrr_on(lines, 3, d - 1) &&
                        now.renews_on == then.renews_on && now.next_notice_on == then.next_notice_on &&
                        now.since == then.since && now.seats == then.seats);
        then = now;
    }
    arena_free(arena);
}

static void a_gap_as_long_as_the_grace_breaks_no_stay(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2025-01-01", "2026-01-01"), yearly("2026-01-31", NULL) };
    assert_int_equal(at(lines, 2, "2026-01-30").status, STATUS_PAYING);
    assert_int_equal(at(lines, 2, "2026-02-01").since, day("2025-01-01"));
    lines[1].from_on = day("2026-02-01");
    assert_int_equal(at(lines, 2, "2026-01-31").status, STATUS_LEFT);
    assert_int_equal(at(lines, 2, "2026-02-01").since, day("2026-02-01"));
}

static void terms_are_laid_out_however_many_there_were(void **state)
{
    (void)state;
    DatedLine line = yearly("1999-11-30", NULL);
    const int64_t *days;
    Arena *arena = arena_new();
    line.term_months = 3;
    size_t count = contract_turns(arena, &line, 1, day("2027-01-01"), &YEN, &days);
    assert_int_equal(days[count - 1], day("2026-11-30"));
    assert_int_equal(days[count - 4], day("2026-02-28"));
    assert_int_equal(at(&line, 1, "2026-11-29").renews_on, day("2026-11-30"));
    assert_int_equal(at(&line, 1, "2024-02-28").renews_on, day("2024-02-29"));
    arena_free(arena);
}

static void of_a_cancelled_contract_the_end_of_service_is_the_next_date(void **state)
{
    (void)state;
    DatedLine line = yearly("2026-01-01", "2026-10-01");
    line.renews_on = day("2027-01-01");
    line.cancelled_on = day("2026-08-01");
    assert_int_equal(at(&line, 1, "2026-07-31").renews_on, day("2027-01-01"));
    assert_int_equal(at(&line, 1, "2026-08-01").renews_on, day("2026-10-01"));
}

static void what_is_too_much_to_hold_is_as_much_as_can_be(void **state)
{
    (void)state;
    DatedLine lines[] = { yearly("2026-01-01", NULL), yearly("2026-01-01", NULL) };
    for (int i = 0; i < 2; i++) {
        lines[i].price_minor = INT64_MAX;
        lines[i].term_months = 1;
    }
    assert_int_equal(mrr_on(lines, 2, day("2026-06-01")), MONEY_MICROS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_counts_a_twelfth_each_month),
        cmocka_unit_test(a_discount_is_taken_off_and_a_third_is_not_rounded_away),
        cmocka_unit_test(a_discount_of_all_is_never_paying),
        cmocka_unit_test(before_its_first_line_an_account_has_no_contract),
        cmocka_unit_test(the_end_of_a_line_is_the_first_day_without_it),
        cmocka_unit_test(a_renewal_that_nobody_had_signed_yet_is_not_foreseen),
        cmocka_unit_test(a_change_within_the_term_was_no_renewal_before_it),
        cmocka_unit_test(monthly_periods_renew_one_after_the_other),
        cmocka_unit_test(a_late_renewal_within_the_grace_is_no_leave),
        cmocka_unit_test(after_the_grace_an_account_left_at_the_end_of_service),
        cmocka_unit_test(who_cancelled_has_no_grace_but_stays_until_the_term_ends),
        cmocka_unit_test(cancelled_in_the_grace_is_left_from_that_day),
        cmocka_unit_test(cancelled_and_back_two_weeks_later_is_a_leave_and_a_new_stay),
        cmocka_unit_test(renewals_in_rows_of_their_own_are_one_stay),
        cmocka_unit_test(a_trial_that_becomes_paid_is_one_stay),
        cmocka_unit_test(who_pays_for_one_product_and_tries_another_is_paying),
        cmocka_unit_test(an_open_yearly_line_renews_every_year),
        cmocka_unit_test(a_month_by_month_line_has_no_renewal_to_prepare),
        cmocka_unit_test(who_pays_by_the_month_without_an_end_can_leave_any_month),
        cmocka_unit_test(seats_added_within_a_term_leave_its_renewal_and_the_past),
        cmocka_unit_test(a_new_term_within_a_term_counts_from_its_first_day),
        cmocka_unit_test(a_planned_change_leaves_the_term_that_runs),
        cmocka_unit_test(an_end_agreed_on_was_known_until_a_change_moved_it),
        cmocka_unit_test(a_cancellation_was_not_foreseen),
        cmocka_unit_test(a_renewal_date_is_not_known_before_it_was_written_down),
        cmocka_unit_test(the_grace_of_one_contract_revives_no_other),
        cmocka_unit_test(the_renewal_of_one_plan_renews_no_other),
        cmocka_unit_test(every_plan_in_force_is_named_once),
        cmocka_unit_test(between_two_turns_nothing_changes),
        cmocka_unit_test(a_gap_as_long_as_the_grace_breaks_no_stay),
        cmocka_unit_test(terms_are_laid_out_however_many_there_were),
        cmocka_unit_test(of_a_cancelled_contract_the_end_of_service_is_the_next_date),
        cmocka_unit_test(what_is_too_much_to_hold_is_as_much_as_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
