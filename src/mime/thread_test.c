#include "base/test_arena.h"
#include "mime/thread.h"

#include <ctype.h>
#include <string.h>

static const unsigned char KEY[SECRET_SIZE] = "a key of thirty-two bytes, yes.";
static const unsigned char OTHER[SECRET_SIZE] = "another key of thirty-two byte.";

static const int64_t IDS[] = { 1, 31, 32, 4711, 9007199254740991 };
enum { COUNT = sizeof IDS / sizeof *IDS };

static const char *in_capitals(const char *text)
{
    char *copy = arena_text(arena, text);
    for (char *c = copy; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return copy;
}

static void an_address_leads_back_to_its_conversation(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        int64_t id = 0;
        const char *address = thread_address(arena, KEY, IDS[i], "support+jp@example.com");
        assert_true(thread_of_address(KEY, address, &id));
        assert_int_equal(id, IDS[i]);
        assert_true(thread_of_address(KEY, in_capitals(address), &id));
        assert_false(thread_of_address(OTHER, address, &id));
        assert_true(strchr(address, '@') - address <= 64);
    }
}

static void a_message_id_leads_back_to_its_conversation(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        int64_t id = 0;
        const char *message = thread_message_id(arena, KEY, IDS[i], "m-1_x", "example.com");
        assert_true(thread_of_id(KEY, message, &id));
        assert_int_equal(id, IDS[i]);
        assert_true(thread_of_id(KEY, in_capitals(message), &id));
        assert_false(thread_of_id(OTHER, message, &id));
    }
}

static void every_changed_character_is_seen(void **state)
{
    (void)state;
    int64_t id = 0;
    const char *address = thread_address(arena, KEY, 4711, "s@example.com");
    for (const char *c = address + 2; *c != '@'; c++) {
        char *changed = arena_text(arena, address);
        changed[c - address] = *c == '1' ? '2' : '1';
        assert_false(thread_of_address(KEY, changed, &id));
    }
    assert_int_equal(id, 0);
}

static void a_token_of_one_kind_is_none_of_the_other(void **state)
{
    (void)state;
    int64_t id = 0;
    const char *address = thread_address(arena, KEY, 5, "s@example.com");
    const char *message = thread_message_id(arena, KEY, 5, "u", "example.com");
    assert_false(thread_of_id(KEY, strchr(address, '+') + 1, &id));
    assert_false(thread_of_address(KEY, arena_format(arena, "s+%s", message), &id));
    static const char *const NONE[] = {
        "", "t", "t-", "s@x", "s+t1-abc@x", "s+@x", "t5-0000000000000000.u@x", "s+t-0000000000000000@x"
    };
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
        assert_false(thread_of_address(KEY, NONE[i], &id));
        assert_false(thread_of_id(KEY, NONE[i], &id));
    }
}

static bool found_in(const char *head, int64_t *id)
{
    Mail mail;
    const char *text = arena_format(arena, "From: c@example.com\n%s\n\nx", head);
    mail_read(arena, (Bytes) { (const uint8_t *)text, strlen(text) }, &MAIL_READING, &mail);
    return thread_of_mail(KEY, &mail, id);
}

static void a_mail_is_found_by_each_field_that_can_carry_it(void **state)
{
    (void)state;
    static const char *const FIELDS[] = { "To: Support <%s>",  "Cc: x@y.test, %s", "Delivered-To: %s",
                                          "X-Original-To: %s", "Envelope-To: %s",  NULL };
    const char *address = thread_address(arena, KEY, 77, "s@example.com");
    const char *message = thread_message_id(arena, KEY, 78, "u", "example.com");
    int64_t id;
    for (int i = 0; FIELDS[i]; i++) {
        Text head = text_new(arena);
        text_add_n(&head, FIELDS[i], (size_t)(strstr(FIELDS[i], "%s") - FIELDS[i]));
        text_format(&head, "%s%s", address, strstr(FIELDS[i], "%s") + 2);
        id = 0;
        assert_true(found_in(text_string(&head), &id));
        assert_int_equal(id, 77);
    }
    assert_true(found_in(arena_format(arena, "In-Reply-To: <%s>", message), &id));
    assert_int_equal(id, 78);
    assert_true(found_in(arena_format(arena, "References: <a@b> <%s> <c@d>", message), &id));
    assert_int_equal(id, 78);
    assert_false(found_in(arena_format(arena, "Subject: %s", address), &id));
    assert_false(found_in("To: s+t1-0000000000000000@example.com", &id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_leads_back_to_its_conversation),
        cmocka_unit_test(a_message_id_leads_back_to_its_conversation),
        cmocka_unit_test(every_changed_character_is_seen),
        cmocka_unit_test(a_token_of_one_kind_is_none_of_the_other),
        cmocka_unit_test(a_mail_is_found_by_each_field_that_can_carry_it),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
