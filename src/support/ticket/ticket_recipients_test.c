/* Who gets a reply: the faults of other desks with wrong recipients, each as a sentence. */
#include "support/ticket/ticket_sending.h"

#include "base/test.h"

#include <string.h>

enum { MOST = 8 };

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

/* "to:a@x cc:b@y": as a message says it. */
static List recipients(const char *text)
{
    TicketGivenTo *items = arena_array(arena, MOST, sizeof *items);
    size_t count = 0;
    for (char *word = strtok(arena_text(arena, text), " "); word; word = strtok(NULL, " ")) {
        char *colon = strchr(word, ':');
        *colon = '\0';
        items[count++] = (TicketGivenTo) { word, colon + 1, NULL };
    }
    return (List) { count, items };
}

static bool is_ours(const char *address)
{
    return address && (strcmp(address, "help@us.example") == 0 || strcmp(address, "Support@us.example") == 0);
}

static const char *goes_to(bool by_customer, const char *sender, const char *to)
{
    TicketAnswered answered = { .by_customer = by_customer, .sender_address = sender, .recipients = recipients(to) };
    const TicketGivenTo *items = answered.recipients.items;
    bool ours[MOST + 1] = { is_ours(sender) };
    for (size_t i = 0; i < answered.recipients.count; i++)
        ours[i + 1] = is_ours(items[i].address);
    List list = ticket_reply_goes_to(arena, &answered, ours);
    Text text = text_new(arena);
    items = list.items;
    for (size_t i = 0; i < list.count; i++)
        text_format(&text, "%s%s:%s", i ? " " : "", items[i].role, items[i].address);
    return text_string(&text);
}

static void a_reply_goes_to_the_sender_and_not_to_us(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:help@us.example"), "to:ann@cust.example");
}

static void others_in_to_stay_in_the_reply(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:help@us.example to:bob@cust.example"),
                        "to:ann@cust.example to:bob@cust.example");
}

static void those_of_cc_stay_in_cc(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:help@us.example cc:bob@cust.example"),
                        "to:ann@cust.example cc:bob@cust.example");
}

static void an_alias_of_ours_is_left_out_wherever_it_stands(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:bob@cust.example cc:Support@us.example"),
                        "to:ann@cust.example to:bob@cust.example");
}

static void whoever_wants_answers_elsewhere_gets_them_there(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:help@us.example reply_to:desk@cust.example"),
                        "to:desk@cust.example");
}

static void a_reply_to_that_is_ours_does_not_lose_the_sender(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:help@us.example reply_to:help@us.example"),
                        "to:ann@cust.example");
}

static void nobody_is_named_twice(void **state)
{
    (void)state;
    assert_string_equal(
        goes_to(true, "ann@cust.example", "to:ANN@cust.example cc:ann@cust.example cc:bob@cust.example"),
        "to:ann@cust.example cc:bob@cust.example");
}

static void those_of_bcc_are_never_named(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "ann@cust.example", "to:help@us.example bcc:boss@cust.example"),
                        "to:ann@cust.example");
}

static void a_further_reply_of_ours_goes_on_to_the_same_people(void **state)
{
    (void)state;
    assert_string_equal(goes_to(false, NULL, "to:ann@cust.example cc:bob@cust.example bcc:boss@us.example"),
                        "to:ann@cust.example cc:bob@cust.example");
}

static void a_third_party_is_answered_alone(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "carrier@third.example", "to:help@us.example"), "to:carrier@third.example");
}

static void a_sender_who_is_one_of_us_is_not_written_to(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, "help@us.example", "to:ann@cust.example"), "to:ann@cust.example");
}

static void without_any_address_nobody_is_made_up(void **state)
{
    (void)state;
    assert_string_equal(goes_to(true, NULL, ""), "");
}

static bool may_quote(const char *to, const char *sender, const char *of)
{
    TicketAnswered answered = { .by_customer = true, .sender_address = sender, .recipients = recipients(of) };
    return ticket_may_quote(arena, recipients(to), &answered);
}

static void what_is_quoted_was_there_for_everybody_who_gets_it(void **state)
{
    (void)state;
    assert_true(may_quote("to:ann@cust.example", "Ann@cust.example", "to:help@us.example"));
    assert_true(may_quote("to:ann@cust.example cc:bob@cust.example", "ann@cust.example", "cc:bob@cust.example"));
    assert_true(may_quote("to:desk@cust.example", "ann@cust.example", "reply_to:desk@cust.example"));
    assert_false(may_quote("to:ann@cust.example", "carrier@third.example", "to:help@us.example"));
    assert_false(may_quote("to:ann@cust.example bcc:new@cust.example", "ann@cust.example", "to:help@us.example"));
    assert_false(may_quote("to:boss@cust.example", "ann@cust.example", "bcc:boss@cust.example"));
    assert_false(may_quote("", "ann@cust.example", ""));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_open, arena_close)
    const struct CMUnitTest tests[] = {
        TEST(a_reply_goes_to_the_sender_and_not_to_us),
        TEST(others_in_to_stay_in_the_reply),
        TEST(those_of_cc_stay_in_cc),
        TEST(an_alias_of_ours_is_left_out_wherever_it_stands),
        TEST(whoever_wants_answers_elsewhere_gets_them_there),
        TEST(a_reply_to_that_is_ours_does_not_lose_the_sender),
        TEST(nobody_is_named_twice),
        TEST(those_of_bcc_are_never_named),
        TEST(a_further_reply_of_ours_goes_on_to_the_same_people),
        TEST(a_third_party_is_answered_alone),
        TEST(a_sender_who_is_one_of_us_is_not_written_to),
        TEST(without_any_address_nobody_is_made_up),
        TEST(what_is_quoted_was_there_for_everybody_who_gets_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
