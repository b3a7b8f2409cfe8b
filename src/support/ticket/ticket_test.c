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

static TicketLife life_of(TicketState state, int64_t created, TicketTimes times)
{
    return (TicketLife) { state, created, times };
}

static OptInt at_minute(int64_t minutes)
{
    return (OptInt) { minute(minutes), true };
}

/* Asked at 0 and never answered there; asked again at 60 and answered at 90: 90 minutes, not 30. */
static void the_first_response_of_merged_tickets_runs_from_the_first_opening(void **state)
{
    TicketLife gone = life_of(STATE_NEW, minute(0),
                              (TicketTimes) { .waiting_since = at_minute(0), .last_customer_at = at_minute(0) });
    TicketLife stays = life_of(STATE_WAITING, minute(60),
                               (TicketTimes) { .first_answered_at = at_minute(90),
                                               .last_customer_at = at_minute(60),
                                               .last_staff_at = at_minute(90) });
    TicketLife both = ticket_lives_joined(&stays, &gone);
    (void)state;
    assert_int_equal(both.times.first_answered_at.value - both.created_at, 90 * 60000);
    assert_int_equal(both.times.waiting_since.value, minute(0));
    assert_int_equal(both.state, STATE_OPEN);
    assert_int_equal(both.times.last_customer_at.value, minute(60));
    assert_int_equal(both.times.last_staff_at.value, minute(90));
}

/* Asked at 0 and answered at 20; asked again at 60, answered at 100: 20 minutes. */
static void the_first_answer_of_merged_tickets_is_the_first_of_either(void **state)
{
    TicketLife gone = life_of(STATE_OPEN, minute(0),
                              (TicketTimes) { .first_answered_at = at_minute(20),
                                              .last_customer_at = at_minute(0),
                                              .last_staff_at = at_minute(20) });
    TicketLife stays = life_of(STATE_OPEN, minute(60),
                               (TicketTimes) { .first_answered_at = at_minute(100),
                                               .last_customer_at = at_minute(60),
                                               .last_staff_at = at_minute(100) });
    TicketLife both = ticket_lives_joined(&stays, &gone);
    (void)state;
    assert_int_equal(both.times.first_answered_at.value - both.created_at, 20 * 60000);
    assert_false(both.times.waiting_since.known);
    both = ticket_lives_joined(&gone, &stays);
    assert_int_equal(both.times.first_answered_at.value - both.created_at, 20 * 60000);
}

static void a_merge_opens_what_was_put_aside_only_for_somebody_who_waits(void **state)
{
    TicketTimes solved = { .solved_at = at_minute(30) }, waits = { .waiting_since = at_minute(5) };
    TicketLife done = life_of(STATE_SOLVED, minute(0), solved), open = life_of(STATE_OPEN, minute(1), waits);
    TicketLife asked = life_of(STATE_WAITING, minute(2), (TicketTimes) { 0 });
    (void)state;
    assert_int_equal(ticket_lives_joined(&done, &open).state, STATE_OPEN);
    assert_int_equal(ticket_lives_joined(&done, &asked).state, STATE_WAITING);
    assert_int_equal(ticket_lives_joined(&asked, &open).state, STATE_OPEN);
    assert_int_equal(ticket_lives_joined(&asked, &done).state, STATE_WAITING);
    TicketLife later = life_of(STATE_CLOSED, minute(3), (TicketTimes) { .solved_at = at_minute(40) });
    assert_int_equal(ticket_lives_joined(&done, &later).state, STATE_SOLVED);
    assert_int_equal(ticket_lives_joined(&done, &later).times.solved_at.value, minute(40));
}

static void messages_make_the_life_of_their_ticket(void **state)
{
    TicketSaid said[] = { { TICKET_CUSTOMER_WROTE, minute(0) },
                          { TICKET_ANSWERED, minute(10) },
                          { TICKET_CUSTOMER_WROTE, minute(30) } };
    TicketLife life = ticket_life_of_said(said, 3);
    (void)state;
    assert_int_equal(life.state, STATE_OPEN);
    assert_int_equal(life.created_at, minute(0));
    assert_int_equal(life.times.first_answered_at.value, minute(10));
    assert_int_equal(life.times.waiting_since.value, minute(30));
    life = ticket_life_of_said(&(TicketSaid) { TICKET_NOTED, minute(7) }, 1);
    assert_int_equal(life.state, STATE_NEW);
    assert_int_equal(life.times.waiting_since.value, minute(7));
    life = ticket_life_said(life_of(STATE_SOLVED, minute(0), (TicketTimes) { .solved_at = at_minute(5) }), said, 1);
    assert_int_equal(life.state, STATE_OPEN);
    assert_false(life.times.solved_at.known);
}

/* Asked at 0, answered at 10, asked something else at 20. Without the last one nobody waits; without the answer, since
 * 0. */
static void what_leaves_a_ticket_takes_its_times_along(void **state)
{
    TicketSaid said[] = { { TICKET_CUSTOMER_WROTE, minute(0) },
                          { TICKET_ANSWERED, minute(10) },
                          { TICKET_CUSTOMER_WROTE, minute(20) } };
    TicketTimes all = ticket_life_of_said(said, 3).times, rest = ticket_life_of_said(said, 2).times;
    TicketTimes left = ticket_times_left(all, &said[2], 1, &rest);
    (void)state;
    assert_false(left.waiting_since.known);
    assert_int_equal(left.last_customer_at.value, minute(0));
    assert_int_equal(left.first_answered_at.value, minute(10));
    TicketSaid asked[] = { said[0], said[2] };
    rest = ticket_life_of_said(asked, 2).times;
    left = ticket_times_left(all, &said[1], 1, &rest);
    assert_int_equal(left.waiting_since.value, minute(0));
    assert_false(left.first_answered_at.known);
    assert_false(left.last_staff_at.known);
}

/* What an import said of a ticket is in none of its messages. */
static void a_time_that_no_message_brought_stays_when_messages_leave(void **state)
{
    TicketSaid said[] = { { TICKET_CUSTOMER_WROTE, minute(0) }, { TICKET_CUSTOMER_WROTE, minute(20) } };
    TicketTimes times = { .first_answered_at = at_minute(3),
                          .last_staff_at = at_minute(3),
                          .last_customer_at = at_minute(20) };
    TicketTimes rest = ticket_life_of_said(said, 1).times, left = ticket_times_left(times, &said[1], 1, &rest);
    (void)state;
    assert_int_equal(left.first_answered_at.value, minute(3));
    assert_false(left.waiting_since.known);
    assert_int_equal(left.last_customer_at.value, minute(0));
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
        cmocka_unit_test(the_first_response_of_merged_tickets_runs_from_the_first_opening),
        cmocka_unit_test(the_first_answer_of_merged_tickets_is_the_first_of_either),
        cmocka_unit_test(a_merge_opens_what_was_put_aside_only_for_somebody_who_waits),
        cmocka_unit_test(messages_make_the_life_of_their_ticket),
        cmocka_unit_test(what_leaves_a_ticket_takes_its_times_along),
        cmocka_unit_test(a_time_that_no_message_brought_stays_when_messages_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
