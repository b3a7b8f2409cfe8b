/* What a mail says of itself. */
#include "jobs/writer_testkit.h"
#include "mime/quote.h"
#include "support/mail/mail_store.h"

static const int64_t NOW = 1800000000000;

static void a_number_in_a_subject_is_read_wherever_it_stands(void **state)
{
    (void)state;
    assert_int_equal(mail_subject_number("Re: [#1042] Login"), 1042);
    assert_int_equal(mail_subject_number("RE: 見積もり #1001"), 1001);
    assert_int_equal(mail_subject_number("Issue # and #7"), 7);
    assert_int_equal(mail_subject_number("no number #"), 0);
    assert_int_equal(mail_subject_number("#99999999999999999999"), 0);
    assert_int_equal(mail_subject_number(NULL), 0);
}

static void a_mail_is_of_the_time_at_which_a_server_received_it(void **state)
{
    Mail mail = { .sent_at = { NOW - 3 * (int64_t)MS_PER_DAY, true }, .received_at = { NOW - 5000, true } };
    (void)state;
    assert_int_equal(mail_arrived_at(&mail, (OptInt) { NOW - 9000, true }, NOW), NOW - 9000);
    assert_int_equal(mail_arrived_at(&mail, (OptInt) { NOW + 1, true }, NOW), NOW);
    assert_int_equal(mail_arrived_at(&mail, (OptInt) { 0 }, NOW), NOW - 5000);
    mail.received_at.value = 0;
    assert_int_equal(mail_arrived_at(&mail, (OptInt) { 0 }, NOW), NOW);
    mail.received_at.known = false;
    assert_int_equal(mail_arrived_at(&mail, (OptInt) { 0 }, NOW), NOW);
}

static void what_comes_through_a_list_is_a_persons_when_it_answers_or_the_list_is_ours(void **state)
{
    Mail mail = { .automatic = "list" };
    MailSender sender = { .address = "yamada@sakura.example" };
    (void)state;
    assert_string_equal(mail_automatic_of(&mail, &sender), "list");
    assert_null(mail_quiet_of("list", 7));
    assert_string_equal(mail_quiet_of("list", 0), "list");
    assert_string_equal(mail_quiet_of("reply", 7), "reply");
    sender.by_our_list = true;
    assert_null(mail_automatic_of(&mail, &sender));
    mail.automatic = "reply";
    assert_string_equal(mail_automatic_of(&mail, &sender), "reply");
}

static void folds_are_counted_in_characters(void **state)
{
    Arena *arena = arena_new();
    MailFold folds[] = { { "own", 0, 10 }, { "quote", 10, 3 } };
    Mail mail = { .text = "はい。\n> x", .folds = { 2, folds } };
    (void)state;
    List counted = mail_folds_counted(arena, &mail);
    const TicketFold *items = counted.items;
    assert_int_equal(counted.count, 2);
    assert_int_equal(items[0].size, 4);
    assert_int_equal(items[1].from, 4);
    assert_int_equal(items[1].size, 3);
    arena_free(arena);
}

static void a_mail_from_an_address_of_ours_is_our_own(void **state)
{
    Mail mail = { .automatic = "no" };
    MailSender sender = { .address = "support@example.com", .ours = true };
    (void)state;
    assert_string_equal(mail_automatic_of(&mail, &sender), "own");
    sender.ours = false;
    assert_null(mail_automatic_of(&mail, &sender));
    mail.automatic = "bounce";
    assert_string_equal(mail_automatic_of(&mail, &sender), "bounce");
}

static void sent_once_and_known_by_its_id(const Writer *writer)
{
    const MailSent sent = { .message_ref = "ours@banso.example", .ticket_id = 7, .message_id = 8 };
    MailRow *row;
    assert_true(mail_sent(writer, &sent, &error));
    assert_true(mail_sent(writer, &sent, &error));
    assert_true(mail_same(writer->db, writer->arena, "ours@banso.example", "of a body that was changed", &row, &error));
    assert_non_null(row);
    assert_int_equal(row->ticket_id.value, 7);
}

static void a_mail_that_we_sent_is_known_when_it_comes_back(void **state)
{
    in_a_write(state, sent_once_and_known_by_its_id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_in_a_subject_is_read_wherever_it_stands),
        cmocka_unit_test(a_mail_is_of_the_time_at_which_a_server_received_it),
        cmocka_unit_test(what_comes_through_a_list_is_a_persons_when_it_answers_or_the_list_is_ours),
        cmocka_unit_test(folds_are_counted_in_characters),
        cmocka_unit_test(a_mail_from_an_address_of_ours_is_our_own),
        DB_TEST(a_mail_that_we_sent_is_known_when_it_comes_back),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
