/* The rules of a ticket: state by event, and times by state and event. */
#include "support/ticket/ticket_flow.h"

#include "base/clock.h"
#include "base/test.h"

static int64_t minute(int64_t minutes)
{
    return 1000000000000 + minutes * 60000;
}

static void a_customers_message_brings_back_whatever_was_put_aside(void **state)
{
    (void)state;
    assert_int_equal(ticket_state_after(STATE_NEW, TICKET_CUSTOMER_WROTE), STATE_NEW);
    assert_int_equal(ticket_state_after(STATE_OPEN, TICKET_CUSTOMER_WROTE), STATE_OPEN);
    assert_int_equal(ticket_state_after(STATE_WAITING, TICKET_CUSTOMER_WROTE), STATE_OPEN);
    assert_int_equal(ticket_state_after(STATE_ON_HOLD, TICKET_CUSTOMER_WROTE), STATE_OPEN);
    assert_int_equal(ticket_state_after(STATE_SOLVED, TICKET_CUSTOMER_WROTE), STATE_OPEN);
    assert_int_equal(ticket_state_after(STATE_CLOSED, TICKET_CUSTOMER_WROTE), STATE_OPEN);
}

static void an_answer_takes_up_a_new_ticket_and_leaves_others_as_they_are(void **state)
{
    (void)state;
    assert_int_equal(ticket_state_after(STATE_NEW, TICKET_ANSWERED), STATE_OPEN);
    for (TicketState each = STATE_OPEN; each <= STATE_CLOSED; each++)
        assert_int_equal(ticket_state_after(each, TICKET_ANSWERED), each);
}

static void a_note_changes_no_state_and_no_time(void **state)
{
    TicketTimes times = ticket_times_written((TicketTimes) { 0 }, TICKET_CUSTOMER_WROTE, minute(0));
    (void)state;
    for (TicketState each = STATE_NEW; each <= STATE_CLOSED; each++)
        assert_int_equal(ticket_state_after(each, TICKET_NOTED), each);
    times = ticket_times_written(times, TICKET_NOTED, minute(5));
    assert_false(times.first_answered_at.known);
    assert_int_equal(times.waiting_since.value, minute(0));
}

static void a_ticket_waits_since_the_oldest_message_that_nobody_answered(void **state)
{
    TicketTimes times = { 0 };
    (void)state;
    times = ticket_times_written(times, TICKET_CUSTOMER_WROTE, minute(0));
    times = ticket_times_written(times, TICKET_CUSTOMER_WROTE, minute(7));
    assert_int_equal(times.waiting_since.value, minute(0));
    assert_int_equal(times.last_customer_at.value, minute(7));
    times = ticket_times_written(times, TICKET_ANSWERED, minute(10));
    assert_false(times.waiting_since.known);
    assert_int_equal(times.first_answered_at.value, minute(10));
    times = ticket_times_written(times, TICKET_CUSTOMER_WROTE, minute(20));
    assert_int_equal(times.waiting_since.value, minute(20));
    times = ticket_times_written(times, TICKET_ANSWERED, minute(30));
    assert_int_equal(times.first_answered_at.value, minute(10));
    assert_int_equal(times.last_staff_at.value, minute(30));
}

static void a_message_that_comes_late_does_not_wait_for_an_answer_that_was_given(void **state)
{
    TicketTimes times = ticket_times_written((TicketTimes) { 0 }, TICKET_ANSWERED, minute(10));
    (void)state;
    times = ticket_times_written(times, TICKET_CUSTOMER_WROTE, minute(5));
    assert_false(times.waiting_since.known);
    assert_int_equal(times.last_customer_at.value, minute(5));
}

static void a_ticket_that_we_opened_by_writing_was_not_answered_by_that(void **state)
{
    TicketTimes times = ticket_times_written((TicketTimes) { 0 }, TICKET_ANSWERED, minute(0));
    (void)state;
    assert_false(times.first_answered_at.known);
    assert_int_equal(times.last_staff_at.value, minute(0));
    times = ticket_times_written(times, TICKET_CUSTOMER_WROTE, minute(10));
    times = ticket_times_written(times, TICKET_ANSWERED, minute(20));
    assert_int_equal(times.first_answered_at.value, minute(20));
}

static void an_answer_that_is_older_than_the_question_leaves_it_waiting(void **state)
{
    TicketTimes times = ticket_times_written((TicketTimes) { 0 }, TICKET_CUSTOMER_WROTE, minute(10));
    (void)state;
    times = ticket_times_written(times, TICKET_ANSWERED, minute(5));
    assert_int_equal(times.waiting_since.value, minute(10));
}

static void a_solved_ticket_waits_for_nobody_until_it_is_opened_again(void **state)
{
    TicketTimes times = ticket_times_written((TicketTimes) { 0 }, TICKET_CUSTOMER_WROTE, minute(0));
    (void)state;
    times = ticket_times_moved(times, STATE_OPEN, STATE_SOLVED, minute(9));
    assert_int_equal(times.solved_at.value, minute(9));
    assert_false(times.waiting_since.known);
    assert_false(times.closed_at.known);
    times = ticket_times_moved(times, STATE_SOLVED, STATE_CLOSED, minute(20));
    assert_int_equal(times.solved_at.value, minute(9));
    assert_int_equal(times.closed_at.value, minute(20));
    times = ticket_times_moved(times, STATE_CLOSED, STATE_OPEN, minute(30));
    assert_false(times.solved_at.known);
    assert_false(times.closed_at.known);
}

static void reopened_means_within_two_weeks_of_solving(void **state)
{
    OptInt solved = { minute(0), true };
    int64_t days = MS_PER_DAY;
    (void)state;
    assert_true(ticket_reopened(STATE_SOLVED, STATE_OPEN, solved, minute(0) + 14 * days));
    assert_false(ticket_reopened(STATE_SOLVED, STATE_OPEN, solved, minute(0) + 14 * days + 1));
    assert_false(ticket_reopened(STATE_SOLVED, STATE_OPEN, solved, minute(-1))); /* written before it was solved */
    assert_false(ticket_reopened(STATE_SOLVED, STATE_CLOSED, solved, minute(1)));
    assert_false(ticket_reopened(STATE_WAITING, STATE_OPEN, (OptInt) { 0 }, minute(1)));
}

static void names_lead_back_to_their_states(void **state)
{
    (void)state;
    for (TicketState each = STATE_NEW; each <= STATE_CLOSED; each++)
        assert_int_equal(ticket_state_named(ticket_state_name(each)), each);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customers_message_brings_back_whatever_was_put_aside),
        cmocka_unit_test(an_answer_takes_up_a_new_ticket_and_leaves_others_as_they_are),
        cmocka_unit_test(a_note_changes_no_state_and_no_time),
        cmocka_unit_test(a_ticket_waits_since_the_oldest_message_that_nobody_answered),
        cmocka_unit_test(a_message_that_comes_late_does_not_wait_for_an_answer_that_was_given),
        cmocka_unit_test(a_ticket_that_we_opened_by_writing_was_not_answered_by_that),
        cmocka_unit_test(an_answer_that_is_older_than_the_question_leaves_it_waiting),
        cmocka_unit_test(a_solved_ticket_waits_for_nobody_until_it_is_opened_again),
        cmocka_unit_test(reopened_means_within_two_weeks_of_solving),
        cmocka_unit_test(names_lead_back_to_their_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
