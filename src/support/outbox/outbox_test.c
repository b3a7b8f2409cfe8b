/* What a server's answer makes of a reply on its way out. */
#include "base/test.h"

#include "support/outbox/outbox_store.h"

#include <string.h>

static const int64_t NOON = 1795348800000; /* 2026-11-22T12:00:00Z */

static Arena *arena;

static int arena_open(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int arena_close(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static OutboxRow judged(SmtpEnd end, const SmtpRefusal *refused, size_t count, int64_t tries)
{
    OutboxRow row = { .recipients = "[\"a@x.example\",\"b@x.example\"]", .state = "sending", .refused = "[]" };
    SmtpOutcome outcome = {
        .end = end, .reached = OUTBOUND_ANSWERED, .answer = "451 later", .code = 451, .refused = { count, refused }
    };
    Error error = { 0 };
    row.tries = tries;
    assert_true(outbox_judge(arena, &row, &outcome, NOON, 0, &error));
    return row;
}

static void a_mail_that_was_taken_is_sent(void **state)
{
    (void)state;
    OutboxRow row = judged(SMTP_SENT, NULL, 0, 0);
    assert_string_equal(row.state, "sent");
    assert_int_equal(row.sent_at.value, NOON);
    assert_string_equal(row.recipients, "[]");
    assert_null(row.outcome);
}

static void who_was_refused_for_good_is_named_on_a_mail_that_was_sent(void **state)
{
    static const SmtpRefusal REFUSED[] = { { "a@x.example", 550, "550 nobody" } };
    (void)state;
    OutboxRow row = judged(SMTP_SENT, REFUSED, 1, 0);
    assert_string_equal(row.state, "sent");
    assert_string_equal(row.refused, "[{\"address\":\"a@x.example\",\"answer\":\"550 nobody\"}]");
}

static void who_may_be_asked_later_is_asked_again_and_nobody_else(void **state)
{
    static const SmtpRefusal REFUSED[] = { { "a@x.example", 450, "450 greylisted" } };
    (void)state;
    OutboxRow row = judged(SMTP_SENT, REFUSED, 1, 0);
    assert_string_equal(row.state, "waiting");
    assert_string_equal(row.recipients, "[\"a@x.example\"]");
    assert_int_equal(row.next_at, NOON + MS_PER_MINUTE);
    assert_string_equal(row.answer, "450 greylisted");
}

static void a_mail_that_nobody_took_waits_and_fails_in_the_end(void **state)
{
    (void)state;
    OutboxRow row = judged(SMTP_LATER, NULL, 0, 0);
    assert_string_equal(row.state, "waiting");
    assert_string_equal(row.recipients, "[\"a@x.example\",\"b@x.example\"]");
    assert_string_equal(row.answer, "451 later");
    row = judged(SMTP_LATER, NULL, 0, OUTBOX_TRIES - 1);
    assert_string_equal(row.state, "failed");
    assert_string_equal(row.recipients, "[\"a@x.example\",\"b@x.example\"]");
}

static void a_mail_that_is_refused_for_good_is_not_tried_again(void **state)
{
    static const SmtpRefusal REFUSED[] = { { "a@x.example", 550, "550 no" }, { "b@x.example", 550, "550 no" } };
    (void)state;
    assert_string_equal(judged(SMTP_REFUSED, NULL, 0, 0).state, "failed");
    OutboxRow row = judged(SMTP_REFUSED, REFUSED, 2, 0);
    assert_string_equal(row.state, "failed");
    assert_string_equal(row.recipients, "[]");
}

static void a_mail_that_may_have_arrived_is_tried_again_and_says_so(void **state)
{
    (void)state;
    OutboxRow row = judged(SMTP_MAYBE, NULL, 0, 0);
    assert_string_equal(row.state, "waiting");
    assert_string_equal(row.outcome, OUTBOX_MAYBE);
}

static void a_mail_that_may_have_arrived_twice_is_left_to_a_person(void **state)
{
    SmtpOutcome outcome = { .end = SMTP_MAYBE, .reached = OUTBOUND_TIMEOUT, .answer = "354 go on", .code = 354 };
    OutboxRow row = { .recipients = "[\"a@x.example\"]", .state = "sending", .refused = "[]" };
    Error error = { 0 };
    (void)state;
    assert_true(outbox_judge(arena, &row, &outcome, NOON, 0, &error));
    assert_string_equal(row.state, "waiting");
    assert_null(row.answer); /* what it said before is no reason */
    assert_true(outbox_judge(arena, &row, &outcome, NOON, 0, &error));
    assert_string_equal(row.state, "failed");
    assert_string_equal(row.outcome, OUTBOX_MAYBE);
}

static void a_reply_can_be_taken_back_until_it_was_released(void **state)
{
    OutboxRow row = { .state = "waiting" };
    (void)state;
    assert_true(outbox_may_undo(&row));
    row.released = true;
    assert_false(outbox_may_undo(&row)); /* sent again by hand, it has no tries either */
}

static void tries_are_spread_over_two_days(void **state)
{
    int64_t least = 0, most = 0;
    (void)state;
    for (int tries = 1; tries < OUTBOX_TRIES; tries++) {
        assert_true(outbox_pause_after(tries, 999) > outbox_pause_after(tries, 0));
        least += outbox_pause_after(tries, 0);
        most += outbox_pause_after(tries, 999);
    }
    assert_true(least >= 36 * MS_PER_HOUR);
    assert_true(most < 3 * (int64_t)MS_PER_DAY);
}

static void a_subject_answers_once_and_names_its_number_once(void **state)
{
    (void)state;
    assert_string_equal(outbox_subject(arena, "Login", 1042), "Re: Login [#1042]");
    assert_string_equal(outbox_subject(arena, "RE: Login [#1042]", 1042), "RE: Login [#1042]");
}

static void a_signature_in_one_language_serves_both(void **state)
{
    (void)state;
    assert_string_equal(outbox_in("ja", "Help desk", "サポート"), "サポート");
    assert_string_equal(outbox_in("ja", "Help desk", NULL), "Help desk");
    assert_string_equal(outbox_in("en", "", "サポート"), "サポート");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_open, arena_close)
    const struct CMUnitTest tests[] = {
        TEST(a_mail_that_was_taken_is_sent),
        TEST(who_was_refused_for_good_is_named_on_a_mail_that_was_sent),
        TEST(who_may_be_asked_later_is_asked_again_and_nobody_else),
        TEST(a_mail_that_nobody_took_waits_and_fails_in_the_end),
        TEST(a_mail_that_is_refused_for_good_is_not_tried_again),
        TEST(a_mail_that_may_have_arrived_is_tried_again_and_says_so),
        TEST(a_mail_that_may_have_arrived_twice_is_left_to_a_person),
        TEST(a_reply_can_be_taken_back_until_it_was_released),
        TEST(tries_are_spread_over_two_days),
        TEST(a_subject_answers_once_and_names_its_number_once),
        TEST(a_signature_in_one_language_serves_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
